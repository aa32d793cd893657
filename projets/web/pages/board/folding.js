// A folded list is a narrow column with its name; each person folds for themselves, in this browser.

import { soon } from "projets/lib/soon.js";
import { t } from "projets/lib/words.js";
import { countOf } from "projets/pages/board/counts.js";
import { element } from "projets/components/menu/panels.js";

const key = () => `folded:${document.body.dataset.person}:${document.querySelector("board-page")?.dataset.board}`;
const folded = () => new Set(JSON.parse(localStorage.getItem(key()) ?? "[]"));

export function fold(section, on = true) {
  const now = folded();
  now[on ? "add" : "delete"](section.dataset.element);
  localStorage.setItem(key(), JSON.stringify([...now]));
  show(section, on);
  (on ? section.querySelector(".list__unfold") : section.querySelector("[data-fold]"))?.focus();
}

function show(section, on) {
  section.classList.toggle("list--folded", on);
  for (const child of section.children) if (!child.matches(".list__unfold")) child.hidden = on;
  const standing = section.querySelector(".list__unfold");
  if (!on) return standing?.remove();
  const name = section.querySelector(".list__title").textContent;
  const button = standing ?? element("button", "list__unfold");
  button.type = "button";
  button.textContent = `${name} ${countOf(section.querySelector(".list__cards"))}`;
  button.setAttribute("aria-label", t("Unfold {name}", { name }));
  button.addEventListener("click", () => fold(section, false), { once: true });
  if (!standing) section.append(button);
  return undefined;
}

function showAll() {
  const now = folded();
  for (const section of document.querySelectorAll(".board > .list")) {
    const on = now.has(section.dataset.element);
    if (on || section.classList.contains("list--folded")) show(section, on);
  }
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-fold]");
  if (button) fold(button.closest(".list"));
});
document.addEventListener("fragment:shown", showAll);
document.addEventListener("patched", soon(showAll));
showAll();
