// The keyboard's registry, and its help sheet on « ? ».
//
//   shortcut({key: "n", does: t("Add a card"), group: t("Board"), when: (event) => true, run: (event) => {}})  → forget()
//     key: event.key in lower case ("n", "/", "arrowdown", "escape"), "mod+enter" for Ctrl or Cmd, "shift+…"
//   showHelp()    lists what is registered; any [data-help] element opens it too
//
// Never in text fields nor behind a modal dialog (unless `inDialog`); single letters, digits and signs are off where
// body[data-single-letters="off"]. On a layout without Latin letters the key's place on the keyboard counts.

import { isTyping } from "projets/lib/undo.js";
import { t } from "projets/lib/words.js";

const registered = [];
const singles = () => document.body.dataset.singleLetters !== "off";
const isSingle = (key) => key.length === 1;

export function shortcut(one) {
  const entry = { group: t("Everywhere"), when: () => true, ...one };
  registered.push(entry);
  return () => registered.splice(registered.indexOf(entry), 1);
}

/** What was pressed, the likeliest reading first: what the key writes, then where it stands. */
function readings(event) {
  const mod = event.ctrlKey || event.metaKey ? "mod+" : "";
  const key = event.key.toLowerCase();
  const shift = event.shiftKey && (mod || key.length > 1 || /^\p{L}$/u.test(key)) ? "shift+" : "";
  const place = /^Key([A-Z])$/.exec(event.code)?.[1].toLowerCase();
  const foreign = /^\P{ASCII}$/u.test(key) && /^\p{L}$/u.test(key) && !/^\p{Script=Latin}$/u.test(key);
  return [mod + shift + key, ...(foreign && place ? [mod + shift + place] : [])];
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.altKey || isTyping(event.target)) return;
  const pressed = readings(event);
  if (isSingle(pressed[0]) && !singles()) return;
  const modal = document.querySelector("dialog:modal");
  const found = registered.find((one) => pressed.includes(one.key) && (!modal || one.inDialog) && one.when(event));
  if (!found) return;
  event.preventDefault();
  found.run(event);
});

document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-help]") || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  showHelp();
});

export function showHelp() {
  const sheet = make("dialog", "dialog dialog--small");
  const title = make("h2", "dialog__title", t("Keyboard shortcuts"));
  title.id = "shortcuts-title";
  title.tabIndex = -1;
  title.autofocus = true; // reading begins here
  sheet.setAttribute("aria-labelledby", title.id);
  const close = make("button", "button", t("Close"));
  const foot = make("form", "dialog__foot");
  foot.method = "dialog";
  foot.append(close);
  const inside = make("div", "dialog__body dialog__body--plain");
  inside.append(title);
  if (!singles()) inside.append(make("p", "hint", t("Single letters are switched off in your preferences.")));
  for (const group of new Set(registered.map((one) => one.group))) inside.append(...section(group));
  inside.append(foot);
  sheet.append(inside);
  document.body.append(sheet);
  sheet.addEventListener("close", () => sheet.remove());
  sheet.showModal();
}

function section(group) {
  const list = make("dl", "keys");
  for (const one of registered.filter((each) => each.group === group && (singles() || !isSingle(each.key)))) {
    const keys = make("dt", "keys__keys");
    keys.append(...one.key.split("+").map((key) => make("kbd", "", NAMES[key] ?? key)));
    list.append(keys, make("dd", "keys__does", one.does));
  }
  return list.children.length ? [make("h3", "keys__group", group), list] : [];
}

function make(tag, className, text = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

const NAMES = {
  mod: navigator.platform.startsWith("Mac") ? "⌘" : "Ctrl",
  shift: t("Shift"),
  enter: t("Enter"),
  escape: t("Esc"),
  delete: t("Del"),
  arrowup: "↑",
  arrowdown: "↓",
  arrowleft: "←",
  arrowright: "→",
};

shortcut({ key: "?", does: t("Show this help"), run: showHelp, inDialog: true });
const elsewhere = { run: () => {}, when: () => false }; // undo.js and toast.js do these; they are listed here
shortcut({ key: "mod+z", does: t("Undo my last change on this board"), ...elsewhere });
shortcut({ key: "f6", does: t("Go to the last message"), ...elsewhere });
