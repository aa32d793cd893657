// Applies live messages and the answers of our own acts to the page, one element at a time.
//
//   applyMessage({stream, revision, act, patches})   from live.js and acts.js alike; the same one twice is once
//   revisionOf("board:12") → 117 | undefined         what to tell the server after a gap (undefined: not followed)
//   optimistic([{place, in, position}], act) → undo()   shows a move before the answer; undo puts back what still stands;
//                                                    answers to my earlier moves of the same thing wait for this one's
//   fill(list, html, {stream, revision, more})       later cards of a windowed list, then what changed since
//   claim(act)                                       this act is ours: `own` in the event
//
// A patch: {place: "card:1", in: "list:2", position, html?} · {replace: "card:1", html} · {remove: "card:1"} ·
// {refresh: "members"}. Names are data-element, order is data-position then id; a list whose later cards are still to
// come says how many in data-more; data-item is the class of new items. Each followed stream is an element with
// data-stream and data-revision. A message ahead of a missing one shows at once and again in its turn: the page ends as
// the log says. Events on document: `patched` {stream, revision, act, own, changes: [{kind, name, element, from, to}]}
// and `patches:gap` {stream, revision}; on a list, `patches:filled`. What put.js says of focus and text being typed holds here.

import { fetchFragment, refresh } from "projets/lib/fragment.js";
import { put, remove } from "projets/lib/put.js";

const mine = new Set(); // act ids made in this page
const ahead = new Map(); // stream → messages that wait for their turn, in order
const journal = []; // what came since the page, while parts of it are still to come
const touched = new Map(); // name → how many times the server placed or removed it
const beyond = new Map(); // name → the list in whose unseen part it went
const newest = new Map(); // name → {act, held}: my last move of it, until the server tells of it
const wanted = new Map(); // name → where a card belongs whose HTML is on its way

export const claim = (act) => mine.add(act);

const holder = (stream) => document.querySelector(`[data-stream="${CSS.escape(stream)}"]`);
const named = (name) => [...document.querySelectorAll(`[data-element="${CSS.escape(name)}"]`)];
const nameOf = (patch) => patch.place ?? patch.replace ?? patch.remove;

export function revisionOf(stream) {
  const followed = holder(stream);
  return followed ? Number(followed.dataset.revision) : undefined;
}

export const applyMessages = (messages) => messages?.forEach(applyMessage);

export function applyMessage(message) {
  const { stream, revision } = message;
  const now = revisionOf(stream);
  if (now === undefined) return stream.startsWith("user:") && show(message); // one's own stream: nothing to be behind
  const queue = ahead.get(stream) ?? [];
  if (revision <= now || queue.some((one) => one.revision === revision)) return;
  queue.push(message);
  ahead.set(
    stream,
    queue.sort((one, other) => one.revision - other.revision),
  );
  show(message);
  if (revision > now + 1) return tell("patches:gap", { stream, revision: now });
  advance(holder(stream), queue);
  for (const later of queue) later.patches.forEach(apply);
}

/** Those whose turn it is: the first was just shown, the others were ahead and are shown again after it. */
function advance(followed, queue) {
  for (let first = true; queue[0]?.revision === Number(followed.dataset.revision) + 1; first = false) {
    const message = queue.shift();
    if (!first) message.patches.forEach(apply);
    followed.dataset.revision = message.revision;
    if (document.querySelector("[data-more]")) journal.push(message);
    else journal.length = 0;
  }
}

function show(message) {
  const { stream, revision, act, patches } = message;
  const own = mine.has(act);
  const applied = own ? patches.filter((patch) => !isOvertaken(patch, act)) : patches;
  for (const patch of applied) touched.set(nameOf(patch), (touched.get(nameOf(patch)) ?? 0) + 1);
  tell("patched", { stream, revision, act, own, changes: applied.flatMap(apply) });
}

/** I have moved it again since: it stays where I put it, until the server tells of that. */
function isOvertaken(patch, act) {
  const later = patch.place && newest.get(patch.place);
  if (!later) return false;
  if (later.act !== act) later.held = patch;
  else newest.delete(patch.place);
  return later.act !== act;
}

const tell = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));

function apply(patch) {
  if (patch.refresh) {
    refresh(patch.refresh);
    return [];
  }
  const name = nameOf(patch);
  if (patch.place) return place(patch);
  if (patch.remove) return gone(name);
  return named(name).map((element) => {
    put(element, patch.html);
    return { kind: "replace", name, element };
  });
}

function gone(name) {
  wanted.delete(name);
  countBeyond(name);
  return named(name).map((element) => {
    const from = listOf(element);
    remove(element);
    return { kind: "remove", name, element, from };
  });
}

const listOf = (element) => element?.parentElement?.closest("[data-element]")?.dataset.element;

function place(patch) {
  const { place: name, in: into, position, html } = patch;
  const list = container(into);
  const standing = named(name).find((one) => one.dataset.position !== undefined) ?? patch.element;
  if (!list) return standing ? gone(name) : [];
  const from = listOf(standing);
  const others = [...list.children].filter((one) => one !== standing && one.dataset.position !== undefined);
  const index = rank(others, { dataset: { element: name, position } });
  if (index === others.length && list.dataset.more !== undefined) {
    if (standing || html !== undefined) countBeyond(name, list);
    if (standing) remove(standing);
    return [{ kind: "place", name, from, to: into }];
  }
  if (!standing && html === undefined) return bring(patch);
  wanted.delete(name);
  countBeyond(name);
  const element = standing ?? made(list, name);
  element.dataset.position = position;
  const before = others[index] ?? (others.length ? others.at(-1).nextElementSibling : list.firstElementChild);
  const stands = element.parentElement === list && (element === before || element.nextElementSibling === before);
  if (!stands) move(list, element, before);
  if (html !== undefined) put(element, html);
  return [{ kind: "place", name, element, from, to: into }];
}

/** What went to the part of a list that is still to come counts there once, until it is elsewhere. */
function countBeyond(name, list) {
  const was = beyond.get(name);
  if (was === list) return;
  if (was) was.dataset.more -= 1;
  if (list) list.dataset.more = Number(list.dataset.more) + 1;
  beyond[list ? "set" : "delete"](name, list);
}

const container = (name) => {
  const [found] = named(name);
  return found?.matches("[data-items]") ? found : (found?.querySelector("[data-items]") ?? found);
};

function made(list, name) {
  const element = document.createElement(list.matches("ol, ul") ? "li" : list.matches("tbody") ? "tr" : "div");
  if (list.dataset.item) element.className = list.dataset.item;
  element.dataset.element = name;
  return element;
}

function move(list, element, before) {
  if (element.isConnected && list.moveBefore) return list.moveBefore(element, before); // keeps focus, menus, scroll
  const active = element.contains(document.activeElement) && document.activeElement;
  list.insertBefore(element, before);
  if (active) active.focus({ preventScroll: true });
}

function rank(others, element) {
  let low = 0;
  for (let high = others.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (order(others[middle], element) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

const idOf = (element) => element.dataset.element.split(":").pop();

/** By position, then by id: ids are beyond what a Number can tell. */
export function order(one, other) {
  const [a, b] = [idOf(one), idOf(other)];
  const byId = a.length - b.length || (a < b ? -1 : Number(a > b));
  return Number(one.dataset.position) - Number(other.dataset.position) || byId;
}

/** A card that was still to come moved to where it is seen: a move carries no HTML, so fetch it. */
function bring(patch) {
  const name = patch.place;
  const asked = wanted.has(name);
  wanted.set(name, patch);
  if (!asked) {
    fetchFragment(name).then(
      ({ html }) => wanted.has(name) && place({ ...wanted.get(name), html }),
      () => wanted.delete(name),
    );
  }
  return [];
}

export function fill(list, html, { stream, revision, more = 0 }) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const here = new Set([...document.querySelectorAll("[data-position]")].map((one) => one.dataset.element));
  for (const element of [...template.content.children]) if (here.has(element.dataset.element)) element.remove();
  const last = [...list.children].findLast((one) => one.dataset.position !== undefined);
  if (last) last.after(template.content);
  else list.prepend(template.content);
  for (const [name, there] of beyond) if (there === list) beyond.delete(name);
  if (more > 0) list.dataset.more = more;
  else list.removeAttribute("data-more");
  const since = journal.filter((message) => message.stream === stream && message.revision > revision);
  for (const message of [...since, ...(ahead.get(stream) ?? [])]) message.patches.forEach(apply);
  list.dispatchEvent(new CustomEvent("patches:filled", { bubbles: true }));
}

export function optimistic(patches, act) {
  const before = patches.flatMap((patch) => {
    const name = nameOf(patch);
    const element = named(name).find((one) => one.dataset.position !== undefined);
    const into = listOf(element);
    if (!into) return [];
    return [{ place: name, in: into, position: element.dataset.position, element, seen: touched.get(name) }];
  });
  patches.forEach(apply);
  if (act) for (const patch of patches) newest.set(nameOf(patch), { act });
  return () => before.forEach((one) => putBack(one, act));
}

function putBack(one, act) {
  const later = newest.get(one.place);
  if (later && later.act !== act) return;
  newest.delete(one.place);
  if (later?.held) apply(later.held);
  else if (touched.get(one.place) === one.seen) apply(one);
}
