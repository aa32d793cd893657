// Several cards at once: their boxes, Maj and arrows, everything; then one act for all, from the bar.

import { announce } from "projets/lib/announce.js";
import { n, t } from "projets/lib/words.js";
import * as acting from "projets/pages/board/acting.js";
import { CARDS, faceOf } from "projets/pages/board/counts.js";
import { element } from "projets/components/menu/panels.js";
import { allThere } from "projets/pages/board/rest.js";

let bar;
let last;

const chosen = new Set(); // names of cards: one that is told anew keeps its mark

export const isChosen = (card) => chosen.has(card.dataset.element);

export const selected = () =>
  [...document.querySelectorAll(CARDS)].filter((card) => chosen.has(card.dataset.element));

export function select(card, on = true) {
  chosen[on ? "add" : "delete"](card.dataset.element);
  last = card;
  mark(card);
  show();
}

export function clear() {
  const cards = selected();
  chosen.clear();
  cards.forEach(mark);
  show();
}

export async function selectAll() {
  await allThere();
  for (const card of document.querySelectorAll(`${CARDS}:not([hidden])`)) {
    chosen.add(card.dataset.element);
    mark(card);
  }
  show();
}

function mark(card) {
  const on = chosen.has(card.dataset.element);
  faceOf(card)?.classList.toggle("card--selected", on);
  const box = card.querySelector("[data-select]");
  if (box) box.checked = on;
}

let told = 0;
let telling;

/** Said once it stands still, however many cards were taken at a time. */
function tell(count) {
  clearTimeout(telling);
  telling = setTimeout(() => {
    if (count !== told) announce(n("{count} card chosen", "{count} cards chosen", count));
    told = count;
  }, 100);
}

function show() {
  const count = selected().length;
  tell(count);
  if (!count) {
    const inside = bar?.contains(document.activeElement);
    bar?.remove();
    bar = undefined;
    if (inside) (last?.isConnected ? last.querySelector(".card__link, a") : document.querySelector("main")).focus();
    return;
  }
  bar ??= make();
  bar.querySelector(".selection__count").textContent = n("{count} card", "{count} cards", count);
  bar.setAttribute("aria-label", n("Acts on {count} chosen card", "Acts on {count} chosen cards", count));
}

function make() {
  const made = element("div", "selection");
  made.setAttribute("role", "toolbar");
  const count = element("span", "selection__count");
  made.append(count);
  const acts = [
    ["move", t("Move to…"), (cards, anchor) => acting.sendTo(cards, anchor)],
    ["user", t("Members"), acting.assign],
    ["user", t("Responsible"), acting.lead],
    ["label", t("Labels"), acting.label],
    ["calendar", t("Due date"), acting.schedule],
    ["check", t("Done"), acting.finish],
    ["archive", t("Archive"), acting.archive],
    ["bin", t("Bin"), acting.bin],
  ];
  for (const [icon, does, run] of acts) made.append(button(icon, does, (anchor) => run(selected(), anchor)));
  const close = button("close", t("Choose none"), clear);
  made.append(element("span", "selection__sep"), close);
  document.querySelector("main").querySelector(".board, [data-element=board]").before(made); // Tab comes to it before the cards
  return made;
}

function button(icon, does, run) {
  const made = element("button", "button");
  made.type = "button";
  made.title = does;
  made.innerHTML = document.getElementById("icon").innerHTML.replace("#i-more", `#i-${icon}`);
  made.append(element("span", "", does));
  made.addEventListener("click", () => run(made));
  return made;
}

document.addEventListener("change", ({ target }) => {
  if (target.dataset.select === undefined) return;
  select(target.closest("[data-position]"), target.checked);
});

document.addEventListener("click", (event) => {
  const link = event.target.closest(".card__link");
  if (!link || !(event.ctrlKey || event.metaKey || event.shiftKey)) return;
  event.preventDefault();
  event.stopPropagation();
  const card = link.closest("[data-position]");
  if (!card) return;
  if (event.shiftKey && last?.parentElement === card.parentElement) range(last, card);
  else select(card, !isChosen(card));
}, true);

function range(from, to) {
  const cards = [...from.parentElement.children];
  const [low, high] = [cards.indexOf(from), cards.indexOf(to)].sort((one, other) => one - other);
  for (const card of cards.slice(low, high + 1)) if (card.dataset.position !== undefined) select(card);
}

document.addEventListener("fragment:shown", ({ detail }) => {
  if (detail?.name !== "board") return;
  const there = selected();
  const names = new Set(there.map((card) => card.dataset.element));
  for (const name of chosen) if (!names.has(name)) chosen.delete(name);
  there.forEach(mark);
  show();
});

document.addEventListener("patched", ({ detail }) => {
  for (const { kind, name, element: card } of detail.changes) {
    if (kind === "remove") chosen.delete(name);
    else if (chosen.has(name) && card) mark(card);
  }
  show();
});
