// Drags cards and lists with a mouse, a pen, or a long press of a finger; a short one scrolls as everywhere.

import { announce } from "projets/lib/announce.js";
import { toast } from "projets/lib/toast.js";
import { t } from "projets/lib/words.js";
import { cardsOf } from "projets/pages/board/counts.js";
import { moveCards, moveList } from "projets/pages/board/moving.js";

const SLACK = 5; // pixels that a hand moves without meaning it
const LONG_PRESS = 350; // milliseconds
const EDGE = 56; // pixels from an edge where the board scrolls by itself
let pressed; // where a drag may begin
let lifted; // what is being dragged

document.addEventListener("pointerdown", (event) => {
  if (event.button || lifted || !event.isPrimary) return;
  const start = { x: event.clientX, y: event.clientY, id: event.pointerId, touch: event.pointerType === "touch" };
  const found = grabbed(event.target);
  if (!found) return;
  pressed = { ...start, ...found };
  if (pressed.touch) pressed.timer = setTimeout(() => pressed && lift(pressed), LONG_PRESS);
});

document.addEventListener("pointermove", (event) => {
  if (lifted && event.pointerId === lifted.id) return follow(event.clientX, event.clientY);
  if (!pressed || event.pointerId !== pressed.id) return undefined;
  const far = Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) > SLACK;
  if (far && pressed.touch) return release();
  if (far) {
    lift(pressed);
    follow(event.clientX, event.clientY);
  }
  return undefined;
});

document.addEventListener("pointerup", (event) => (lifted?.id === event.pointerId ? drop() : release()));
document.addEventListener("pointercancel", () => (lifted && !lifted.touch ? cancel() : release()));
document.addEventListener("touchmove", (event) => lifted && event.cancelable && event.preventDefault(), { passive: false });
document.addEventListener("touchend", () => lifted?.touch && drop());
document.addEventListener("contextmenu", (event) => lifted && event.preventDefault());
document.addEventListener("dragstart", (event) => event.target.closest?.(".board") && event.preventDefault());
document.addEventListener("keydown", (event) => event.key === "Escape" && lifted && (event.stopPropagation(), cancel()), true);
document.addEventListener("patched", ({ detail }) => {
  const gone = (change) => change.kind === "remove" && lifted?.items.some((one) => one.dataset.element === change.name);
  if (!detail.own && lifted && detail.changes.some(gone)) {
    cancel();
    toast(t("Somebody has just taken this card away."));
  }
});

function grabbed(target) {
  const board = target.closest(".board");
  if (!board || !board.closest("[data-may-work]") || target.closest("input, textarea, button, select, [contenteditable]")) return null;
  const card = target.closest(".list__cards > [data-position]");
  if (card) return { board, card };
  const head = target.closest(".list__head");
  return head && board.closest("[data-may-edit]") ? { board, section: head.closest(".list") } : null;
}

function release() {
  clearTimeout(pressed?.timer);
  pressed = undefined;
}

function lift(from) {
  release();
  const { card, section, board } = from;
  const chosen = card?.querySelector(".card--selected") ? [...board.querySelectorAll("li:has(> .card--selected)")] : [card];
  const items = section ? [section] : chosen;
  const shown = card ?? section;
  const box = shown.getBoundingClientRect();
  const ghost = shown.cloneNode(true);
  ghost.removeAttribute("data-element");
  ghost.className = section ? "list list--ghost" : "ghost";
  ghost.inert = true;
  Object.assign(ghost.style, { width: `${box.width}px`, height: section ? `${Math.min(box.height, 400)}px` : "" });
  const gap = document.createElement(section ? "div" : "li");
  gap.className = section ? "drop drop--list" : "drop";
  gap.style.height = section ? "" : `${box.height}px`;
  lifted = { ...from, items, ghost, gap, dx: from.x - box.left, dy: from.y - box.top, x: from.x, y: from.y };
  shown.before(gap);
  for (const item of items) item.dataset.lifted = "";
  document.body.append(ghost);
  document.body.classList.add("dragging");
  navigator.vibrate?.(10);
  if (items.length > 1) ghost.dataset.many = items.length;
  follow(from.x, from.y);
  lifted.frame = requestAnimationFrame(scroll);
}

function follow(x, y) {
  Object.assign(lifted, { x, y });
  lifted.ghost.style.translate = `${x - lifted.dx}px ${y - lifted.dy}px`;
  if (lifted.section) aimList(x);
  else aimCard(x, y);
}

function aimCard(x, y) {
  const sections = [...lifted.board.querySelectorAll(".list")].filter((one) => one.offsetParent);
  const section = sections.findLast((one) => one.getBoundingClientRect().left <= x) ?? sections[0];
  const list = section?.querySelector(".list__cards");
  if (!list) return;
  const standing = cardsOf(list).filter((one) => one.dataset.lifted === undefined && !one.hidden);
  const next = standing.find((one) => y < middle(one));
  const last = standing.at(-1);
  if (next) next.before(lifted.gap);
  else if (last) last.after(lifted.gap);
  else list.prepend(lifted.gap);
  lifted.list = list;
}

function middle(element) {
  const { top, height } = element.getBoundingClientRect();
  return top + height / 2;
}

function aimList(x) {
  const others = [...lifted.board.querySelectorAll(":scope > .list")].filter((one) => one !== lifted.section);
  const next = others.find((one) => {
    const { left, width } = one.getBoundingClientRect();
    return x < left + width / 2;
  });
  if (next) next.before(lifted.gap);
  else others.at(-1)?.after(lifted.gap);
}

/** Near an edge the board, or the list under the pointer, scrolls by itself. */
function scroll() {
  if (!lifted) return;
  const { board, list, x, y } = lifted;
  const box = board.getBoundingClientRect();
  board.scrollLeft += pull(x, box.left, box.right);
  if (list && list.scrollHeight > list.clientHeight) {
    const inner = list.getBoundingClientRect();
    list.scrollTop += pull(y, inner.top, inner.bottom);
  } else window.scrollBy(0, pull(y, 0, innerHeight));
  if (!lifted.section) aimCard(x, y);
  lifted.frame = requestAnimationFrame(scroll);
}

const pull = (at, low, high) => (at < low + EDGE ? -Math.min(14, (low + EDGE - at) / 4) : at > high - EDGE ? Math.min(14, (at - high + EDGE) / 4) : 0);

function drop() {
  const { gap, items, list, section } = lifted;
  const next = following(gap, items);
  const from = items[0].nextElementSibling;
  settle();
  if (section) moveList(section, next);
  else if (list && (items.length > 1 || items[0].parentElement !== list || from !== next)) moveCards(items, list, next);
}

function following(gap, items) {
  let next = gap.nextElementSibling;
  while (next && (items.includes(next) || next.dataset.position === undefined)) next = next.nextElementSibling;
  return next;
}

function cancel() {
  settle();
  announce(t("Nothing was moved."));
}

function settle() {
  cancelAnimationFrame(lifted.frame);
  lifted.ghost.remove();
  lifted.gap.remove();
  for (const item of lifted.items) item.removeAttribute("data-lifted");
  document.body.classList.remove("dragging");
  const [item] = lifted.items;
  lifted = undefined;
  item.dispatchEvent(new CustomEvent("lift:end", { bubbles: true }));
  addEventListener("click", stopOnce, { capture: true, once: true }); // letting go is no click
  setTimeout(() => removeEventListener("click", stopOnce, { capture: true }), 50);
}

function stopOnce(event) {
  event.preventDefault();
  event.stopPropagation();
}
