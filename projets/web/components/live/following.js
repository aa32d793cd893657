// <board-page> and <card-page> follow their board (and its project): what others do arrives as messages, and a sign says
// how things are. Others see who is here, and which card each has open: in a dialog, or as a page.

import { resume } from "projets/lib/acts.js";
import { announce } from "projets/lib/announce.js";
import { connect } from "projets/lib/live.js";
import { applyMessage, revisionOf } from "projets/lib/patches.js";
import { askToSignIn } from "projets/lib/signin.js";
import { n, t } from "projets/lib/words.js";

class FollowingPage extends HTMLElement {
  connectedCallback() {
    this.streams = [this, ...this.querySelectorAll("[data-stream]")].map((one) => one.dataset.stream);
    this.live = connect({
      follow: [...this.streams.map((stream) => [stream, revisionOf(stream)]), [`user:${document.body.dataset.person}`, null]],
      onMessage: applyMessage,
      onReload: () => location.reload(),
      onSignedOut: () => this.signInAgain(),
      onGone: (stream) => this.streams.includes(stream) && this.shutOut(),
      onState: (name, since) => this.say({ state: { name, since } }),
      onPresence: (stream, people) => stream === this.dataset.stream && this.show(people),
    });
    this.see(this);
    document.addEventListener("dialog:shown", ({ target }) => this.see(target));
    document.addEventListener("dialog:closed", () => this.see(this));
    this.waiting = 0;
    document.addEventListener("patches:gap", ({ detail }) => this.live.follow(detail.stream, detail.revision));
    document.addEventListener("acts:state", ({ detail }) => this.say({ waiting: detail.pending, since: detail.since }));
  }

  disconnectedCallback() {
    this.live.close();
  }

  /** « En direct », or since when it is not, and how many changes wait on this computer. */
  say({ state = this.state ?? { name: "connecting" }, waiting = this.waiting, since }) {
    const back = state.name === "live" && this.state?.name !== "live";
    Object.assign(this, { state, waiting });
    if (back) document.dispatchEvent(new CustomEvent("live:open"));
    const sign = document.getElementById("live-state");
    if (!sign) return;
    const from = state.since ?? (since ? new Date(since) : undefined);
    const off = state.name !== "live";
    const parts = [state.name === "live" ? t("Live") : from ? t("Offline since {time}", { time: clock(from) }) : t("Connecting…")];
    if (waiting && off) parts.push(n("{count} change kept on this computer", "{count} changes kept on this computer", waiting));
    const said = parts.join(" · ");
    sign.classList.toggle("live--off", off && Boolean(from));
    if (from) sign.setAttribute("role", "status"); // that a page connects as it opens is no news: that it is cut off, and back, is
    if (sign.textContent !== said) sign.textContent = said;
  }

  show(people) {
    const others = people.filter((one) => one.id !== document.body.dataset.person);
    const place = document.getElementById("presence");
    place?.replaceChildren(...others.slice(0, 8).map(face));
    place?.setAttribute("aria-label", others.length ? t("Here now: {names}", { names: others.map((one) => one.name).join(", ") }) : t("Here now"));
    this.others = others;
    this.showOnCard();
    for (const card of document.querySelectorAll("[data-open-by]")) card.removeAttribute("data-open-by");
    for (const one of others.filter((person) => person.card)) {
      const card = document.querySelector(`[data-element="card:${CSS.escape(one.card)}"]`);
      if (card) card.dataset.openBy = one.name;
    }
  }

  /** Who else has the card open that is open here, in its dialog or on its page. */
  showOnCard() {
    const place = document.getElementById("card-presence");
    const card = document.querySelector("[data-card]")?.dataset.card;
    const others = (this.others ?? []).filter((one) => one.card === card);
    place?.replaceChildren(...others.slice(0, 5).map(face));
    place?.setAttribute("aria-label", others.length ? t("Also on this card: {names}", { names: others.map((one) => one.name).join(", ") }) : t("Also on this card"));
  }

  see(place) {
    const card = place.tagName === "BOARD-PAGE" ? null : place.querySelector("[data-card]");
    this.live.see(card ? `card:${card.dataset.card}` : null);
    this.showOnCard();
  }

  async signInAgain() {
    const person = await askToSignIn(document.body.dataset.person);
    if (person === document.body.dataset.person) this.live.retry();
    if (person) resume(); // what waits is sent, or kept for its author
  }

  shutOut() {
    announce(t("This board is no longer open to you."));
    location.replace("/");
  }
}

function face(one) {
  const element = document.createElement("span");
  element.className = `avatar hue--${one.hue}`;
  element.setAttribute("role", "img");
  element.setAttribute("aria-label", one.name);
  element.title = one.name;
  element.textContent = one.initials;
  return element;
}

const clock = (date) => date.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });

customElements.define("board-page", FollowingPage);
customElements.define("card-page", class extends FollowingPage {});
customElements.define("project-page", class extends FollowingPage {});
