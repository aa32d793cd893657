// The one way a page writes: an act has an id made here, is kept until the server answers, and is sent once.
//
//   await act(url, fields, {label, undo, quiet, keepalive, id})   never throws; one of
//     {act, messages, redirect?}           done, the page is already patched
//     {refused, status, field?, …}         not done; undo() was called; unless quiet, a toast says why
//     {kept: true, act}                    no answer yet: kept on this computer, sent again in order, even after a reload
//   fields: FormData, an object (arrays repeat the name) or pairs; files allowed. label: what was done, in words.
//   pending() → how many wait · refusals() → refused later, with what was typed · dismiss(n) · resume() · state()
//
// Events on document: `acts:state` {pending, since, refused, reason}, `acts:answered` {act, label, answer, late},
// `acts:stranger` (somebody else is signed in now: what waits stays with its author). Tabs share the queue: a Web Lock
// lets one send at a time, a BroadcastChannel tells the others. A 401 keeps everything and asks to sign in again.

import { applyMessages, claim } from "projets/lib/patches.js";
import { open } from "projets/lib/queue.js";
import { classify, send } from "projets/lib/sending.js";
import { askToSignIn } from "projets/lib/signin.js";
import { toast } from "projets/lib/toast.js";
import { t } from "projets/lib/words.js";

const person = document.body.dataset.person || "nobody";
const queue = open(person);
const channel = new BroadcastChannel(`projets-acts-${person}`);
const waiting = new Map(); // act id → who awaits it in this page: {resolve, undo, quiet}
const BACK_OFF = [1, 2, 4, 8, 15, 30];
const CRASHES = 3; // a server that fails three times on an act will not learn
let failures = 0;
let timer;
let stops = 0; // how many times sending had to stop
let tried = 0; // when something was last sent
let signedIn = 0; // when the session was last found open again
let known = { pending: 0, refused: 0, since: null, reason: null };

export const pending = () => known.pending;
export const state = () => known;
export const refusals = async () => (await queue.all()).filter((entry) => entry.refused);

export async function act(url, fields = {}, { label = "", undo, quiet = false, keepalive = false, id } = {}) {
  const key = id ?? crypto.randomUUID();
  const entry = { act: key, url: new URL(url, location.href).href, fields: pairs(fields), label, person, at: Date.now() };
  claim(key);
  const answer = new Promise((resolve) => waiting.set(key, { resolve, undo, quiet }));
  if (keepalive) send(entry, { keepalive: true }).catch(() => {}); // the page is closing: the queue would come too late
  entry.n = await queue.add(entry);
  await told();
  drain(laneOf(entry));
  return answer;
}

export function resume() {
  clearTimeout(timer);
  failures = 0;
  ["text", "files"].forEach((lane) => drain(lane, true));
}

export async function dismiss(n) {
  await queue.drop(n);
  await told();
}

function pairs(fields) {
  if (fields instanceof FormData || Array.isArray(fields)) return [...fields];
  const given = Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one) => [name, one]));
  const filled = given.filter(([, value]) => value !== undefined && value !== null);
  return filled.map(([name, value]) => [name, value instanceof Blob ? value : String(value)]);
}

/** A long upload does not hold up the small acts. */
const laneOf = (entry) => (entry.fields.some(([, value]) => value instanceof Blob && value.size) ? "files" : "text");

async function due(lane) {
  const waits = (entry) => !entry.refused && laneOf(entry) === lane;
  return (await queue.all()).filter(waits);
}

/** `anew`: the timer of what stopped was taken away, so this must try, even when a try is failing right now. */
function drain(lane, anew = false) {
  const asked = stops;
  return navigator.locks.request(`projets-acts-${person}-${lane}`, async () => {
    if (!anew && asked !== stops) return keepAll(lane); // it stopped since: its timer, or whoever signs in, starts it again
    for (let [entry] = await due(lane); entry; [entry] = await due(lane)) {
      if (await sendOne(entry)) continue;
      stops += 1;
      return undefined;
    }
    return undefined;
  });
}

/** True when the queue may go on. */
async function sendOne(entry) {
  tried = Date.now();
  const answer = await send(entry).then(classify, () => ({ lost: true }));
  if (answer.lost || answer.crashed) {
    entry.tries = (entry.tries ?? 0) + 1;
    if (!answer.crashed || entry.tries < CRASHES) return later(entry, answer);
    answer.refused = t("The server failed on this. Try again later, or tell whoever runs it.");
  }
  failures = 0;
  known.since = known.reason = null;
  if (answer.ended) return ended(entry, answer);
  const late = Boolean(entry.kept);
  if (answer.refused && late) await queue.change({ ...entry, refused: answer.refused, refusedAt: Date.now() });
  else await queue.drop(entry.n);
  channel.postMessage({ act: entry.act, label: entry.label, answer, late });
  await told();
  settle(entry.act, entry.label, answer, late);
  return true;
}

function settle(id, label, answer, late) {
  const caller = waiting.get(id);
  waiting.delete(id);
  if (answer.refused) caller?.undo?.(answer);
  applyMessages(answer.messages);
  if (answer.refused && !late && caller && !caller.quiet) toast(answer.refused, { urgent: true });
  document.dispatchEvent(new CustomEvent("acts:answered", { detail: { act: id, label, answer, late } }));
  caller?.resolve?.(answer);
}

async function later(entry, { reason = null }) {
  entry.kept = true;
  await queue.change(entry);
  const seconds = BACK_OFF[Math.min(failures++, BACK_OFF.length - 1)];
  clearTimeout(timer);
  timer = setTimeout(() => ["text", "files"].forEach((lane) => drain(lane)), seconds * 1000 * (0.9 + Math.random() / 5));
  known.since ??= Date.now();
  known.reason = reason;
  await keepAll(laneOf(entry));
  return false;
}

/** Everything behind one that waits, waits too; whoever awaits it is told that it is kept. */
async function keepAll(lane) {
  for (const other of await due(lane)) if (!other.kept) await queue.change({ ...other, kept: true });
  channel.postMessage({ kept: true });
  await told();
  tellKept(await due(lane));
}

function tellKept(entries) {
  for (const { act: id } of entries) {
    const caller = waiting.get(id);
    if (!caller?.resolve) continue;
    caller.resolve({ kept: true, act: id });
    caller.resolve = undefined; // its undo stays, for a refusal that comes later
  }
}

async function ended(entry, { by, refused }) {
  if (Date.now() - signedIn < 5_000) return later(entry, { reason: refused }); // rather wait than ask without end
  await queue.change({ ...entry, kept: true });
  known.since ??= Date.now();
  known.reason = refused ?? t("Your session has ended.");
  await keepAll(laneOf(entry));
  if (by && by !== person) stranger();
  else askToSignIn().then((who) => (who === person ? goOn() : who && stranger()));
  return false;
}

function goOn() {
  signedIn = Date.now();
  resume();
}

function stranger() {
  document.dispatchEvent(new CustomEvent("acts:stranger"));
  toast(t("Somebody else is signed in on this browser. What you changed is kept for you; reload the page."), { stay: true });
}

async function told(share = true) {
  const all = await queue.all();
  const refused = all.filter((entry) => entry.refused).length;
  const left = all.filter((entry) => !entry.refused);
  if (!left.length) known.since = known.reason = null;
  else if (left.some((entry) => entry.kept)) known.since ??= Math.min(...left.map((entry) => entry.at));
  known = { ...known, pending: left.length, refused };
  document.dispatchEvent(new CustomEvent("acts:state", { detail: known }));
  if (share) channel.postMessage({ state: true });
}

channel.onmessage = async ({ data }) => {
  if (data.act) settle(data.act, data.label, data.answer, data.late);
  if (data.kept) tellKept((await queue.all()).filter((entry) => entry.kept));
  if (!data.act) await told(false);
};
addEventListener("online", resume);
const hurry = () => known.pending && Date.now() - tried > 1_000 && resume(); // a sign of life, perhaps one of many
document.addEventListener("live:open", hurry);
document.addEventListener("visibilitychange", () => !document.hidden && hurry());
if (person !== "nobody") told(false).then(() => known.pending && resume());
