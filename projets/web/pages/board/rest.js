// The cards beyond the first of each list, fetched when the browser is idle: what one sees first comes first.

import { fetchFragment } from "projets/lib/fragment.js";
import { fill } from "projets/lib/patches.js";

const idle = window.requestIdleCallback ?? ((work) => setTimeout(work, 50));
let filling;

async function fetchRest(list) {
  const after = [...list.children].filter((one) => one.dataset.position !== undefined).length;
  const { html, revision } = await fetchFragment("rest", { url: `${list.dataset.source}?apres=${after}` });
  fill(list, html, { stream: list.closest("board-page").dataset.stream, revision });
  list.parentElement.querySelector(".list__rest")?.remove();
  document.dispatchEvent(new CustomEvent("list:filled", { detail: { list } }));
}

const AT_ONCE = 3; // lists on their way: while one is put in, the next ones come
const coming = new WeakSet();

async function fetchAll() {
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, inTurn));
  } catch {
    return; // the link « show the others » is still there, and the next connection tries again
  }
}

async function inTurn() {
  for (let list = next(); list; list = next()) {
    coming.add(list);
    try {
      await fetchRest(list);
    } finally {
      coming.delete(list);
    }
  }
}

const next = () => [...document.querySelectorAll(".list__cards[data-more]")].find((list) => !coming.has(list));

/** Everything there, for those who search, select all or print. */
export function allThere() {
  filling ??= fetchAll().finally(() => (filling = undefined));
  return filling;
}

idle(allThere);
document.addEventListener("live:open", () => next() && allThere());
document.addEventListener("fragment:shown", () => next() && idle(allThere));
