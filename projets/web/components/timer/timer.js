// A stopwatch that runs shows its seconds, counted in the page: nothing is written, and nothing is asked.
//
//   <span class="timer timer--running">… <span data-since="2026-03-12T17:00:00+00:00" data-seconds="90">1 min</span></span>

const running = document.getElementsByClassName("timer--running"); // it follows the page by itself
const SECOND = 1000;

let next;

function tick() {
  const now = Date.now();
  if (!document.hidden) for (const timer of running) show(timer.querySelector("[data-since]"), now);
  clearTimeout(next);
  next = setTimeout(tick, SECOND - (now % SECOND));
}

function show(shown, now) {
  const { since, seconds } = shown.dataset;
  const spent = Number(seconds) + Math.max(0, Math.floor((now - Date.parse(since)) / SECOND));
  const two = (number) => String(number).padStart(2, "0");
  const text = `${Math.floor(spent / 3600)}:${two(Math.floor(spent / 60) % 60)}:${two(spent % 60)}`;
  if (shown.textContent !== text) shown.textContent = text;
}

for (const event of ["fragment:shown", "patched", "visibilitychange"]) document.addEventListener(event, tick);
tick();
