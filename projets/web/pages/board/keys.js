// The board by keyboard alone: arrows walk over the cards, letters act on the one that has the focus or on the chosen ones.

import { announce } from "projets/lib/announce.js";
import { shortcut } from "projets/lib/shortcuts.js";
import { t } from "projets/lib/words.js";
import * as acting from "projets/pages/board/acting.js";
import { CARDS, cardsOf, STANDING } from "projets/pages/board/counts.js";
import { cardMenu } from "projets/pages/board/menus.js";
import { moveCards } from "projets/pages/board/moving.js";
import { clear, isChosen, select, selectAll, selected } from "projets/pages/board/selecting.js";

const BOARD = t("Board");
const CARD = t("Card");
let hovered;

document.addEventListener("pointerover", ({ target }) => (hovered = target.closest?.(CARDS) ?? hovered));

const focused = () => document.activeElement?.closest(CARDS);
const current = () => focused() ?? (hovered?.isConnected && hovered.matches(":hover") ? hovered : null);
const targets = () => (selected().length ? selected() : [current()].filter(Boolean));
const anchorOf = ([card]) => card.querySelector(".card__link");
const shown = (list) => cardsOf(list).filter((card) => !card.hidden);
const lists = () => [...document.querySelectorAll(".board > .list:not(.list--folded) .list__cards, .table__cards")];

function focus(card) {
  card?.querySelector(".card__link").focus();
  card?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function beside(card, down, right) {
  const all = lists();
  const list = card.closest(STANDING);
  const here = shown(list);
  const row = here.indexOf(card);
  if (down) return here[row + down];
  for (let at = all.indexOf(list) + right; all[at]; at += right) {
    const there = shown(all[at]);
    if (there.length) return there[Math.min(row, there.length - 1)];
  }
  return undefined;
}

const ARROWS = { arrowdown: [1, 0], arrowup: [-1, 0], arrowright: [0, 1], arrowleft: [0, -1] };
for (const [key, [down, right]] of Object.entries(ARROWS)) {
  const walk = (event) => {
    event.preventDefault();
    focus(current() ? beside(current(), down, right) : shown(lists()[0] ?? document.body)[0]);
  };
  shortcut({ key, does: t("Walk over the cards"), group: BOARD, when: () => !document.activeElement.closest("[popover], .list__head, body > header"), run: walk });
  if (down) shortcut({ key: `shift+${key}`, does: t("Choose the next one too"), group: CARD, when: focused, run: (event) => extend(event, down) });
  shortcut({ key: `mod+${key}`, does: t("Move the card"), group: CARD, when: () => focused()?.closest(".list__cards"), run: (event) => carry(event, down, right) });
}

function extend(event, down) {
  event.preventDefault();
  const next = beside(focused(), down, 0);
  select(focused());
  if (next) {
    select(next);
    focus(next);
  }
}

/** Ctrl and an arrow carry the card: what a drag does. */
function carry(event, down, right) {
  event.preventDefault();
  const card = focused();
  if (!document.querySelector("board-page[data-may-work]")) return;
  const list = card.closest(".list__cards");
  if (down) {
    const here = shown(list);
    const at = here.indexOf(card);
    if (!here[at + down]) return;
    moveCards([card], list, down > 0 ? here[at + 2] : here[at - 1]);
  } else {
    const all = lists();
    const into = all[all.indexOf(list) + right];
    if (!into) return;
    moveCards([card], into, shown(into)[shown(list).indexOf(card)]);
  }
  focus(card);
}

const works = () => document.querySelector("board-page[data-may-work]") && targets().length;
const acts = {
  l: [t("Labels"), (cards) => acting.label(cards, anchorOf(cards))],
  m: [t("Members"), (cards) => acting.assign(cards, anchorOf(cards))],
  d: [t("Due date"), (cards) => acting.schedule(cards, anchorOf(cards))],
  v: [t("Move to…"), (cards) => acting.sendTo(cards, anchorOf(cards))],
  e: [t("Rename"), ([card]) => acting.rename(card, anchorOf([card]))],
  c: [t("Archive"), acting.archive],
  x: [t("Done or not"), acting.finish],
  " ": [t("Put myself on it, or off"), acting.join],
};
for (const [key, [does, run]] of Object.entries(acts)) {
  shortcut({ key, does, group: CARD, when: () => works() && (key !== " " || focused()), run: (event) => (event.preventDefault(), run(targets())) });
}
shortcut({ key: ".", does: t("Menu of the card"), group: CARD, when: current, run: () => cardMenu(current(), anchorOf([current()])) });
shortcut({ key: "s", does: t("Choose it, or not"), group: CARD, when: current, run: () => select(current(), !isChosen(current())) });
shortcut({ key: "mod+a", does: t("Choose all cards"), group: BOARD, when: () => lists().length, run: (event) => (event.preventDefault(), selectAll()) });
shortcut({ key: "escape", does: t("Choose none"), group: BOARD, when: () => selected().length, run: clear });
shortcut({ key: "n", does: t("Add a card"), group: BOARD, when: () => document.querySelector(".list__draft"), run: add });
shortcut({ key: "f", does: t("Filter"), group: BOARD, run: (event) => (event.preventDefault(), document.querySelector('[data-menu="filters"]')?.click()) });

function add(event) {
  event.preventDefault();
  const section = current()?.closest(".list, .table__cards") ?? document.querySelector(".board > .list:not(.list--folded), .table__cards");
  const draft = section?.querySelector(".list__draft");
  if (!draft) return announce(t("You may not add cards here."));
  return draft.focus();
}

document.addEventListener("keydown", (event) => {
  const draft = event.target.closest?.(".list__draft");
  if (!draft) return;
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    draft.form.requestSubmit();
  }
  if (event.key !== "Escape") return;
  const section = draft.closest(".list");
  const standing = shown(section.querySelector(".list__cards")).at(-1);
  if (standing) focus(standing);
  else section.querySelector("[data-menu=list]").focus();
});
