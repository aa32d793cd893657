// Moves cards and lists: shown at once, confirmed or put back by the server's answer.

import { act } from "projets/lib/acts.js";
import { announce } from "projets/lib/announce.js";
import { optimistic } from "projets/lib/patches.js";
import { t } from "projets/lib/words.js";
import { cardsOf, countAll, countOf } from "projets/pages/board/counts.js";

export const APART = 65536;

/** The position to ask for between two neighbours, either of which may be missing. */
export function between(before, after, more = false) {
  const low = before ? Number(before.dataset.position) : 0;
  if (after) return (low + Number(after.dataset.position)) / 2;
  return more ? low : low + APART; // the first of those still to come is unknown: just behind `before`
}

/** Put cards, in this order, into a list before the element `next` (none: at its end). */
export function moveCards(cards, list, next, { quiet = false } = {}) {
  const moving = new Set(cards);
  const others = cardsOf(list).filter((one) => !moving.has(one));
  const index = next ? others.indexOf(next) : others.length;
  const position = between(others[index - 1], others[index], list.dataset.more !== undefined);
  const name = list.closest(".list").dataset.element;
  const id = crypto.randomUUID();
  const undo = optimistic(cards.map((card, rank) => ({ place: card.dataset.element, in: name, position: position + rank / 1e6 })), id);
  countAll();
  const title = list.closest(".list").querySelector(".list__title").textContent;
  if (!quiet) announce(t("Card moved to {list}, {position} of {count}", { list: title, position: index + 1, count: countOf(list) }));
  return act(`/listes/${idOf(list.closest(".list"))}/arrivees/`, { card: cards.map(idOf), position }, {
    id,
    undo: () => (undo(), countAll()),
    label: t("Move to {list}", { list: title }),
  });
}

export function moveList(section, next) {
  const lists = [...section.parentElement.querySelectorAll(":scope > .list")].filter((one) => one !== section);
  const index = next ? lists.indexOf(next) : lists.length;
  const position = between(lists[index - 1], lists[index]);
  const id = crypto.randomUUID();
  const undo = optimistic([{ place: section.dataset.element, in: section.parentElement.dataset.element, position }], id);
  announce(t("List moved, {position} of {count}", { position: index + 1, count: lists.length + 1 }));
  return act(`/listes/${idOf(section)}/place/`, { position }, { id, undo, label: t("Move the list") });
}

export const idOf = (element) => element.dataset.element.split(":")[1];
