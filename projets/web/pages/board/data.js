// What the page knows of its board: people, labels, fields; fetched again when they change.

import { m, t } from "projets/lib/words.js";

export function boardData() {
  return JSON.parse(document.getElementById("board-data")?.textContent ?? "{}");
}

export const nameOfLabel = (label) => label.name || HUES[label.color] || label.color;

const NAMES = {
  gris: m("Grey"),
  rouge: m("Red"),
  orange: m("Orange"),
  ambre: m("Amber"),
  vert: m("Green"),
  sarcelle: m("Teal"),
  bleu: m("Blue"),
  indigo: m("Indigo"),
  violet: m("Purple"),
  rose: m("Pink"),
};

export const HUES = Object.fromEntries(Object.entries(NAMES).map(([hue, name]) => [hue, t(name)]));
