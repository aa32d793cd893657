// Two people saved the same text: the second is shown both and decides; nothing is overwritten silently.
//
// A form whose answer is 409 with {refused, theirs: {version, text, author, at}} opens a dialog: their text beside mine,
// which can still be edited. « Garder la mienne » saves mine as the version after theirs (theirs stays in the history),
// « Prendre la leur » puts theirs in the form, « Fusionner à la main » puts both in the text to edit. Closing it changes
// nothing: the draft stays. The form's text field is the one named in data-conflict, else its first textarea; the hidden
// field `version` says what was read.

import { forget } from "projets/lib/drafts.js";
import { submit } from "projets/lib/forms.js";
import { language, t } from "projets/lib/words.js";

document.addEventListener("form:conflict", (event) => {
  event.preventDefault();
  show(event.target, event.detail.answer);
});

function show(form, { refused, theirs }) {
  const field = form.dataset.conflict ? form.elements.namedItem(form.dataset.conflict) : form.querySelector("textarea");
  const dialog = make("dialog", "dialog dialog--m conflict");
  const title = make("h2", "dialog__title", t("Somebody else changed this text"));
  title.id = "conflict-title";
  dialog.setAttribute("aria-labelledby", title.id);
  const mine = make("textarea", "input conflict__text");
  mine.id = "conflict-mine";
  mine.defaultValue = field.value; // closing asks only if it was edited here; the draft has the rest
  const label = make("label", "field__label", t("Your text"));
  label.htmlFor = mine.id;
  const said = make("div", "input conflict__text conflict__theirs", theirs.text);
  said.tabIndex = 0;
  said.setAttribute("role", "region");
  const at = new Date(theirs.at).toLocaleString(language, { dateStyle: "medium", timeStyle: "short" });
  const whose = make("h3", "field__label", t("The text of {author}, {at}", { author: theirs.author, at }));
  whose.id = "conflict-whose";
  said.setAttribute("aria-labelledby", whose.id);
  const version = form.elements.namedItem("version");
  const settle = (text) => {
    field.value = text;
    if (version) version.value = version.defaultValue = theirs.version;
    dialog.close();
  };
  const actions = make("div", "dialog__foot");
  actions.append(
    button(t("Keep mine"), "button--primary", () => (settle(mine.value), submit(form))),
    button(t("Take theirs"), "", () => {
      settle(theirs.text);
      field.defaultValue = theirs.text;
      forget(field);
      form.dispatchEvent(new CustomEvent("conflict:theirs", { bubbles: true, detail: { theirs } }));
    }),
    button(t("Merge by hand"), "", () => {
      mine.value = `${theirs.text}\n\n${mine.value}`;
      mine.focus();
      mine.setSelectionRange(0, 0);
    }),
    button(t("Decide later"), "button--quiet", () => dialog.close()),
  );
  const columns = make("div", "conflict__columns");
  const left = make("div", "field");
  left.append(whose, said);
  const right = make("div", "field");
  right.append(label, mine);
  columns.append(left, right);
  const inside = make("div", "dialog__body dialog__body--plain");
  inside.append(title, make("p", "", refused), columns, actions);
  dialog.append(inside);
  document.body.append(dialog);
  dialog.addEventListener("close", () => (dialog.remove(), field.focus()));
  dialog.showModal();
  mine.focus();
}

function make(tag, className, text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

function button(text, className, run) {
  const made = make("button", `button ${className}`, text);
  made.type = "button";
  made.addEventListener("click", run);
  return made;
}
