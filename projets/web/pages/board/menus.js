// The menus of cards, lists and the board.

import { act } from "projets/lib/acts.js";
import { toast } from "projets/lib/toast.js";
import { t } from "projets/lib/words.js";
import * as acting from "projets/pages/board/acting.js";
import { cardsOf } from "projets/pages/board/counts.js";
import { HUES } from "projets/pages/board/data.js";
import { fold } from "projets/pages/board/folding.js";
import { idOf, moveList } from "projets/pages/board/moving.js";
import { ask, choose, menu } from "projets/components/menu/panels.js";
import { selected } from "projets/pages/board/selecting.js";

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-menu]");
  const show = button && MENUS[button.dataset.menu];
  if (!show) return;
  event.preventDefault();
  show(button);
});

document.addEventListener("contextmenu", (event) => {
  const card = event.target.closest?.(".list__cards > [data-position]");
  const button = card?.querySelector("[data-menu]");
  if (!button || event.target.closest("a") === null || event.shiftKey) return;
  if (!matchMedia("(hover: hover)").matches) event.preventDefault(); // a long press means to drag
});

const may = (what) => document.querySelector(`board-page[data-may-${what}]`) !== null;
const MENUS = { card: (button) => cardMenu(button.closest("[data-position]"), button), list: (button) => listMenu(button.closest(".list"), button) };

export function cardMenu(card, anchor) {
  const chosen = selected();
  const cards = chosen.includes(card) ? chosen : [card];
  const works = may("work");
  menu(anchor, t("Actions of the card"), [
    cards.length === 1 && { does: t("Open"), key: "↵", run: () => card.querySelector(".card__link").click() },
    works && cards.length === 1 && { does: t("Rename"), key: "e", run: () => acting.rename(card, anchor) },
    works && { does: t("Move to…"), key: "v", run: () => acting.sendTo(cards, anchor) },
    works && { does: t("Copy to…"), run: () => acting.sendTo(cards, anchor, { copy: true }) },
    works && null,
    works && { does: t("Labels"), key: "l", run: () => acting.label(cards, anchor) },
    works && { does: t("Members"), key: "m", run: () => acting.assign(cards, anchor) },
    works && { does: t("Responsible"), run: () => acting.lead(cards, anchor) },
    works && { does: t("Due date"), key: "d", run: () => acting.schedule(cards, anchor) },
    works && { does: t("Done or not"), key: "x", run: () => acting.finish(cards) },
    works && null,
    works && { does: t("Archive"), key: "c", run: () => acting.archive(cards) },
    works && { does: t("Put in the bin"), danger: true, run: () => acting.bin(cards) },
  ].filter((one) => one !== false));
}

function listMenu(section, anchor) {
  const id = idOf(section);
  const edits = may("edit");
  const cards = cardsOf(section.querySelector(".list__cards"));
  const post = (url, fields, said) => act(`/listes/${id}/${url}`, fields, { label: said }).then((answer) => answer.act && toast(said, { undo: answer.act }));
  const sort = (by, said) => ({ does: said, run: () => post("tri/", { by }, t("Sorted")) });
  menu(anchor, t("Actions of the list"), [
    { does: t("Fold"), run: () => fold(section) },
    may("work") && { does: t("Add a card"), key: "n", run: () => section.querySelector(".list__draft")?.focus() },
    edits && null,
    edits && { does: t("Rename"), run: () => renameList(section, anchor) },
    edits && { does: t("Colour"), run: () => colour(section, anchor) },
    edits && { does: t("Limit of cards"), run: () => limit(section, anchor) },
    edits && { does: section.dataset.kind === "closed" ? t("Not a list of finished cards") : t("Its cards are finished"), run: () => post("", { kind: section.dataset.kind === "closed" ? "active" : "closed" }, t("List changed")) },
    edits && null,
    edits && { does: t("Move the list to the left"), run: () => shift(section, -1) },
    edits && { does: t("Move the list to the right"), run: () => shift(section, 1) },
    edits && { does: t("Move the list to another board"), run: () => otherBoard(section, anchor, post) },
    edits && { does: t("Copy the list"), run: () => post("copie/", {}, t("List copied")) },
    edits && null,
    edits && sort("title", t("Sort by title")),
    edits && sort("due", t("Sort by due date")),
    edits && sort("created", t("Sort by age")),
    edits && cards.length > 0 && { does: t("Move all its cards"), run: () => acting.sendTo(cards, anchor) },
    edits && cards.length > 0 && { does: t("Archive all its cards"), run: () => post("archive-des-cartes/", {}, t("Cards archived")) },
    edits && null,
    edits && { does: t("Archive the list"), run: () => post("archive/", {}, t("List archived")) },
    edits && { does: t("Put the list in the bin"), danger: true, run: () => post("corbeille/", {}, t("List in the bin")) },
  ].filter((one) => one !== false));
}

function renameList(section, anchor = section.querySelector(".list__title")) {
  const name = section.querySelector(".list__title").textContent;
  ask(anchor, t("Rename the list"), [{ name: "name", label: t("Name"), value: name, required: true, maxLength: 200 }], (form) =>
    form.get("name") !== name && act(`/listes/${idOf(section)}/`, form, { label: t("Rename the list") }),
  );
}

function colour(section, anchor) {
  const items = [{ value: "", name: t("None") }, ...Object.entries(HUES).map(([value, name]) => ({ value, name, hue: value }))];
  choose(anchor, t("Colour"), items, { done: (color) => act(`/listes/${idOf(section)}/`, { color }, { label: t("Colour of the list") }) });
}

function limit(section, anchor) {
  const value = section.querySelector(".list__head").dataset.limit;
  ask(anchor, t("Limit of cards"), [{ name: "wip_limit", label: t("At most (empty: no limit)"), type: "number", value, min: 1, max: 9999 }], (form) =>
    act(`/listes/${idOf(section)}/`, form, { label: t("Limit of the list") }),
  );
}

function shift(section, by) {
  const lists = [...section.parentElement.querySelectorAll(":scope > .list")];
  const at = lists.indexOf(section);
  if (lists[at + by]) moveList(section, by < 0 ? lists[at - 1] : lists[at + 2]);
}

async function otherBoard(section, anchor, post) {
  const answer = await fetch("/destinations/", { headers: { Accept: "application/json" } });
  const mine = document.querySelector("board-page").dataset.board;
  const { boards } = await answer.json();
  const items = boards.filter((one) => one.id !== mine).map((one) => ({ value: one.id, name: one.name, note: one.project }));
  choose(anchor, t("Move the list to another board"), items, { done: (board) => post("tableau/", { board }, t("List moved")) });
}

document.addEventListener("dblclick", ({ target }) => {
  const title = target.closest(".list__title");
  if (title && may("edit")) renameList(title.closest(".list"), title);
});
