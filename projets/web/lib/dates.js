// Dates are absolute text in the page; this makes the near ones relative and the late ones say so.
//
//   <span class="due"><time datetime="2026-03-12" data-due>12 mars</time></span>        a day
//   <time datetime="2026-03-12T17:00:00+01:00" data-due>12 mars</time>                   a moment
//   <time … data-due data-done>      done: never late           <time datetime="…" data-ago>10:42</time>   « il y a 3 min »
//
// « Aujourd’hui à 17:00 », « Demain », « En retard de 6 jours » in the zone of body[data-zone] (else the browser's). The
// nearest .due (else the time itself) gets due--late, due--soon or due--done, and its icon the shape that goes with it;
// the absolute text stays as its title.
// Told again at midnight, when a moment passes, after sleep, and for what live patches and fragments bring.

import { language, n, t } from "projets/lib/words.js";

const zone = document.body.dataset.zone || undefined;
const dayIn = new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" });
const clock = new Intl.DateTimeFormat(language, { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const ago = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
const DAY = 86_400_000;
const SOON = 2; // days
let timer;

function tellDates(root = document) {
  const now = Date.now();
  const today = dayOf(now);
  for (const time of root.querySelectorAll("time[data-due]")) tellDue(time, now, today);
  for (const time of root.querySelectorAll("time[data-ago]")) tellAgo(time, now);
  clearTimeout(timer);
  timer = setTimeout(() => tellDates(), 60_000 - (now % 60_000) + 50);
}

/** Days since 1970 in the reader's zone: summer time does not matter to them. */
const dayOf = (moment) => Date.parse(dayIn.format(moment)) / DAY;

function tellDue(time, now, today) {
  const text = time.dateTime;
  const whole = text.length === 10;
  const moment = Date.parse(text);
  if (Number.isNaN(moment)) return;
  const days = (whole ? moment / DAY : dayOf(moment)) - today;
  const done = "done" in time.dataset;
  const late = !done && (whole ? days < 0 : moment <= now);
  time.dataset.absolute ??= time.textContent;
  const said = (done ? undefined : late ? lateBy(days, now - moment) : near(days, whole ? undefined : moment)) ?? plainly(time, moment, now);
  const shown = said ?? time.dataset.absolute;
  if (time.textContent !== shown) time.textContent = shown;
  if (said) time.title = time.dataset.absolute;
  else time.removeAttribute("title");
  const { classList } = time.closest(".due") ?? time;
  classList.toggle("due--late", late);
  classList.toggle("due--soon", !done && !late && days < SOON);
  classList.toggle("due--done", done);
  const drawing = time.closest(".due")?.querySelector(":scope > .icon > use");
  const shape = late ? "late" : done ? "check" : days < SOON ? "clock" : "calendar";
  drawing?.setAttribute("href", `${drawing.getAttribute("href").split("#")[0]}#i-${shape}`);
}

/** Without the year when it is this one's: on a card's face only, where room is short. */
function plainly(time, moment, now) {
  if (!time.closest(".card") || new Date(moment).getFullYear() !== new Date(now).getFullYear()) return undefined;
  return time.dataset.absolute.replace(` ${new Date(moment).getFullYear()}`, "");
}

function lateBy(days, elapsed) {
  if (days < 0) return n("{count} day late", "{count} days late", -days);
  const hours = Math.floor(elapsed / 3_600_000);
  return hours ? n("{count} hour late", "{count} hours late", hours) : t("Just past");
}

function near(days, moment) {
  const hour = moment === undefined ? undefined : clock.format(moment);
  if (days === 0) return hour ? t("Today at {hour}", { hour }) : t("Today");
  if (days === 1) return hour ? t("Tomorrow at {hour}", { hour }) : t("Tomorrow");
  return undefined;
}

function tellAgo(time, now) {
  time.dataset.absolute ??= time.textContent;
  const minutes = Math.floor((now - Date.parse(time.dateTime)) / 60_000);
  time.textContent = agoIn(minutes) ?? time.dataset.absolute;
  time.title = time.dataset.absolute;
}

function agoIn(minutes) {
  if (minutes < 1) return t("just now");
  if (minutes < 60) return ago.format(-minutes, "minute");
  return minutes < 720 ? ago.format(-Math.floor(minutes / 60), "hour") : undefined;
}

tellDates();
document.addEventListener("visibilitychange", () => !document.hidden && tellDates());
document.addEventListener("fragment:shown", (event) => tellDates(event.target));
document.addEventListener("patches:filled", (event) => tellDates(event.target));
document.addEventListener("patched", ({ detail }) => {
  for (const { element } of detail.changes) if (element?.isConnected) tellDates(element);
});
