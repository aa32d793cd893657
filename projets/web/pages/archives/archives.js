// Archive and bin: what comes back leaves the page; what others put away comes to it.

import "projets/components/live/following.js";
import "projets/layout/layout.js";
import "projets/lib/again.js";
import "projets/lib/forms.js";
import { refresh } from "projets/lib/fragment.js";
import "projets/lib/kept.js";
import "projets/lib/undo.js";

const PAUSE = 500; // milliseconds: a selection comes as many messages
let soon;

document.addEventListener("patched", ({ detail }) => {
  if (detail.own || !document.querySelector("[data-again]")) return;
  clearTimeout(soon);
  soon = setTimeout(() => refresh("archives"), PAUSE);
});
