// Text being typed survives: a closed tab, a reload, an ended session, a lost network.
//
//   <textarea name="text" data-draft="card:12:comment"> in a form; beside it <input type="hidden" name="version"> if it has one
//
// Kept in this browser per person and key at each input (300 ms later, at once when the page hides) with the version it
// started from; given back when the field is shown, with « Brouillon du 10:42 rétabli » and a way to throw it away. A
// field inside a closed editor gets `draft:found` {text, at}; its <details> opens unless that is prevented. A restored draft
// takes its version back with it: the server then sees the conflict. Forgotten when its form is done or kept by acts.js,
// unless more was typed meanwhile. A field with unsaved text carries data-dirty; `draft:clean` when it no longer does.

import { toast } from "projets/lib/toast.js";
import { language, t } from "projets/lib/words.js";

const person = document.body.dataset.person || "nobody";
const FIELDS = "textarea[data-draft], input[data-draft]";
const keyOf = (field) => `draft:${person}:${field.dataset.draft}`;
const versionOf = (field) => field.form?.elements.namedItem("version");
const timers = new Map(); // field → timer
const sent = new WeakMap(); // form → {field: text} as sent
let full = false;

export function keep(field) {
  clearTimeout(timers.get(field));
  timers.delete(field);
  if (field.value === field.defaultValue) return forget(field);
  const draft = { text: field.value, at: Date.now(), version: versionOf(field)?.value };
  try {
    localStorage.setItem(keyOf(field), JSON.stringify(draft));
  } catch (error) {
    console.warn("draft not kept", error);
    if (!full) toast(t("This browser has no room left to keep drafts: save before you leave."), { urgent: true });
    full = true;
  }
}

export function forget(field) {
  clearTimeout(timers.get(field));
  timers.delete(field);
  localStorage.removeItem(keyOf(field));
  field.removeAttribute("data-dirty");
  document.getElementById(`note-${field.id}`)?.remove();
  field.dispatchEvent(new CustomEvent("draft:clean", { bubbles: true }));
}

const draftOf = (field) => JSON.parse(localStorage.getItem(keyOf(field)) ?? "null");

/** Gives the draft back, if there is one and nothing is typed yet. */
export function restore(field) {
  const draft = draftOf(field);
  if (!draft || field.value !== field.defaultValue) return;
  if (draft.text === field.defaultValue) return void forget(field);
  field.value = draft.text;
  field.dataset.dirty = "";
  if (draft.version !== undefined && versionOf(field)) versionOf(field).value = draft.version;
  note(field, draft);
}

function restoreAll(root = document) {
  for (const field of root.querySelectorAll(FIELDS)) {
    if (!field.checkVisibility() && draftOf(field) && !opened(field)) continue;
    restore(field);
  }
}

/** Text that waits in a closed editor is shown: nobody would look for it there. */
function opened(field) {
  const found = new CustomEvent("draft:found", { bubbles: true, cancelable: true, detail: draftOf(field) });
  if (!field.dispatchEvent(found)) return false;
  const closed = field.closest("details:not([open])");
  if (closed) closed.open = true;
  return field.checkVisibility();
}

function note(field, { at }) {
  field.id ||= `draft-${field.dataset.draft}`;
  const told = document.createElement("p");
  told.className = "draft";
  told.id = `note-${field.id}`;
  told.setAttribute("role", "status");
  const hour = new Date(at).toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" });
  const day = new Date(at).toLocaleDateString(language, { day: "numeric", month: "long" });
  const recent = new Date(at).toDateString() === new Date().toDateString();
  const restored = recent ? t("Draft of {hour} restored.", { hour }) : t("Draft of {day}, {hour} restored.", { day, hour });
  told.append(restored, " ");
  const discard = document.createElement("button");
  discard.type = "button";
  discard.className = "button button--quiet button--s";
  discard.textContent = t("Throw the draft away");
  discard.addEventListener("click", () => {
    field.value = field.defaultValue;
    const version = versionOf(field);
    if (version) version.value = version.defaultValue;
    forget(field);
    field.focus();
  });
  told.append(discard);
  field.after(told);
}

document.addEventListener("input", ({ target: field }) => {
  if (!field.matches?.(FIELDS)) return;
  field.toggleAttribute("data-dirty", field.value !== field.defaultValue);
  clearTimeout(timers.get(field));
  timers.set(field, setTimeout(() => keep(field), 300));
});
const keepNow = () => [...timers.keys()].forEach(keep);
addEventListener("pagehide", keepNow);
document.addEventListener("visibilitychange", () => document.hidden && keepNow());
document.addEventListener("focusin", ({ target }) => target.matches?.(FIELDS) && restore(target));
document.addEventListener("fragment:shown", (event) => restoreAll(event.target));

document.addEventListener("reset", ({ target: form }) => own(form).forEach(forget)); // given up by hand

const own = (form) => [...form.elements].filter((field) => field.matches(FIELDS));
document.addEventListener("form:send", ({ target: form }) => {
  sent.set(form, new Map(own(form).map((field) => [field, field.value])));
});
for (const event of ["form:done", "form:kept"]) {
  document.addEventListener(event, ({ target: form }) => {
    for (const [field, text] of sent.get(form) ?? []) {
      if (field.value !== text) continue; // more was typed since
      if (!("reset" in form.dataset)) field.defaultValue = text;
      forget(field);
    }
  });
}

if (document.readyState === "complete") restoreAll();
else addEventListener("DOMContentLoaded", () => restoreAll()); // every script listens by then
