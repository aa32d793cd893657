// Filters of the board: by text, person, label, field and date, kept in the address so that they can be sent and come back.

import { announce } from "projets/lib/announce.js";
import { plain } from "projets/lib/plain.js";
import { soon } from "projets/lib/soon.js";
import { n, t } from "projets/lib/words.js";
import { CARDS, faceOf } from "projets/pages/board/counts.js";
import { boardData, nameOfLabel } from "projets/pages/board/data.js";
import { element, panel } from "projets/components/menu/panels.js";
import { allThere } from "projets/pages/board/rest.js";

const DATES = { late: t("Late"), today: t("Today"), week: t("Within seven days"), none: t("Without a date"), done: t("Done"), open: t("Not done") };
const NAMES = ["q", "membre", "etiquette", "date"];

const wanted = () => {
  const all = new URLSearchParams(location.search);
  const fields = [...all].filter(([name]) => name.startsWith("champ-"));
  return { q: plain(all.get("q") ?? ""), people: all.getAll("membre"), labels: all.getAll("etiquette"), dates: all.getAll("date"), fields };
};

function filtered() {
  const { q, people, labels, dates, fields } = wanted();
  return Boolean(q || people.length || labels.length || dates.length || fields.length);
}

function matches(card, { q, people, labels, dates, fields }) {
  const face = faceOf(card);
  if (!face) return true;
  const on = (name, ids) => !ids.length || ids.some((id) => (id === "-" ? !face.dataset[name] : face.dataset[name]?.split(" ").includes(id)));
  const values = fields.length ? JSON.parse(face.dataset.values ?? "{}") : {};
  return (
    (!q || plain(face.textContent).includes(q)) &&
    on("people", people) &&
    on("labels", labels) &&
    (!dates.length || dates.some((date) => stands(face, date))) &&
    fields.every(([name, value]) => holds(values[name.slice(6)] ?? "", value))
  );
}

const holds = (value, want) => (want === "-" ? value === "" : plain(value) === plain(want) || value.split(",").includes(want) || plain(value).includes(plain(want)));

function stands(face, date) {
  const time = face.querySelector("time[data-due]")?.getAttribute("datetime");
  const done = face.classList.contains("card--done");
  if (date === "done" || date === "open") return done === (date === "done");
  if (date === "none") return !time;
  if (!time || done) return false;
  const due = new Date(time.length > 10 ? time : `${time}T23:59:59`);
  const now = new Date();
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1);
  if (date === "late") return due < now;
  if (date === "today") return due >= now && due < midnight;
  return due >= now && due < new Date(now.getFullYear(), now.getMonth(), now.getDate() + 8);
}

export function show() {
  const want = wanted();
  const cards = [...document.querySelectorAll(CARDS)];
  let seen = 0;
  for (const card of cards) {
    const fits = matches(card, want);
    if (card.hidden === fits) card.hidden = !fits;
    seen += fits;
  }
  for (const list of document.querySelectorAll(".list__cards[data-more]")) seen += filtered() ? 0 : Number(list.dataset.more);
  say(seen, cards.length + [...document.querySelectorAll(".list__cards[data-more]")].reduce((sum, list) => sum + Number(list.dataset.more), 0));
  tags(want);
}

function say(seen, total) {
  const count = document.getElementById("filter-count");
  if (!count) return;
  const said = filtered() ? n("{count} card of {total}", "{count} cards of {total}", seen, { total }) : n("{count} card", "{count} cards", total);
  if (count.textContent !== said) count.textContent = said;
}

/** One tag for each filter, with its name and its value, and a way to take it off. */
function tags({ q, people, labels, dates, fields }) {
  const place = document.getElementById("active-filters");
  if (!place) return;
  const data = boardData();
  const named = (all, id, name) => (id === "-" ? t("none") : name(all.find((one) => one.id === id)) ?? id);
  const items = [
    ...(q ? [["q", new URLSearchParams(location.search).get("q"), t("Text"), new URLSearchParams(location.search).get("q")]] : []),
    ...people.map((id) => ["membre", id, t("Member"), named(data.people, id, (one) => one?.name)]),
    ...labels.map((id) => ["etiquette", id, t("Label"), named(data.labels, id, (one) => one && nameOfLabel(one))]),
    ...dates.map((id) => ["date", id, t("Due date"), DATES[id] ?? id]),
    ...fields.map(([name, value]) => [name, value, data.fields.find((one) => `champ-${one.id}` === name)?.name ?? name, shownValue(data, name, value)]),
  ];
  place.replaceChildren(...items.map(tag));
  if (items.length) place.append(clearAll());
}

function shownValue(data, name, value) {
  const field = data.fields.find((one) => `champ-${one.id}` === name);
  if (value === "-") return t("none");
  return field?.options.find((one) => one.id === value)?.name ?? (field?.kind === "person" ? data.people.find((one) => one.id === value)?.name : undefined) ?? { true: t("Yes"), false: t("No") }[value] ?? value;
}

function tag([name, value, said, shown]) {
  const item = element("li", "tag");
  item.append(element("span", "tag__name", said), ` ${shown}`);
  const remove = element("button", "tag__remove", "×");
  remove.type = "button";
  remove.setAttribute("aria-label", t("Take off the filter {name} {value}", { name: said, value: shown }));
  remove.addEventListener("click", () => (change((all) => all.delete(name, value)), backToFilter()));
  item.append(remove);
  return item;
}

/** The tag that was pressed is gone: the focus goes where filters are chosen. */
const backToFilter = () => document.querySelector('[data-menu="filters"]')?.focus();

function clearAll() {
  const item = element("li");
  const button = element("button", "button button--quiet button--s", t("Clear all"));
  button.type = "button";
  button.addEventListener("click", () => {
    change((all) => [...all.keys()].forEach((name) => (NAMES.includes(name) || name.startsWith("champ-")) && all.delete(name)));
    backToFilter();
  });
  item.append(button);
  return item;
}

function change(edit) {
  const all = new URLSearchParams(location.search);
  edit(all);
  const query = all.toString();
  history.replaceState(history.state, "", query ? `?${query}` : location.pathname);
  refresh().then(tell);
}

const PAUSE = 600; // milliseconds without a key: one does not want every letter's count said
let telling;

/** How many are left is said to who filters, not whenever a card comes or goes. */
function tell() {
  clearTimeout(telling);
  telling = setTimeout(() => announce(document.getElementById("filter-count")?.textContent), PAUSE);
}

/** Addresses sent before fields were in groups name the field alone: where it is first, then. */
function rename() {
  const old = [...new URLSearchParams(location.search)].filter(([name]) => /^champ-\d+$/.test(name));
  for (const [name, value] of old) {
    const field = boardData().fields?.find((one) => one.id.endsWith(`:${name.slice(6)}`));
    if (field) change((all) => (all.delete(name), all.append(`champ-${field.id}`, value)));
  }
}

export async function refresh() {
  if (filtered()) await allThere();
  show();
}

async function open(anchor) {
  await allThere();
  panel(anchor, t("Filter"), build, { wide: true });
}

function build(made) {
  const data = boardData();
  const want = new URLSearchParams(location.search);
  const search = element("div", "picker__search");
  const input = element("input", "input");
  Object.assign(input, { type: "text", value: want.get("q") ?? "", placeholder: t("Text in the cards") });
  input.setAttribute("aria-label", t("Text in the cards"));
  input.setAttribute("autofocus", "");
  input.addEventListener("input", () => change((all) => (input.value ? all.set("q", input.value) : all.delete("q"))));
  search.append(input);
  made.append(search);
  made.classList.add("filter-panel");
  group(made, t("Due date"), "date", Object.entries(DATES));
  group(made, t("Members"), "membre", [[data.me, t("Me")], ["-", t("Nobody")], ...data.people.filter((one) => one.id !== data.me).map((one) => [one.id, one.name])]);
  group(made, t("Labels"), "etiquette", [["-", t("No label")], ...data.labels.map((one) => [one.id, nameOfLabel(one), one.color])]);
  for (const field of data.fields) fieldGroup(made, field);
}

function fieldGroup(made, field) {
  if (field.options.length) return group(made, field.name, `champ-${field.id}`, field.options.map((one) => [one.id, one.name]));
  if (field.kind === "yes_no") return group(made, field.name, `champ-${field.id}`, [["true", t("Yes")], ["false", t("No")]]);
  if (field.kind === "person") return group(made, field.name, `champ-${field.id}`, boardData().people.map((one) => [one.id, one.name]));
  const row = element("label", "field");
  const input = element("input", "input");
  input.value = new URLSearchParams(location.search).get(`champ-${field.id}`) ?? "";
  input.addEventListener("input", () => change((all) => (input.value ? all.set(`champ-${field.id}`, input.value) : all.delete(`champ-${field.id}`))));
  row.append(element("span", "picker__head", field.name), input);
  return made.append(row);
}

const NOTHING = { q: "", people: [], labels: [], dates: [], fields: [] };
const ONE = { membre: (id) => ({ people: [id] }), etiquette: (id) => ({ labels: [id] }), date: (date) => ({ dates: [date] }) };

/** How many cards this choice alone would leave. */
function countOf(name, value) {
  const want = { ...NOTHING, ...(ONE[name]?.(value) ?? { fields: [[name, value]] }) };
  return [...document.querySelectorAll(".list__cards > [data-position]")].filter((card) => matches(card, want)).length;
}

function group(made, title, name, choices) {
  const set = element("fieldset", "picker__list");
  set.append(element("legend", "picker__head", title));
  const chosen = new URLSearchParams(location.search).getAll(name);
  for (const [value, said, hue] of choices) {
    const row = element("label", "picker__option");
    const box = element("input", "check");
    Object.assign(box, { type: "checkbox", checked: chosen.includes(value) });
    box.addEventListener("change", () => change((all) => (box.checked ? all.append(name, value) : all.delete(name, value))));
    const shown = element("span", hue ? `label hue--${hue}` : "", said);
    shown.dir = "auto";
    row.append(box, shown, element("span", "picker__note", String(countOf(name, value))));
    set.append(row);
  }
  made.append(set);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest('[data-menu="filters"]');
  if (button) open(button);
});
for (const event of ["patched", "list:filled", "fragment:shown"]) document.addEventListener(event, soon(show));
rename();
refresh();
