// What a card's page and its dialog do: editors that open in place, choices that are sent as soon as they are made, the
// menu of the card, and a sign that says when it was saved.

import { act } from "projets/lib/acts.js";
import { announce } from "projets/lib/announce.js";
import { closeDialog, openDialog } from "projets/lib/dialog.js";
import { submit } from "projets/lib/forms.js";
import { fetchFragment } from "projets/lib/fragment.js";
import { toast } from "projets/lib/toast.js";
import { language, t } from "projets/lib/words.js";
import { choose } from "projets/components/menu/panels.js";
import { destinations } from "projets/lib/destinations.js";
import "projets/pages/card/linking.js";
import "projets/pages/card/mentions.js";
import "projets/pages/fields/kinds.js";
import "projets/pages/card/tasks.js";
import "projets/pages/card/uploads.js";

document.addEventListener("change", ({ target }) => {
  if (target.dataset.auto === undefined || !target.form) return;
  const { form } = target;
  if (form.dataset.move !== undefined) form.action = `/listes/${target.value}/arrivees/`;
  submit(form);
});

document.addEventListener("click", (event) => {
  const { target } = event;
  const link = target.closest("[data-more-history]");
  if (target.closest("[data-cancel]")) close(target.closest("details"));
  else if (target.matches("[data-edits]") && !getSelection().toString()) edit(target.parentElement.querySelector("details"));
  else if (target.closest("[data-copies]")) copyLink(target.closest("[data-copies]"));
  else if (target.closest("[data-sends]")) sendCard(target.closest("[data-sends]"));
  else if (link && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    moreHistory(link);
  }
});

document.addEventListener("form:done", ({ target, detail }) => {
  const speaks = "announce" in target.dataset || "toast" in target.dataset;
  if (target.closest("[data-card]")) saved(t("Saved at {hour}", { hour: hour() }), !speaks);
  target.closest("[popover]:not(.bell__panel)")?.hidePopover();
  close(target.closest("details.editor"));
  if (target.dataset.leaves) leave(target, detail.answer);
  else if (target.dataset.goes) go(target);
});
/** Said aloud; the page itself hears of it as all other pages of this person do. */
document.addEventListener("form:send", ({ target: form, detail }) => {
  const [, card] = /\/cartes\/(\d+)\/suivi\/$/.exec(form.action) ?? [];
  if (!card) return;
  const on = detail.fields.get("followed") === "1";
  form.addEventListener("form:done", () => announce(on ? t("You follow this card") : t("You no longer follow this card")), { once: true });
});
document.addEventListener("form:kept", ({ target }) => target.closest("[data-card]") && saved(t("Kept on this computer at {hour}", { hour: hour() })));
document.addEventListener("form:refused", ({ target }) => target.closest("[data-card]") && saved(""));

const hour = () => new Date().toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" });
/** Shown, and said unless the form says what it did. */
const saved = (text, aloud = true) => {
  const sign = document.getElementById("card-saved");
  if (sign) sign.textContent = text;
  if (aloud) announce(text);
};

function edit(editor) {
  if (editor) editor.open = true;
}

document.addEventListener(
  "toggle",
  ({ target }) => {
    if (!target.matches?.("details.editor") || !target.open) return;
    const field = target.querySelector("textarea, input:not([type=hidden])");
    field?.focus();
    if (field?.matches("textarea, input[type=text]")) field.setSelectionRange(field.value.length, field.value.length);
  },
  true,
);

document.addEventListener("keydown", (event) => {
  const { target } = event;
  const editor = target.closest?.("details.editor");
  if (event.key === "Escape" && editor?.open && !event.defaultPrevented) {
    event.preventDefault(); // the editor closes, not the dialog: what was typed stays a draft
    editor.open = false;
    editor.querySelector("summary").focus();
    return;
  }
  const sends = (event.ctrlKey || event.metaKey) && event.key === "Enter" && target.matches("textarea");
  const adds = event.key === "Enter" && !event.shiftKey && !event.isComposing && target.dataset?.enter !== undefined;
  if ((!sends && !adds) || !target.form) return;
  event.preventDefault();
  target.form.requestSubmit();
}, true);

function close(editor) {
  if (!editor?.open) return;
  const inside = editor.contains(document.activeElement);
  editor.open = false;
  editor.querySelector("form")?.reset();
  if (inside) editor.querySelector("summary").focus();
}

async function leave(form, answer) {
  toast(t("Card put in the bin"), { undo: answer.act });
  const dialog = form.closest("dialog");
  if (!dialog) return location.assign(form.dataset.leaves);
  return closeDialog(dialog);
}

function go(form) {
  const dialog = form.closest("dialog");
  if (dialog) return openDialog(form.dataset.goes);
  return location.assign(form.dataset.goes);
}

async function copyLink(button) {
  const address = new URL(button.dataset.copies, location.href).href;
  button.closest("[popover]")?.hidePopover();
  try {
    await navigator.clipboard.writeText(address);
    toast(t("Link copied."));
  } catch {
    toast(t("The link could not be copied. Here it is: {address}", { address }), { stay: true });
  }
}

/** « Déplacer vers… » and « Copier vers… » of the open card. */
async function sendCard(button) {
  const panel = button.closest("[popover]");
  const anchor = document.querySelector(`[popovertarget="${panel.id}"]`);
  const { card } = document.querySelector("[data-card]").dataset;
  const copy = button.dataset.sends === "copy";
  panel.hidePopover();
  const items = await destinations();
  choose(anchor, copy ? t("Copy to…") : t("Move to…"), items, {
    none: t("There is no list you may add to."),
    done: async (list) => {
      const said = copy ? t("Card copied") : t("Card moved");
      const answer = await act(`/listes/${list}/${copy ? "copies" : "arrivees"}/`, { card }, { label: said });
      if (answer.act && !answer.kept && !answer.refused) toast(said, { undo: answer.act });
    },
  });
}

async function moreHistory(link) {
  const row = link.closest("li");
  try {
    const { html } = await fetchFragment("entries", { url: link.href });
    const template = document.createElement("template");
    template.innerHTML = html;
    const first = template.content.firstElementChild;
    row.replaceWith(template.content);
    first.tabIndex = -1;
    first.focus();
    first.dispatchEvent(new CustomEvent("fragment:shown", { bubbles: true }));
    first.parentElement?.dispatchEvent(new CustomEvent("fragment:shown", { bubbles: true }));
  } catch (error) {
    toast(error.message, { urgent: true });
  }
}

/** Somebody has put the card in the bin, or taken it where one does not see it: said where one reads. */
document.addEventListener("fragment:failed", ({ target, detail }) => {
  const card = target.closest("[data-card]");
  if (!card || !detail?.name?.startsWith("card-head:") || card.querySelector(":scope > .notice")) return;
  const notice = document.createElement("div");
  notice.className = "notice notice--warning card-gone";
  notice.setAttribute("role", "alert");
  const said = document.createElement("p");
  said.textContent = t("{why} What you see is how it was; what you typed here is kept as a draft.", { why: detail.message });
  notice.append(said);
  card.prepend(notice);
});
