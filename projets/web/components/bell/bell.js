// <notification-bell> says how many notifications are unread, live on every page, and opens the last ones in a panel.
// A card that is opened reads its own, as do those that come while it is open: [data-card] with data-unread.

import { connect } from "projets/lib/live.js";
import { act } from "projets/lib/acts.js";
import { announce } from "projets/lib/announce.js";
import { refresh } from "projets/lib/fragment.js";
import { applyMessage } from "projets/lib/patches.js";
import { n, t } from "projets/lib/words.js";
import { place } from "projets/components/menu/menu.js";

const LIVE_PAGES = "board-page, card-page, project-page"; // they have a socket already

class NotificationBell extends HTMLElement {
  connectedCallback() {
    this.panel = this.querySelector("[popover]");
    this.button = this.querySelector("button");
    this.count = this.querySelector('[data-element="unread"]');
    this.panel.addEventListener("toggle", ({ newState }) => this.turned(newState === "open"));
    document.addEventListener("patched", ({ detail }) => this.heard(detail));
    document.addEventListener("dialog:shown", () => readOpenCard());
    document.addEventListener("visibilitychange", () => readOpenCard());
    readOpenCard();
    if (!document.querySelector(LIVE_PAGES)) {
      connect({
        follow: [[`user:${document.body.dataset.person}`, null]],
        onMessage: applyMessage,
        onReload: () => location.reload(),
        onState: (state) => this.toggleAttribute("data-live", state === "live"),
      });
    }
  }

  heard({ changes, own }) {
    const told = changes.find((one) => one.name === "unread");
    if (!told) return;
    const now = Number(this.count.textContent);
    const before = this.said ?? 0;
    this.said = now;
    this.count.hidden = now === 0;
    const words = now ? n("Notifications, {count} unread", "Notifications, {count} unread", now) : t("Notifications");
    this.querySelector("[data-unread-words]").textContent = words;
    if (own || now <= before) return;
    announce(n("{count} unread notification", "{count} unread notifications", now));
    markOpenCard();
  }

  turned(open) {
    const latest = this.panel.querySelector("[data-latest]");
    if (!open) {
      latest.removeAttribute("data-element");
      latest.replaceChildren(); // never yesterday's while today's are fetched
      return;
    }
    latest.dataset.element = "latest"; // followed while it is open
    latest.dataset.source = "/notifications/";
    refresh("latest");
    place(this.panel, this.button, "end");
    latest.addEventListener("fragment:shown", () => place(this.panel, this.button, "end"), { once: true });
    this.panel.querySelector("a").focus();
  }
}

/** What came just now may be about the card that is open. */
function markOpenCard() {
  const card = document.querySelector("[data-card]");
  if (card) card.dataset.unread = "";
  readOpenCard();
}

function readOpenCard() {
  const card = document.querySelector("[data-card][data-unread]");
  if (!card || document.hidden) return;
  card.removeAttribute("data-unread");
  act(`/cartes/${card.dataset.card}/notifications/`, {}, { quiet: true });
}

customElements.define("notification-bell", NotificationBell);
