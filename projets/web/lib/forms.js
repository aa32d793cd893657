// Sends every <form data-act> through acts.js; without script the same form is posted as it is.
//
//   <form method="post" action="…" data-act data-label="Renommer la carte" data-reset data-close data-announce="Renommée">
//     data-label     what it does, in words (else its button's text)     data-reset     empty again once done
//     data-announce  said once done      data-toast   shown once done, with « Annuler »      data-close  shuts its dialog
//     data-quick     may be sent again before the answer, with something else
//     data-stay      ignore the answer's redirect
//
// Events on the form: `form:send` {fields, options} before (cancelable; options.undo may be set after showing the change),
// `form:done` {answer}, `form:kept`, `form:refused` {answer}, `form:conflict` {answer} for a 409 with `theirs`. A
// refusal {refused, field?, errors?: {field: text}} is put beside its field, which gets the focus; nothing is emptied.
// One with `confirm` (a sensitive act) sends the form again by itself, to the page that asks who is there.

import { act } from "projets/lib/acts.js";
import { announce } from "projets/lib/announce.js";
import { toast } from "projets/lib/toast.js";
import { t } from "projets/lib/words.js";

let made = 0;

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-act]") || event.defaultPrevented) return;
  event.preventDefault();
  if ("quick" in form.dataset || form.getAttribute("aria-busy") !== "true") submit(form, event.submitter);
});

export async function submit(form, submitter = null) {
  const fields = new FormData(form, submitter);
  const label = form.dataset.label ?? submitter?.textContent.trim() ?? form.getAttribute("aria-label") ?? "";
  const options = { label, quiet: true };
  if (!tell(form, "form:send", { fields, options })) return undefined;
  clearErrors(form);
  form.setAttribute("aria-busy", "true");
  submitter?.setAttribute("aria-disabled", "true");
  const sent = new Map([...form.elements].map((field) => [field, field.value]));
  const url = submitter?.hasAttribute("formaction") ? submitter.formAction : form.getAttribute("action") || location.href;
  const answer = await act(url, fields, options);
  form.removeAttribute("aria-busy");
  submitter?.removeAttribute("aria-disabled");
  if (answer.confirm && form.isConnected) return proveFirst(form, submitter, url);
  if (answer.refused) refused(form, answer);
  else done(form, answer, sent);
  return answer;
}

/** A sensitive act, long after the sign-in: posted by the browser itself, it is answered by the page that asks who is
 *  there, which holds all that was typed and does the act once that is proved. */
function proveFirst(form, submitter, url) {
  const more = { next: location.pathname + location.search };
  if (submitter?.name) more[submitter.name] = submitter.value;
  for (const [name, value] of Object.entries(more)) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  form.action = url;
  HTMLFormElement.prototype.submit.call(form);
  return undefined;
}

const tell = (form, name, detail) => form.dispatchEvent(new CustomEvent(name, { bubbles: true, cancelable: true, detail }));

function done(form, answer, sent) {
  tell(form, answer.kept ? "form:kept" : "form:done", { answer });
  const moreTyped = [...sent].some(([field, value]) => field.isConnected && field.value !== value);
  if ("reset" in form.dataset && !moreTyped) form.reset();
  if ("close" in form.dataset) form.closest("dialog")?.close();
  if (answer.kept) return toast(t("Kept on this computer; it will be sent when the server can be reached."));
  if (answer.redirect && !("stay" in form.dataset)) return location.assign(answer.redirect);
  if (form.dataset.announce) announce(form.dataset.announce);
  if (form.dataset.toast) toast(form.dataset.toast, { undo: answer.act });
  return undefined;
}

function refused(form, answer) {
  if (answer.status === 409 && answer.theirs && !tell(form, "form:conflict", { answer })) return;
  if (!tell(form, "form:refused", { answer })) return;
  if (!form.isConnected) return void toast(answer.refused, { urgent: true });
  const field = answer.field ?? (answer.status === 422 ? onlyField(form) : undefined);
  const errors = Object.entries(answer.errors ?? (field ? { [field]: answer.refused } : {}));
  const shown = errors.map(([name, text]) => beside(form, name, text)).filter(Boolean);
  if (shown[0] === document.activeElement) announce(errors[0][1], "assertive"); // no focus comes, which would say it
  if (shown.length) shown[0].focus();
  else overall(form, answer.refused);
}

/** What is wrong in a form of one field is wrong with that field. */
function onlyField(form) {
  const names = new Set([...form.elements].filter((one) => one.name && one.type !== "hidden" && one.type !== "submit").map((one) => one.name));
  return names.size === 1 ? [...names][0] : undefined;
}

function beside(form, name, text) {
  const found = form.elements.namedItem(name);
  const field = found instanceof RadioNodeList ? found[0] : found;
  if (!field || field.type === "hidden") return undefined;
  const error = sentence(text);
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", [field.getAttribute("aria-describedby"), error.id].filter(Boolean).join(" "));
  const row = field.closest(".field");
  if (row) row.append(error);
  else field.after(error);
  return field;
}

function overall(form, text) {
  const error = sentence(text);
  error.setAttribute("role", "alert");
  form.prepend(error);
}

function sentence(text) {
  const error = document.createElement("p");
  error.className = "field__error";
  error.id = `form-error-${++made}`;
  error.dataset.formError = "";
  error.textContent = text;
  return error;
}

function clearErrors(form) {
  for (const error of form.querySelectorAll("[data-form-error], .field__error")) {
    for (const field of form.querySelectorAll(`[aria-describedby~="${CSS.escape(error.id)}"]`)) {
      const left = field.getAttribute("aria-describedby").split(" ").filter((id) => id !== error.id);
      if (left.length) field.setAttribute("aria-describedby", left.join(" "));
      else field.removeAttribute("aria-describedby");
      field.removeAttribute("aria-invalid");
    }
    error.remove();
  }
}
