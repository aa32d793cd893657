// Dialogs: one opened from a link has that link's address, the back button closes it, a reload shows it as a page.
//
//   <a href="/cartes/PORT-150/" data-dialog>             opens the fragment « dialog » of that address over this page
//   openDialog(url, {opener})  closeDialog(dialog)       the same from script; `dialog:shown`, `dialog:closed` on it
//   <button data-opens="ID">                             opens the <dialog id="ID"> of the page; [data-shuts] closes one
//   await confirm(text, {yes, no, danger})               true or false, in a dialog over the others
//   <button data-confirm="Vider la corbeille ?">         asks before its form is sent
//
// Escape and a click outside close unless text is being typed in it: fields with data-draft keep their draft, others
// are asked about. The focus goes back to the opener, or to what replaced it in the page.

import { announce } from "projets/lib/announce.js";
import { fetchFragment } from "projets/lib/fragment.js";
import { focusOn } from "projets/lib/put.js";
import { toast } from "projets/lib/toast.js";
import { t } from "projets/lib/words.js";

const page = { title: document.title, path: location.pathname };
let shown; // the dialog that has an address
let loading;
let leaving = false; // already asked

export async function openDialog(url, { opener, push = true } = {}) {
  const address = new URL(url, location.href);
  if (shown && !(await mayLeave(shown))) return undefined;
  loading?.abort();
  loading = new AbortController();
  let html;
  try {
    ({ html } = await fetchFragment("dialog", { url: address.href, signal: loading.signal }));
  } catch (error) {
    if (error.name !== "AbortError") toast(error.message, { urgent: true });
    return undefined;
  }
  const dialog = shown ?? make("dialog", "dialog");
  dialog.innerHTML = html;
  dialog.dataset.address = address.href;
  dialog.dataset.over ??= location.href;
  dialog.from ??= { opener, key: keyOf(opener) };
  const title = dialog.querySelector("h1, h2");
  if (title) {
    title.id ||= "dialog-title";
    title.tabIndex = -1; // where reading begins
    dialog.setAttribute("aria-labelledby", title.id);
    document.title = title.textContent.trim();
  }
  if (push) history.pushState({ dialog: address.href, depth: depth() + 1 }, "", address);
  if (!shown) {
    shown = dialog;
    document.body.append(dialog);
    dialog.showModal();
    dialog.addEventListener("close", () => left(dialog), { once: true });
  }
  (dialog.querySelector("[autofocus]") ?? title ?? dialog).focus();
  for (const name of ["fragment:shown", "dialog:shown"]) dialog.dispatchEvent(new CustomEvent(name, { bubbles: true }));
  return dialog;
}

const depth = () => history.state?.depth ?? 0;

/** Closes unless it holds text that would be lost and the person wants to go on typing. */
export async function closeDialog(dialog) {
  if (!(await mayLeave(dialog))) return false;
  leaving = dialog === shown && depth() > 0;
  dialog.dataset.leaving = "";
  if (leaving) history.go(-depth()); // popstate closes it
  else dialog.close();
  return true;
}

async function mayLeave(dialog) {
  const typed = [...dialog.querySelectorAll("textarea, input")].filter(isTyped);
  if (!typed.length) return true;
  if (typed.every((field) => field.dataset.draft)) {
    announce(t("What you typed is kept as a draft."));
    return true;
  }
  return confirm(t("What you typed here is not saved."), { yes: t("Throw it away"), no: t("Go on typing"), danger: true });
}

const isTyped = (field) =>
  !["hidden", "checkbox", "radio", "search", "file", "password"].includes(field.type) && field.value !== field.defaultValue;

function left(dialog) {
  if (dialog === shown) shown = leaving = undefined;
  document.title = page.title;
  const { opener, key } = dialog.from ?? {};
  dialog.dispatchEvent(new CustomEvent("dialog:closed", { bubbles: true }));
  dialog.remove();
  const back = opener?.isConnected ? opener : key && document.querySelector(key);
  if (back) focusOn(back);
}

function keyOf(opener) {
  const key = opener?.dataset.focus;
  if (key) return `[data-focus="${CSS.escape(key)}"]`;
  const href = opener?.getAttribute("href");
  return href ? `a[href="${CSS.escape(href)}"]` : undefined;
}

addEventListener("popstate", async ({ state }) => {
  if (state?.dialog) return openDialog(state.dialog, { push: false });
  if (!shown) return location.pathname === page.path ? undefined : location.reload();
  const address = shown.dataset.address;
  if (leaving || (await mayLeave(shown))) return shown?.close();
  return history.pushState({ dialog: address, depth: 1 }, "", address);
});
if (history.state?.dialog) history.replaceState(null, ""); // reloaded at the address of a dialog: this is its page

document.addEventListener("click", (event) => {
  const { target } = event;
  const link = target.closest?.("a[data-dialog]");
  if (link && !event.defaultPrevented && event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    openDialog(link.href, { opener: link });
  } else if (target.closest?.("[data-opens]")) {
    document.getElementById(target.closest("[data-opens]").dataset.opens)?.showModal();
  } else if (target.closest?.("[data-shuts]")) {
    event.preventDefault();
    closeDialog(target.closest("dialog"));
  }
});

let pressed; // where the pointer went down: a selection dragged out of the dialog is not a click outside
document.addEventListener("pointerdown", ({ target }) => (pressed = target));
document.addEventListener("click", (event) => {
  const dialog = event.target;
  if (!dialog.matches?.("dialog:modal") || pressed !== dialog || "asking" in dialog.dataset) return;
  const { left: x, right, top, bottom } = dialog.getBoundingClientRect();
  const inside = event.clientX >= x && event.clientX <= right && event.clientY >= top && event.clientY <= bottom;
  if (!inside) closeDialog(dialog);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || document.querySelector(":popover-open:not(.toasts)")) return;
  const dialog = [...document.querySelectorAll("dialog:modal")].pop();
  if (!dialog) return;
  event.preventDefault();
  if ("asking" in dialog.dataset) dialog.close("no");
  else closeDialog(dialog);
});

export function confirm(text, { yes = t("Yes"), no = t("Cancel"), danger = false } = {}) {
  const dialog = make("dialog", "dialog dialog--small");
  dialog.dataset.asking = "";
  dialog.setAttribute("role", "alertdialog");
  const words = make("p", "", text);
  words.id = `asking-${Date.now()}`;
  dialog.setAttribute("aria-labelledby", words.id);
  const form = make("form", "dialog__body dialog__body--plain");
  form.method = "dialog";
  const foot = make("div", "dialog__foot");
  foot.append(choice(no, "no", ""), choice(yes, "yes", danger ? "button--danger" : "button--primary"));
  form.append(words, foot);
  dialog.append(form);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
  });
}

const sure = new WeakSet();
document.addEventListener(
  "submit",
  async (event) => {
    const { target: form, submitter } = event;
    const text = submitter?.dataset.confirm ?? form.dataset.confirm;
    if (!text || sure.delete(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!(await confirm(text, { yes: submitter?.textContent.trim() || t("Yes"), danger: true }))) return;
    sure.add(form);
    form.requestSubmit(submitter);
  },
  true,
);

function choice(text, value, className) {
  const made = make("button", `button ${className}`, text);
  made.value = value;
  return made;
}

function make(tag, className, text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}
