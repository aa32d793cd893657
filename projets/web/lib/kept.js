// <kept-acts>: says what waits on this computer and what was refused later, with what was typed.
//
//   <kept-acts></kept-acts> in the layout; hidden while there is nothing to say.
//
// « Hors connexion depuis 10:42 · 2 changements gardés sur ce poste » and a button « 1 changement refusé » that opens the
// list: what it was, why not, the texts of it to copy, a button to dismiss. Nothing refused leaves the list by itself.

import { dismiss, refusals, state } from "projets/lib/acts.js";
import { toast } from "projets/lib/toast.js";
import { language, n, t } from "projets/lib/words.js";

class KeptActs extends HTMLElement {
  connectedCallback() {
    this.setAttribute("role", "status");
    this.className = "notice notice--warning";
    document.addEventListener("acts:state", ({ detail }) => this.show(detail));
    this.show(state());
  }

  show({ pending, since, refused, reason }) {
    const said = document.getElementById("live-state")?.classList.contains("live--off"); // a board's own sign
    const kept = pending && since && !said;
    this.hidden = !kept && !refused;
    const parts = [];
    if (kept) {
      const hour = new Date(since).toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" });
      parts.push(reason ?? t("Offline since {hour}", { hour }));
      parts.push(n("{count} change kept on this computer", "{count} changes kept on this computer", pending));
    }
    this.replaceChildren(make("p", "", parts.join(" · ")));
    if (refused) this.append(button(n("{count} change refused", "{count} changes refused", refused), showRefusals));
  }
}

async function showRefusals() {
  const dialog = make("dialog", "dialog dialog--small refusals");
  const title = make("h2", "dialog__title", t("Refused changes"));
  title.id = "refusals-title";
  dialog.setAttribute("aria-labelledby", title.id);
  const list = make("ul", "refusals__list");
  for (const entry of await refusals()) list.append(item(entry, dialog));
  const inside = make("div", "dialog__body dialog__body--plain");
  inside.append(title, make("p", "hint", t("These were sent late and could not be done. Your texts are here.")), list);
  const foot = make("div", "dialog__foot");
  foot.append(button(t("Close"), () => dialog.close()));
  inside.append(foot);
  dialog.append(inside);
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
}

function item(entry, dialog) {
  const line = make("li", "refusals__item");
  const at = new Date(entry.at).toLocaleString(language, { dateStyle: "medium", timeStyle: "short" });
  line.append(make("strong", "", entry.label || t("A change")), ` (${at})`, make("p", "field__error", entry.refused));
  const texts = entry.fields.filter(([, value]) => typeof value === "string" && value.trim() && !/^\d+$/.test(value));
  const files = entry.fields.filter(([, value]) => value instanceof File && value.size).map(([, file]) => file.name);
  const foot = make("div", "refusals__foot");
  const typed = [...texts.map(([, value]) => value), ...files].join("\n\n");
  if (typed) {
    line.append(make("pre", "refusals__typed", typed));
    foot.append(button(t("Copy"), () => navigator.clipboard.writeText(typed).then(() => toast(t("Copied.")))));
  }
  foot.append(
    button(t("Dismiss"), async () => {
      await dismiss(entry.n);
      line.remove();
      if (!dialog.querySelector("li")) dialog.close();
      else dialog.querySelector("button").focus();
    }),
  );
  line.append(foot);
  return line;
}

function make(tag, className, text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

function button(text, run) {
  const made = make("button", "button", text);
  made.type = "button";
  made.addEventListener("click", run);
  return made;
}

document.addEventListener("acts:answered", ({ detail: { late, answer, label } }) => {
  if (!late || !answer.refused) return;
  const text = label ? t("Refused: {label}. {why}", { label, why: answer.refused }) : answer.refused;
  toast(text, { urgent: true, action: { label: t("See"), run: showRefusals } });
});

customElements.define("kept-acts", KeptActs);
