// A short message that does not take the focus: stays 8 seconds at least, as long as it is looked at.
//
//   toast(text, {undo: actId, urgent, stay, action: {label, run}})
//
// Announced to screen readers; F6 brings the focus to the newest one and back; pointer or focus in
// it stops the clock; Escape and its button dismiss it. `undo` adds « Annuler », which dispatches `undo:ask` {act} on
// document. Refusals are urgent and stay until dismissed.

import { announce, topmost } from "projets/lib/announce.js";
import { t } from "projets/lib/words.js";

const STAYS = 8_000;
let before; // where the focus was when F6 was pressed

export function toast(text, { undo, urgent = false, stay = urgent, action } = {}) {
  const item = document.createElement("div");
  item.className = urgent ? "toast toast--urgent" : "toast";
  const words = document.createElement("p");
  words.textContent = text;
  item.append(words);
  const ask = () => document.dispatchEvent(new CustomEvent("undo:ask", { detail: { act: undo } }));
  if (undo) {
    action = { label: t("Undo"), run: ask };
    item.dataset.undo = undo;
  }
  if (action) item.append(button(action.label, "toast__action", () => (leave(item), action.run())));
  item.append(button("×", "toast__close", () => leave(item), t("Dismiss")));
  show(item);
  announce(text, urgent ? "assertive" : "polite");
  if (!stay) countDown(item);
  return () => leave(item);
}

function show(item) {
  const found = region();
  found.append(item);
  if (found.popover && !found.matches(":popover-open")) found.showPopover();
}

/** The page's own region, or one in the dialog that makes the page inert; what it still shows then goes to the page. */
function region() {
  const host = topmost();
  let found = host === document.body ? document.getElementById("toasts") : host.querySelector(":scope > .toasts");
  if (!found) {
    found = document.createElement("div");
    found.className = "toasts";
    found.setAttribute("role", "region");
    found.setAttribute("aria-label", t("Messages"));
    host.append(found);
    if (host !== document.body) host.addEventListener("close", () => moveOut(found));
  }
  return found;
}

function moveOut(left) {
  for (const item of left.querySelectorAll(".toast")) show(item);
}

function button(text, className, run, name) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `button button--quiet button--s ${className}`;
  made.textContent = text;
  if (name) made.setAttribute("aria-label", name);
  made.addEventListener("click", run);
  return made;
}

function countDown(item) {
  let clock = setTimeout(() => leave(item), STAYS);
  const held = () => item.matches(":hover, :focus-within");
  const restart = () => {
    clearTimeout(clock);
    if (!held()) clock = setTimeout(() => leave(item), STAYS);
  };
  for (const event of ["pointerenter", "pointerleave", "focusin"]) item.addEventListener(event, restart);
  item.addEventListener("focusout", () => setTimeout(restart));
}

function leave(item) {
  const had = item.contains(document.activeElement);
  const found = item.closest(".toasts");
  item.remove();
  if (found?.popover && !found.querySelector(".toast")) found.hidePopover();
  if (had) comeBack();
}

function comeBack() {
  if (before?.isConnected) before.focus();
  else document.querySelector("main")?.focus();
  before = undefined;
}

document.addEventListener("keydown", (event) => {
  const inside = document.activeElement?.closest(".toast");
  if (event.key === "Escape" && inside) {
    event.preventDefault();
    event.stopPropagation();
    return leave(inside);
  }
  if (event.key !== "F6" || event.ctrlKey || event.altKey || event.metaKey) return;
  if (inside) return event.preventDefault(), comeBack();
  const newest = [...document.querySelectorAll(".toast")].pop();
  if (!newest) return;
  event.preventDefault();
  before = document.activeElement;
  newest.querySelector("button").focus();
});
