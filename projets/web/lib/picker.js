// <pick-list>: choose one or several people, labels, lists… in a panel, by typing a part of the name (accents ignored).
//
//   <pick-list data-name="label" data-multiple data-create="Créer « {text} »">
//     <input class="input" type="search" aria-label="Chercher une étiquette">
//     <ul aria-label="Étiquettes"><li data-value="12" data-also="autres mots">Usagers</li> …</ul>
//   </pick-list>      chosen at first: aria-selected="true" on the item, or in its data-value list
//
// Script gives it the roles of a combobox over a listbox (ARIA APG): arrows, Home, End, Enter chooses, Escape clears
// the text first. Hidden inputs named data-name carry the choice in a form. Events: `pick` {value, selected, values,
// item} (cancelable), `pick:create` {text}. `values` reads the choice, `choose(values)` sets it, `add(item)` adds an item.

import { announce } from "projets/lib/announce.js";
import { plain } from "projets/lib/plain.js";
import { n, t } from "projets/lib/words.js";

let made = 0;

class PickList extends HTMLElement {
  connectedCallback() {
    if (this.list) return;
    this.input = this.querySelector("input");
    this.list = this.querySelector("ul, ol");
    this.list.id ||= `pick-${++made}`;
    this.list.setAttribute("role", "listbox");
    this.list.tabIndex = -1; // it scrolls, which would make it a stop of its own
    if (this.multiple) this.list.setAttribute("aria-multiselectable", "true");
    for (const [name, value] of Object.entries({
      role: "combobox",
      "aria-expanded": "true",
      "aria-controls": this.list.id,
      "aria-autocomplete": "list",
      autocomplete: "off",
    })) this.input.setAttribute(name, value);
    for (const item of this.list.children) this.adopt(item);
    this.write();
    this.input.addEventListener("input", () => this.filter());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the focus stays in the text
    this.list.addEventListener("click", (event) => this.pick(event.target.closest("[role=option]")));
  }

  get multiple() {
    return "multiple" in this.dataset;
  }

  get shown() {
    return [...this.list.children].filter((item) => !item.hidden);
  }

  get values() {
    return [...this.list.querySelectorAll("[aria-selected=true]")].map((item) => item.dataset.value);
  }

  choose(values) {
    for (const item of this.list.children) item.setAttribute("aria-selected", String(values.includes(item.dataset.value)));
    this.write();
  }

  adopt(item) {
    item.setAttribute("role", "option");
    item.id ||= `pick-${++made}`;
    if (!item.hasAttribute("aria-selected")) item.setAttribute("aria-selected", "false");
  }

  /** One more choice, at the end. */
  add(item) {
    this.adopt(item);
    this.list.append(item);
    this.write();
    this.filter();
  }

  filter() {
    const wanted = plain(this.input.value).split(/\s+/);
    this.list.querySelector("[data-new]")?.remove();
    for (const item of this.list.children) {
      const words = plain(`${item.textContent} ${item.dataset.also ?? ""}`);
      item.hidden = !wanted.every((word) => words.includes(word));
    }
    this.offerNew();
    this.activate(this.input.value ? this.shown[0] : undefined);
    const count = this.shown.length;
    announce(count ? n("{count} choice", "{count} choices", count) : t("No choice has this name"));
  }

  offerNew() {
    const text = this.input.value.trim();
    const same = this.shown.some((item) => plain(item.textContent) === plain(text));
    if (!text || same || !this.dataset.create) return;
    const item = document.createElement("li");
    item.dataset.new = text;
    item.className = this.list.firstElementChild?.className ?? "";
    item.textContent = this.dataset.create.replace("{text}", text);
    this.adopt(item);
    this.list.append(item);
  }

  activate(item) {
    this.active?.removeAttribute("data-active");
    this.active = item;
    if (!item) return this.input.removeAttribute("aria-activedescendant");
    item.dataset.active = "";
    item.scrollIntoView({ block: "nearest" });
    return this.input.setAttribute("aria-activedescendant", item.id);
  }

  key(event) {
    const { shown } = this;
    const at = shown.indexOf(this.active);
    const to = { ArrowDown: at + 1, ArrowUp: at < 0 ? -1 : at - 1, Home: 0, End: -1 }[event.key];
    const inText = ["Home", "End"].includes(event.key) && this.input.value;
    if (to !== undefined && !inText && shown.length) this.activate(shown.at(to % shown.length));
    else if (event.key === "Enter") this.pick(this.active);
    else if (event.key === "Escape" && this.input.value) this.clear();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  clear() {
    this.input.value = "";
    this.filter();
  }

  pick(item) {
    if (!item || item.getAttribute("aria-disabled") === "true") return;
    if (item.dataset.new) {
      this.dispatchEvent(new CustomEvent("pick:create", { bubbles: true, detail: { text: item.dataset.new } }));
      return this.clear();
    }
    const before = this.values;
    const selected = !before.includes(item.dataset.value);
    if (!selected && !this.multiple && !("clearable" in this.dataset)) return this.tell(item, true, before);
    const kept = this.multiple ? before.filter((value) => value !== item.dataset.value) : [];
    this.choose(selected ? [...kept, item.dataset.value] : kept);
    if (!this.tell(item, selected, this.values)) this.choose(before);
  }

  tell(item, selected, values) {
    const detail = { value: item.dataset.value, selected, values, item };
    return this.dispatchEvent(new CustomEvent("pick", { bubbles: true, cancelable: true, detail }));
  }

  write() {
    if (!this.dataset.name) return;
    for (const old of this.querySelectorAll("input[type=hidden]")) old.remove();
    for (const value of this.values) {
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name: this.dataset.name, value });
      this.append(field);
    }
  }
}

customElements.define("pick-list", PickList);
