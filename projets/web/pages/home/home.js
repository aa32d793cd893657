// My cards: one that is ticked goes, and can come back by « Annuler »; a card opens over the page.

import "projets/layout/layout.js";
import "projets/lib/forms.js";
import { remove } from "projets/lib/put.js";
import { toast } from "projets/lib/toast.js";
import { n, t } from "projets/lib/words.js";
import "projets/pages/card/card.js";

document.addEventListener("form:done", ({ target, detail }) => {
  if (target.dataset.done === undefined) return;
  leave(target.closest(".todo"));
  toast(t("Done"), { undo: detail.answer.act });
});

/** The focus goes to the next one; the last one takes its group with it. */
function leave(card) {
  const group = card.closest("section");
  const left = group.querySelectorAll(".todo").length - 1;
  if (!left) return remove(group);
  const [number, noun] = group.querySelector(".num").childNodes;
  number.data = left;
  noun.textContent = ` ${n("card", "cards", left)}`;
  return remove(card);
}

document.addEventListener("acts:answered", ({ detail }) => {
  if (detail.answer.act && detail.label === t("Undo")) location.reload();
});
