// My cards: one that is ticked goes, and can come back by « Annuler »; a card opens over the page.

import "projets/layout/layout.js";
import "projets/lib/forms.js";
import { toast } from "projets/lib/toast.js";
import { t } from "projets/lib/words.js";
import "projets/pages/card/card.js";

document.addEventListener("form:done", ({ target, detail }) => {
  if (target.dataset.done === undefined) return;
  target.closest(".todo").remove();
  toast(t("Done"), { undo: detail.answer.act });
});

document.addEventListener("acts:answered", ({ detail }) => {
  if (detail.answer.act && detail.label === t("Undo")) location.reload();
});
