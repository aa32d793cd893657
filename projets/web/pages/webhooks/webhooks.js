// The journal of a webhook: fetched again on request, and while what was just asked for is under way.

import "projets/lib/again.js";
import { refresh } from "projets/lib/fragment.js";

const EVERY = 700; // ms
const MOST = 20; // looks: a receiver has ten seconds to answer
let looks = 0;

document.addEventListener("click", (event) => {
  if (!event.target.closest("a[data-look-again]") || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  refresh("journal");
});

document.addEventListener("form:done", ({ target }) => {
  if ("watch" in target.dataset) looks = MOST;
});

document.addEventListener("fragment:shown", ({ target }) => {
  looks -= 1;
  if (looks > 0 && target.querySelector("[data-under-way]")) setTimeout(refresh, EVERY, "journal");
});
