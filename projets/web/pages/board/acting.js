// What can be done to one card or to a selection, whatever asks for it: a menu, the bar, a key.

import { act } from "projets/lib/acts.js";
import { toast } from "projets/lib/toast.js";
import { n, t } from "projets/lib/words.js";
import { cardsOf, faceOf } from "projets/pages/board/counts.js";
import { boardData, nameOfLabel } from "projets/pages/board/data.js";
import { idOf, moveCards } from "projets/pages/board/moving.js";
import { ask, choose } from "projets/components/menu/panels.js";
import { destinations } from "projets/lib/destinations.js";

const ids = (cards) => cards.map(idOf);
const listed = (card, name) => (faceOf(card).dataset[name] ?? "").split(" ").filter(Boolean);
const many = (cards) => n("{count} card", "{count} cards", cards.length);

async function send(url, fields, said) {
  const answer = await act(url, fields, { label: said });
  if (answer.act && !answer.kept && !answer.refused) toast(said, { undo: answer.act });
  return answer;
}

export const archive = (cards) => send("/selection/archive/", { card: ids(cards) }, t("Archived: {what}", { what: many(cards) }));

export const bin = (cards) => send("/selection/corbeille/", { card: ids(cards) }, t("In the bin: {what}", { what: many(cards) }));

export function finish(cards) {
  const done = cards.some((card) => !faceOf(card).classList.contains("card--done"));
  return send("/selection/fait/", { card: ids(cards), done: done ? 1 : 0 }, done ? t("Done: {what}", { what: many(cards) }) : t("Reopened: {what}", { what: many(cards) }));
}

export function label(cards, anchor) {
  const all = cards.map((card) => new Set(listed(card, "labels")));
  const had = new Set([...all[0]].filter((id) => all.every((one) => one.has(id))));
  const items = boardData().labels.map((one) => ({ value: one.id, name: nameOfLabel(one), hue: one.color, chosen: had.has(one.id) }));
  choose(anchor, t("Labels"), items, {
    multiple: true,
    none: t("This board has no labels yet."),
    create: document.querySelector("board-page[data-may-edit]") && newLabel,
    done: (chosen) => {
      const change = difference(had, chosen);
      if (change) send("/selection/etiquettes/", { card: ids(cards), ...change }, t("Labels changed: {what}", { what: many(cards) }));
    },
  });
}

/** Made at once, for everybody; its colour can be changed in the settings of the board. */
async function newLabel(name) {
  const url = `/tableaux/${document.querySelector("board-page").dataset.board}/etiquettes/`;
  const { label: made } = await act(url, { name, color: "bleu" }, { label: t("New label") });
  return made && { value: made.id, name: nameOfLabel(made), hue: made.color };
}

export function assign(cards, anchor) {
  const all = cards.map((card) => new Set(listed(card, "people")));
  const had = new Set([...all[0]].filter((id) => all.every((one) => one.has(id))));
  const items = boardData().people.map((one) => ({ value: one.id, name: one.name, note: one.role === "unclaimed" ? t("no account") : "", chosen: had.has(one.id) }));
  choose(anchor, t("Members"), items, {
    multiple: true,
    done: (chosen) => {
      const change = difference(had, chosen);
      if (change) send("/selection/membres/", { card: ids(cards), ...change }, t("Members changed: {what}", { what: many(cards) }));
    },
  });
}

export function lead(cards, anchor) {
  const items = [{ value: "", name: t("Nobody") }, ...boardData().people.map((one) => ({ value: one.id, name: one.name }))];
  choose(anchor, t("Responsible"), items, {
    done: (responsible) => send("/selection/membres/", { card: ids(cards), responsible }, t("Responsible changed: {what}", { what: many(cards) })),
  });
}

/** Put oneself on the cards, or off when one is on all of them. */
export function join(cards) {
  const { me } = boardData();
  const on = cards.every((card) => listed(card, "people").includes(me));
  return send("/selection/membres/", { card: ids(cards), [on ? "remove" : "add"]: me }, on ? t("You are off: {what}", { what: many(cards) }) : t("You are on: {what}", { what: many(cards) }));
}

function difference(had, chosen) {
  const now = new Set(chosen);
  const add = [...now].filter((id) => !had.has(id));
  const remove = [...had].filter((id) => !now.has(id));
  return add.length || remove.length ? { add, remove } : null;
}

export function schedule(cards, anchor) {
  const when = cards.length === 1 ? (cards[0].querySelector("time[data-due]")?.getAttribute("datetime") ?? "") : "";
  const fields = [
    { name: "due", label: t("Due on"), type: "date", value: when.slice(0, 10) },
    { name: "time", label: t("at"), type: "time", value: when.slice(11, 16) },
  ];
  ask(anchor, t("Due date"), fields, (form) =>
    send("/selection/dates/", { card: ids(cards), due: form.get("due"), time: form.get("time") }, form.get("due") ? t("Dated: {what}", { what: many(cards) }) : t("Without a date: {what}", { what: many(cards) })),
  );
}

export function rename(card, anchor) {
  const title = card.querySelector(".card__link").textContent;
  ask(anchor, t("Rename the card"), [{ name: "title", label: t("Title"), value: title, required: true, maxLength: 1024 }], (form) =>
    form.get("title") !== title && send("/selection/titre/", { card: idOf(card), title: form.get("title") }, t("Renamed")),
  );
}

/** « Déplacer vers… » and « Copier vers… »: any list of any board one may add to. */
export async function sendTo(cards, anchor, { copy = false } = {}) {
  const items = await destinations();
  const current = cards[0].closest(".list")?.dataset.element.slice(5);
  choose(anchor, copy ? t("Copy to…") : t("Move to…"), items.map((one) => ({ ...one, chosen: one.value === current })), {
    none: t("There is no list you may add to."),
    done: (list) => (copy ? copyTo(cards, list) : moveTo(cards, list, anchor)),
  });
}

function moveTo(cards, list, anchor) {
  const section = document.querySelector(`.list[data-element="list:${CSS.escape(list)}"]`);
  if (!section) return send(`/listes/${list}/arrivees/`, { card: ids(cards) }, t("Moved: {what}", { what: many(cards) }));
  const into = section.querySelector(".list__cards");
  const standing = cardsOf(into).filter((one) => !cards.includes(one));
  const places = [
    { value: "last", name: t("At the end") },
    { value: "first", name: t("At the top") },
    ...standing.slice(1).map((one, index) => ({ value: String(index + 1), name: t("Place {place}", { place: index + 2 }), note: one.querySelector(".card__number")?.textContent })),
  ];
  choose(anchor, t("Where in the list?"), places, {
    done: (where) => moveCards(cards, into, where === "last" ? undefined : standing[where === "first" ? 0 : Number(where)]),
  });
  return undefined;
}

const copyTo = (cards, list) => send(`/listes/${list}/copies/`, { card: ids(cards) }, t("Copied: {what}", { what: many(cards) }));
