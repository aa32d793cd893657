// Several lines in « Ajouter une carte » are several cards, once somebody has said so; or one, if they meant one.

import { t } from "projets/lib/words.js";
import { element } from "projets/components/menu/panels.js";

const LONGEST = 1024;
const MOST = 1000;
const sure = new WeakSet();

document.addEventListener(
  "submit",
  (event) => {
    const draft = event.target.querySelector?.(".list__draft");
    if (!draft || sure.delete(event.target)) return;
    const lines = draft.value.split("\n").map((line) => line.trim()).filter(Boolean);
    if (lines.length < 2) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(event.target, draft, lines);
  },
  true,
);

async function ask(form, draft, lines) {
  const count = lines.length;
  const together = lines.join(" ");
  const choices = [
    { value: "", said: t("Cancel") },
    together.length <= LONGEST && { value: "one", said: t("A single card") },
    count <= MOST && { value: "all", said: t("Add {count} cards", { count }), main: true },
  ];
  const question = count > MOST ? t("{count} lines: at most {most} cards can be added at once. Paste fewer lines.", { count, most: MOST }) : t("Add {count} cards, one for each line?", { count });
  const chosen = await choice(question, lines, choices.filter(Boolean));
  if (!chosen) return draft.focus();
  if (chosen === "one") draft.value = together;
  sure.add(form);
  form.requestSubmit();
  return draft.focus();
}

function choice(question, lines, choices) {
  const dialog = element("dialog", "dialog dialog--small");
  dialog.dataset.asking = "";
  const title = element("h2", "dialog__title", question);
  title.id = "pasting-title";
  dialog.setAttribute("aria-labelledby", title.id);
  const form = element("form", "dialog__body dialog__body--plain");
  form.method = "dialog";
  const list = element("ul", "pasting");
  list.append(...lines.slice(0, 4).map((line) => Object.assign(element("li", "pasting__line", line), { dir: "auto" })));
  if (lines.length > 4) list.append(element("li", "muted", t("and {count} more", { count: lines.length - 4 })));
  const foot = element("div", "dialog__foot");
  for (const { value, said, main } of choices) {
    const button = element("button", `button${main ? " button--primary" : ""}`, said);
    button.value = value;
    button.autofocus = Boolean(main);
    foot.append(button);
  }
  form.append(title, list, foot);
  dialog.append(form);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(["one", "all"].includes(dialog.returnValue) && dialog.returnValue);
    });
  });
}
