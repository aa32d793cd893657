// On a phone one list fills the window: the tabs above say which, lead to the others, and follow what is added or moved.

import { soon } from "projets/lib/soon.js";
import { t } from "projets/lib/words.js";

const nav = () => document.querySelector(".list-tabs ul");
const lists = () => [...document.querySelectorAll(".board > .list")];
const idOf = (list) => list.dataset.element.slice(5);
const seen = new Map(); // list → how much of it is in the window

const watch = new IntersectionObserver(
  (entries) => {
    for (const { target, intersectionRatio } of entries) seen.set(target, intersectionRatio);
    mark();
  },
  { threshold: [0, 0.25, 0.5, 0.75, 1] },
);

function mark() {
  if (!nav()?.checkVisibility()) return;
  const [current] = lists().toSorted((one, other) => (seen.get(other) ?? 0) - (seen.get(one) ?? 0));
  for (const link of nav().querySelectorAll("a")) {
    const here = current && link.hash === `#liste-${idOf(current)}`;
    if (here === (link.getAttribute("aria-current") === "true")) continue;
    if (here) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
    if (here) nav().scrollTo({ left: link.offsetLeft - nav().clientWidth / 3, behavior: "auto" });
  }
}

/** The same lists, in the same order, under the same names. */
function tell() {
  const place = nav();
  if (!place) return;
  const now = lists();
  const links = now.map((list) => place.querySelector(`a[href="#liste-${idOf(list)}"]`)?.parentElement ?? tab(list));
  links.forEach((item, index) => name(item, now[index]));
  if (links.length !== place.children.length || links.some((item, index) => place.children[index] !== item)) place.replaceChildren(...links);
  for (const one of seen.keys()) if (!one.isConnected) seen.delete(one), watch.unobserve(one);
  for (const list of now) if (!seen.has(list)) seen.set(list, 0), watch.observe(list);
  mark();
}

function tab(list) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = `#liste-${idOf(list)}`;
  const count = document.createElement("span");
  count.dataset.tabCount = idOf(list);
  count.textContent = list.querySelector("[data-count]")?.textContent ?? "0";
  link.append("", " ", count);
  item.append(link);
  return item;
}

function name(item, list) {
  const said = `${list.querySelector(".list__title")?.textContent ?? t("List")} `;
  const text = item.querySelector("a").firstChild;
  if (text.textContent !== said) text.textContent = said;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".list-tabs a");
  const list = link && document.getElementById(link.hash.slice(1));
  if (!list) return;
  event.preventDefault(); // the address stays that of the board
  list.scrollIntoView({ inline: "center", block: "nearest" });
  list.querySelector(".list__title").tabIndex = -1;
  list.querySelector(".list__title").focus({ preventScroll: true });
});
for (const event of ["patched", "fragment:shown"]) document.addEventListener(event, soon(tell));
tell();
