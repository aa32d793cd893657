// « @ » in a text opens a short list of the people of the board: letters narrow it, arrows walk, Enter or Tab chooses.
//
//   <textarea data-mentions>; who: <script type="application/json" id="card-people"> [{id, name, initials, hue}]

import { announce } from "projets/lib/announce.js";
import { plain } from "projets/lib/plain.js";
import { n, t } from "projets/lib/words.js";

const MOST = 6;
const BEGUN = /(?:^|[\s(«“"'’])@([\p{L}\p{M}’'-]*(?: [\p{L}\p{M}’'-]*)?)$/u;
let open; // {field, list, from, items, at}

const people = () => JSON.parse(document.getElementById("card-people")?.textContent ?? "[]");

function begun(field) {
  if (field.selectionStart !== field.selectionEnd) return null;
  const found = BEGUN.exec(field.value.slice(0, field.selectionStart));
  return found && { typed: found[1], from: field.selectionStart - found[1].length - 1 };
}

function matching(typed) {
  const want = plain(typed);
  const fits = ({ name }) => plain(name).startsWith(want) || plain(name).split(/[\s-]/).some((part) => part.startsWith(want));
  return people().filter(fits).slice(0, MOST);
}

function look(field) {
  const found = begun(field);
  const items = found ? matching(found.typed) : [];
  if (!items.length) return close();
  if (!open) show(field);
  Object.assign(open, { from: found.from, items });
  open.list.replaceChildren(...items.map(option));
  activate(0);
  announce(n("{count} person", "{count} people", items.length));
  return undefined;
}

function show(field) {
  const list = document.createElement("ul");
  list.className = "mentions";
  list.id = "mentions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", t("People to tell"));
  field.after(list);
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-autocomplete", "list");
  open = { field, list };
}

function option(person, index) {
  const item = document.createElement("li");
  item.className = "mentions__one";
  item.id = `mention-${person.id}`;
  item.setAttribute("role", "option");
  const face = document.createElement("span");
  face.className = `avatar hue--${person.hue}`;
  face.setAttribute("aria-hidden", "true");
  face.textContent = person.initials;
  item.append(face, person.name);
  item.addEventListener("pointerdown", (event) => {
    event.preventDefault(); // the text keeps the focus
    choose(index);
  });
  return item;
}

function activate(at) {
  open.at = at;
  [...open.list.children].forEach((item, index) => item.setAttribute("aria-selected", index === at));
  open.field.setAttribute("aria-activedescendant", open.list.children[at].id);
}

function choose(index) {
  const { field, from, items } = open;
  const { id, name } = items[index];
  field.setRangeText(`@[${name}](${id}) `, from, field.selectionStart, "end");
  close();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function close() {
  if (!open) return;
  for (const name of ["aria-controls", "aria-activedescendant", "aria-autocomplete"]) open.field.removeAttribute(name);
  open.list.remove();
  open = undefined;
}

document.addEventListener("input", ({ target }) => target.matches?.("textarea[data-mentions]") && look(target));
document.addEventListener("focusout", close);
document.addEventListener(
  "keydown",
  (event) => {
    if (!open || event.target !== open.field || event.isComposing) return;
    const count = open.items.length;
    const to = { ArrowDown: open.at + 1, ArrowUp: open.at + count - 1 }[event.key];
    if (to !== undefined) activate(to % count);
    else if (event.key === "Enter" || event.key === "Tab") choose(open.at);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  },
  true,
);
