// Panels beside what they are about: menus, and choices of lists, people, labels and dates for one card or a selection.

import { place, speller } from "projets/components/menu/menu.js";
import "projets/lib/picker.js";
import { t } from "projets/lib/words.js";

let open;

/** Show a panel beside `anchor`; `build(panel)` fills it. It goes when one clicks elsewhere, Escape gives focus back. */
export function panel(anchor, label, build, { wide = false } = {}) {
  open?.hidePopover();
  const made = document.createElement("div");
  made.className = `menu__panel${wide ? " menu__panel--wide" : ""}`;
  made.popover = "auto";
  made.setAttribute("role", "dialog");
  made.setAttribute("aria-label", label);
  (anchor.closest("dialog[open], main") ?? document.body).append(made); // within a landmark, and not behind a dialog
  build(made);
  made.addEventListener("toggle", (event) => event.newState === "closed" && closed(made, anchor));
  made.addEventListener("keydown", (event) => walk(made, event));
  made.showPopover();
  place(made, anchor);
  open = made;
  (made.querySelector("[autofocus], input:not([type=hidden]), button, a") ?? made).focus();
  return made;
}

function closed(made, anchor) {
  const inside = made.contains(document.activeElement) || document.activeElement === document.body;
  made.remove();
  if (open === made) open = undefined;
  if (inside && anchor.isConnected) anchor.focus();
}

const spelt = speller();

function walk(made, event) {
  if (event.key === "Escape") event.stopPropagation(); // it closes this panel, and nothing behind it
  const items = [...made.querySelectorAll(".menu__item:not([disabled])")];
  const at = items.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key] ?? spelt(event, items, at);
  if (at < 0 || to === undefined) return;
  event.preventDefault();
  event.stopPropagation(); // a letter here is not a shortcut
  items[(to + items.length) % items.length].focus();
}

/** A menu: [{does, run, key?, danger?}], null for a rule between groups. */
export function menu(anchor, label, items) {
  return panel(anchor, label, (made) => {
    made.setAttribute("role", "menu");
    for (const item of items.filter((one) => one !== false)) made.append(item ? choice(made, item) : rule());
  });
}

function choice(made, { does, run, key, danger, checked }) {
  const button = element("button", `menu__item${danger ? " menu__item--danger" : ""}`);
  button.type = "button";
  button.setAttribute("role", checked === undefined ? "menuitem" : "menuitemradio");
  if (checked !== undefined) button.setAttribute("aria-checked", checked);
  button.append(does);
  if (key) button.append(keyOf(button, key));
  button.addEventListener("click", () => {
    made.hidePopover();
    run();
  });
  return button;
}

/** Shown, and told as a key: it is no part of the name. */
function keyOf(button, key) {
  const shown = element("kbd", "menu__key", key);
  shown.setAttribute("aria-hidden", "true");
  button.setAttribute("aria-keyshortcuts", key === "↵" ? "Enter" : key);
  return shown;
}

function rule() {
  const made = element("hr", "menu__rule");
  made.setAttribute("role", "separator");
  return made;
}

/** Choose among items by typing a part of the name: [{value, name, also?, note?, hue?, chosen?}]; `create(text)`
 *  makes one that is not there yet, and is answered the new item, or nothing when it was refused. */
export function choose(anchor, label, items, { multiple = false, none = t("Nothing by this name."), create, done }) {
  return panel(
    anchor,
    label,
    (made) => {
      const list = element("pick-list", "picker");
      if (multiple) list.dataset.multiple = "";
      list.dataset.name = "chosen";
      const head = element("p", "picker__head", label);
      const search = element("div", "picker__search");
      const input = element("input", "input");
      Object.assign(input, { type: "search", autocomplete: "off", placeholder: t("Search") });
      input.setAttribute("aria-label", label);
      input.setAttribute("autofocus", "");
      search.append(input);
      const all = element("ul", "picker__list");
      all.setAttribute("aria-label", label);
      all.append(...items.map(option));
      list.append(head, search, all);
      if (!items.length) list.append(element("p", "picker__none", none));
      if (create) offer(list, create);
      if (multiple) {
        const foot = element("div", "picker__foot");
        const save = element("button", "button button--primary button--s", t("Save"));
        save.type = "button";
        save.addEventListener("click", () => {
          made.hidePopover();
          done(list.values);
        });
        foot.append(save);
        list.append(foot);
      } else {
        list.addEventListener("pick", ({ detail }) => {
          made.hidePopover();
          done(detail.value, detail.item);
        });
      }
      made.append(list);
      if (!multiple) list.activate(list.shown.find((one) => one.getAttribute("aria-selected") === "true") ?? list.shown[0]);
    },
    { wide: true },
  );
}

function offer(list, create) {
  list.dataset.create = t("Create « {text} »", { text: "{text}" });
  list.addEventListener("pick:create", async ({ detail }) => {
    const item = await create(detail.text);
    if (!item) return;
    list.querySelector(".picker__none")?.remove();
    list.add(option({ ...item, chosen: true }));
  });
}

function option({ value, name, also = "", note, hue, chosen = false }) {
  const item = element("li", "picker__option");
  item.dataset.value = value;
  item.dataset.also = also;
  item.setAttribute("aria-selected", chosen);
  if (hue) item.append(element("span", `label hue--${hue}`, name));
  else item.append(element("span", "", name));
  if (note) item.append(element("span", "picker__note", note));
  return item;
}

/** Fields and a button: [{name, label, type, value}] → done(FormData). */
export function ask(anchor, label, fields, done, { action = t("Save") } = {}) {
  return panel(
    anchor,
    label,
    (made) => {
      const form = element("form", "picker");
      const box = element("div", fields.length > 1 ? "picker__fields" : "picker__field");
      for (const { name, label: said, type = "text", value = "", ...more } of fields) {
        const row = element("div", "field");
        const id = `ask-${name}`;
        const title = element("label", "field__label", said);
        title.htmlFor = id;
        const input = element("input", "input");
        Object.assign(input, { id, name, type, value, ...more });
        row.append(title, input);
        box.append(row);
      }
      const foot = element("div", "picker__foot");
      const save = element("button", "button button--primary button--s", action);
      foot.append(save);
      form.append(element("p", "picker__head", label), box, foot);
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        made.hidePopover();
        done(new FormData(form));
      });
      made.append(form);
    },
    { wide: true },
  );
}

export function element(tag, className = "", text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}
