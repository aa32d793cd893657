// How many cards each list holds, and whether that is more than its limit, kept true as cards come and go.

import { soon } from "projets/lib/soon.js";
import { n, t } from "projets/lib/words.js";

// A card stands in a list of the board, or in a part of the table.
export const STANDING = ":is(.list__cards, .table__cards)";
export const CARDS = `${STANDING} > [data-position]`;
export const faceOf = (card) => (card.matches("tr") ? card : card.querySelector(".card"));

export const cardsOf = (list) => [...list.querySelectorAll(":scope > [data-position]")];

export const countOf = (list) => cardsOf(list).length + Number(list.dataset.more ?? 0);

export function countAll() {
  for (const list of document.querySelectorAll(".list__cards")) count(list);
}

function count(list) {
  const section = list.closest(".list");
  const head = section.querySelector(".list__head");
  const total = countOf(list);
  const limit = Number(head.dataset.limit) || Infinity;
  write(head.querySelector("[data-count]"), total);
  write(head.querySelector("[data-counted]"), ` ${n("card", "cards", total)}`);
  write(document.querySelector(`[data-tab-count="${section.dataset.element.slice(5)}"]`), total);
  section.classList.toggle("list--over", total > limit);
  const sign = head.querySelector(".list__over");
  if (total > limit && !sign) head.querySelector(".list__count").prepend(warning());
  if (total <= limit) sign?.remove();
}

function warning() {
  const said = document.createElement("span");
  said.className = "list__over";
  said.innerHTML = document.getElementById("icon").innerHTML.replace("#i-more", "#i-late");
  const words = document.createElement("span");
  words.className = "sr-only";
  words.textContent = t("above the limit");
  said.append(words);
  return said;
}

const write = (element, number) => element && element.textContent !== String(number) && (element.textContent = number);

const later = soon(countAll);

for (const event of ["patched", "list:filled", "fragment:shown"]) document.addEventListener(event, later);
later();
