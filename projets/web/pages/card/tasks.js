// Tasks: dragged by their handle to another place or list of the card; the same is in each one's menu. A list that
// hides what is done shows it when asked.

import { act } from "projets/lib/acts.js";
import { announce } from "projets/lib/announce.js";
import { t } from "projets/lib/words.js";

let lifted; // {item, from, next}

const APART = 65536;
const others = (list) => [...list.children].filter((one) => one.dataset.task && one !== lifted?.item && one.checkVisibility());

document.addEventListener("pointerdown", (event) => {
  const item = event.target.closest?.("[data-handle]")?.closest("[data-task]");
  if (!item || event.button) return;
  event.preventDefault();
  lifted = { item, list: item.parentElement, next: item.nextElementSibling, pointer: event.pointerId };
  item.setAttribute("data-lifted", "");
});

document.addEventListener("pointermove", (event) => {
  if (!lifted || event.pointerId !== lifted.pointer) return;
  const lists = [...lifted.item.closest("[data-card]").querySelectorAll(".tasks")];
  const list = lists.findLast((one) => one.getBoundingClientRect().top <= event.clientY) ?? lists[0];
  const next = others(list).find((one) => {
    const { top, height } = one.getBoundingClientRect();
    return event.clientY < top + height / 2;
  });
  if (next) next.before(lifted.item);
  else list.append(lifted.item);
});

document.addEventListener("pointerup", (event) => lifted?.pointer === event.pointerId && drop());
document.addEventListener("pointercancel", () => lifted && cancel());
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !lifted) return;
  event.preventDefault();
  event.stopPropagation();
  cancel();
}, true);

function back({ item, list, next }) {
  list.insertBefore(item, next?.parentElement === list ? next : null);
}

function settle() {
  const was = lifted;
  lifted = undefined;
  was.item.removeAttribute("data-lifted");
  was.item.dispatchEvent(new CustomEvent("lift:end", { bubbles: true }));
  return was;
}

function cancel() {
  const was = settle();
  back(was);
  announce(t("Nothing was moved."));
}

function drop() {
  const { item } = lifted;
  const list = item.parentElement;
  const before = item.previousElementSibling;
  const after = item.nextElementSibling;
  const was = settle();
  if (list === was.list && after === was.next) return;
  const low = before ? Number(before.dataset.position) : 0;
  const position = after ? (low + Number(after.dataset.position)) / 2 : low + APART;
  item.dataset.position = position;
  const id = list.closest("[data-task-list]").dataset.taskList;
  act(`/taches/${item.dataset.task}/place/`, { list: id, position }, { undo: () => item.isConnected && back(was), label: t("Move the task") });
  announce(t("Task moved, {position} of {count}", { position: others(list).indexOf(item) + 1, count: others(list).length }));
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("[data-shows-done]");
  if (!button) return;
  const shown = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", shown);
  button.closest(".task-list").classList.toggle("task-list--hides", !shown);
});
