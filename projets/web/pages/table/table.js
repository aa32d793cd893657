// The board as a table: sorted without leaving the page, told again when something happens on the board.

import "projets/components/live/following.js";
import "projets/components/timer/timer.js";
import "projets/layout/layout.js";
import "projets/lib/conflict.js";
import "projets/lib/dates.js";
import "projets/lib/dialog.js";
import "projets/lib/drafts.js";
import "projets/lib/forms.js";
import { goInto } from "projets/lib/fragment.js";
import "projets/lib/kept.js";
import { put } from "projets/lib/put.js";
import "projets/lib/undo.js";
import "projets/pages/board/adding.js";
import "projets/pages/board/board_menu.js";
import "projets/pages/board/filters.js";
import "projets/pages/board/keys.js";
import "projets/pages/board/menus.js";
import "projets/pages/card/card.js";

const PAUSE = 300; // milliseconds: a selection comes as many messages
const HERE = new Set(["q", "membre", "etiquette", "date"]);
const region = () => document.querySelector('[data-element="board"]');
let soon;

document.addEventListener("patched", ({ detail }) => {
  if (!detail.stream.startsWith("board:")) return;
  clearTimeout(soon);
  soon = setTimeout(() => goInto(region(), "board"), PAUSE);
});

/** The address of a head is as old as the table: filters chosen since are those of the page. */
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-sort]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const wanted = new URL(link.href);
  const filter = (name) => HERE.has(name) || name.startsWith("champ-");
  for (const name of new Set(wanted.searchParams.keys())) if (filter(name)) wanted.searchParams.delete(name);
  for (const [name, value] of new URLSearchParams(location.search)) if (filter(name)) wanted.searchParams.append(name, value);
  history.replaceState(history.state, "", wanted);
  goInto(region(), "board");
});

/** Titles being typed do not keep the table from being told again: they are carried over. */
document.addEventListener("patched:stale", ({ target, detail }) => {
  if (target !== region()) return;
  const drafts = [...target.querySelectorAll(".list__draft")].filter((one) => one.value);
  const kept = drafts.map(({ id, value, selectionStart, selectionEnd }) => ({ id, value, selectionStart, selectionEnd }));
  if (!kept.length) return;
  for (const draft of drafts) draft.value = "";
  put(target, detail.html);
  for (const { id, value, selectionStart, selectionEnd } of kept) {
    const draft = document.getElementById(id);
    if (!draft) continue;
    draft.value = value;
    draft.setSelectionRange(selectionStart, selectionEnd);
  }
});
