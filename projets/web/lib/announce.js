// Says something to screen readers without moving the focus.
//
//   announce("Carte déplacée dans En cours, 3 sur 12")
//   announce(text, "assertive")        only for what cannot wait: a refusal, lost work
//
// Messages that come within 150 ms are read as one sentence after the other, the same one once. A modal dialog makes
// the rest of the page inert, so the region lives in the topmost open dialog.

const waiting = { polite: new Set(), assertive: new Set() };
let timer;

export function announce(text, urgency = "polite") {
  if (!text) return;
  waiting[urgency].add(text);
  timer ??= setTimeout(say, 150);
}

export const topmost = () => [...document.querySelectorAll("dialog:modal")].pop() ?? document.body;

function say() {
  timer = undefined;
  for (const [urgency, texts] of Object.entries(waiting)) {
    if (!texts.size) continue;
    region(urgency).textContent = [...texts].join(" ");
    texts.clear();
  }
}

function region(urgency) {
  const host = topmost();
  const pages = document.getElementById("announcements");
  if (host === document.body && urgency === "polite" && pages) return (pages.textContent = ""), pages;
  let found = host.querySelector(`:scope > [data-announcer="${urgency}"]`);
  if (!found) {
    found = document.createElement("div");
    found.className = "sr-only";
    found.dataset.announcer = urgency;
    found.setAttribute("aria-live", urgency);
    host.append(found);
  }
  found.textContent = ""; // the same sentence twice is a change twice
  return found;
}
