// <drop-menu> holds a button with popovertarget and its popover: it opens beside the button, arrows and first
// letters walk through it, and focus comes back. Without script the browser shows the popover by itself.
import { plain } from "projets/lib/plain.js";

const GAP = 4;
const EDGE = 8;

class DropMenu extends HTMLElement {
  connectedCallback() {
    this.panel = this.querySelector("[popover]");
    this.spelt = speller();
    this.panel.addEventListener("toggle", (event) => event.newState === "open" && this.opened());
    this.addEventListener("keydown", (event) => this.walk(event));
    this.addEventListener("click", (event) => event.target.closest("[data-closes]") && this.panel.hidePopover());
  }

  get button() {
    return this.querySelector(`[popovertarget="${this.panel.id}"]`);
  }

  opened() {
    place(this.panel, this.button, this.dataset.side);
    this.panel.querySelector("[autofocus]")?.focus();
  }

  walk(event) {
    if (event.target === this.button && event.key === "ArrowDown") {
      event.preventDefault();
      this.panel.showPopover();
      this.items[0]?.focus();
      return;
    }
    const { items } = this;
    const at = items.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key] ?? this.spelt(event, items, at);
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    event.stopPropagation(); // a letter here is not a shortcut
    items[(to + items.length) % items.length].focus();
  }

  get items() {
    return [...this.panel.querySelectorAll(".menu__item:not([disabled])")].filter((item) => item.checkVisibility());
  }
}

/** Letters go to the next item that begins so; typed quickly, they are one word. Answers the index of that item. */
export function speller() {
  let word = "";
  let forgetting;
  return ({ key, ctrlKey, altKey, metaKey }, items, at) => {
    if (at < 0 || key.length > 1 || key === " " || ctrlKey || altKey || metaKey) return undefined;
    clearTimeout(forgetting);
    forgetting = setTimeout(() => (word = ""), 500);
    word += plain(key);
    const from = word.length > 1 ? at : at + 1;
    const found = items.findIndex((_, i) => plain(items[(from + i) % items.length].textContent).startsWith(word));
    return found < 0 ? at : from + found;
  };
}

// Below the button if there is room, else above; never beyond the edges of the window.
export function place(panel, button, side = "start") {
  const from = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = panel;
  const wished = side === "end" ? from.right - width : from.left;
  const below = from.bottom + GAP;
  const above = from.top - GAP - height;
  const fits = below + height <= innerHeight - EDGE || above < EDGE;
  panel.style.left = `${Math.max(EDGE, Math.min(wished, document.documentElement.clientWidth - width - EDGE))}px`;
  panel.style.top = `${Math.max(EDGE, fits ? Math.min(below, innerHeight - height - EDGE) : above)}px`;
}

customElements.define("drop-menu", DropMenu);
