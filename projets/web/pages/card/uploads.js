// Files for a card: chosen, dropped on it (also on its face on the board), or pasted into a text. Each is one act, with
// its progress; what is refused says why beside its name.
//
//   <input type="file" data-upload data-most="bytes"> · <ul id="card-uploads"> · textarea[data-mentions] takes pictures

import { act } from "projets/lib/acts.js";
import { announce } from "projets/lib/announce.js";
import { toast } from "projets/lib/toast.js";
import { language, t } from "projets/lib/words.js";

const rows = new Map(); // act id → its line
const place = () => document.getElementById("card-uploads");
const most = () => Number(document.querySelector("[data-upload]")?.dataset.most ?? Infinity);
const size = (bytes) => new Intl.NumberFormat(language, { style: "unit", unit: "megabyte", maximumFractionDigits: 0 }).format(bytes / 2 ** 20);

/** Sends one file; what the server says of it, or undefined. */
export async function attach(card, file) {
  const id = crypto.randomUUID();
  const row = line(id, file);
  if (file.size > most()) return fail(row, t("Too large: {most} at most. Make it smaller, or attach a link to it.", { most: size(most()) }));
  const answer = await act(`/cartes/${card}/fichiers/`, [["file", file]], { id, quiet: true, label: t("Attach {name}", { name: file.name }) });
  rows.delete(id);
  if (answer.refused) return fail(row, answer.refused);
  row.remove();
  const said = answer.kept ? t("{name} is kept on this computer; it will be sent when the server can be reached.", { name: file.name }) : t("{name} is attached", { name: file.name });
  if (answer.kept || !place()) toast(said, { undo: answer.kept ? undefined : answer.act });
  else announce(said);
  return answer.files?.[0];
}

function line(id, file) {
  const row = make("li", "uploads__item");
  const name = make("span", "uploads__name", file.name || t("Pasted picture"));
  name.dir = "auto";
  const bar = make("progress", "gauge");
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", t("{name}, on its way", { name: name.textContent }));
  row.append(name, bar);
  rows.set(id, row);
  place()?.append(row);
  return row;
}

function fail(row, why) {
  if (!row.isConnected) return void toast(why, { urgent: true });
  row.querySelector("progress").remove();
  const close = make("button", "button button--quiet button--s", t("Dismiss"));
  close.type = "button";
  close.addEventListener("click", () => {
    row.remove();
    document.getElementById("card-file")?.focus();
  });
  row.append(make("span", "field__error", why), close);
  announce(why, "assertive");
  return undefined;
}

document.addEventListener("acts:progress", ({ detail: { act: id, sent, total } }) => {
  const bar = rows.get(id)?.querySelector("progress");
  if (!bar) return;
  if (sent < total) bar.value = sent / total;
  else bar.removeAttribute("value"); // all there: the server looks at it
});

document.addEventListener("change", ({ target }) => {
  if (target.dataset.upload === undefined) return;
  const { card } = target.closest("[data-card]").dataset;
  for (const file of target.files) attach(card, file);
  target.value = "";
});

// Dropped

const carries = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");

function target(event) {
  const open = document.querySelector("[data-card]");
  if (open) return open.dataset.mayAttach === undefined ? null : { element: open, card: open.dataset.card };
  const element = document.querySelector("board-page[data-may-work]") && event.target.closest?.(".list__cards > [data-position]");
  return element ? { element, card: element.dataset.element.slice(5) } : null;
}

let over;
function light(element) {
  if (over === element) return;
  over?.removeAttribute("data-drops");
  over = element;
  over?.setAttribute("data-drops", t("Drop to attach to this card"));
}

document.addEventListener("dragover", (event) => {
  if (!carries(event)) return;
  event.preventDefault(); // or the browser leaves the page to show the file
  const found = target(event);
  event.dataTransfer.dropEffect = found ? "copy" : "none";
  light(found?.element);
});
document.addEventListener("dragleave", (event) => event.relatedTarget === null && light());
document.addEventListener("drop", (event) => {
  if (!carries(event)) return;
  event.preventDefault();
  const found = target(event);
  light();
  const field = event.target.closest?.("textarea[data-mentions]");
  for (const file of found ? event.dataTransfer.files : []) {
    if (field && file.type.startsWith("image/")) insert(field, found.card, file);
    else attach(found.card, file);
  }
});

// Pasted

document.addEventListener("paste", (event) => {
  const field = event.target.closest?.("textarea[data-mentions]");
  const card = field?.closest("[data-may-attach]")?.dataset.card;
  const pictures = [...(event.clipboardData?.files ?? [])].filter((file) => file.type.startsWith("image/"));
  if (!card || !pictures.length || event.clipboardData.types.includes("text/plain")) return;
  event.preventDefault();
  for (const file of pictures) insert(field, card, file);
});

let pasted = 0;
async function insert(field, card, file) {
  const name = (file.name || t("picture")).replace(/[[\]]/g, " ");
  const mark = `![${t("{name}, on its way…", { name })}](${++pasted})`;
  field.setRangeText(mark, field.selectionStart, field.selectionEnd, "end");
  typed(field);
  const found = await attach(card, file);
  const text = found?.picture ? `![${name}](${found.picture})` : "";
  const at = field.value.indexOf(mark);
  if (at < 0) return;
  field.setRangeText(text, at, at + mark.length, "preserve");
  typed(field);
}

const typed = (field) => field.dispatchEvent(new Event("input", { bubbles: true }));

function make(tag, className, text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}
