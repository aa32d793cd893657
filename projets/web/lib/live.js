// One WebSocket per page: what becomes of the streams it follows, in order, once each; it touches no element.
//
//   const live = connect({follow: [["board:12", 117]], onMessage, …})
//   live.follow(stream, revision)   also again, after the page was read anew; revision null: from now on
//   live.unfollow(stream)
//   live.see("card:5" | null)       which card this page has open, for presence
//   live.retry()                    at once, after signing in again
//   live.close()
//
//   onMessage({stream, revision, act, patches})   the next revision of a stream
//   onReload(stream)        too much was missed, or it cannot be told by patches: read the page again
//   onGone(stream)          it may not be seen any more
//   onPresence(stream, people, count)   [{id, name, initials, hue, card}], at most 40 of `count`
//   onState(state, since)   "connecting", "live" (caught up), "offline" since a Date
//   onSignedOut()           the session has ended: said once; tried again by retry() or when the page comes to the front
//
// After a cut it tries again after 0.5 to 15 s, at once when the network or the page comes back; the server speaks
// every 25 s, so silence beyond 40 s is a cut too (a computer that slept hears nothing of it).

const SHORTEST = 500;
const LONGEST = 15_000;
const SILENCE = 40_000;
const LOOK = 5_000;
const SIGNED_OUT = 4401;

/** @param {ConstructorParameters<typeof Live>[0]} options */
export const connect = (options) => new Live(options);

export class Live {
  #on;
  #language;
  #address;
  #known = new Map(); // stream → revision, null before the first answer
  #asked = new Set(); // streams whose missing messages are on their way
  #card = null;
  #wire = null;
  #heard = Date.now();
  #looked = Date.now();
  #tries = 0;
  #retry;
  #look;
  #state;
  #lost;
  #signedOut = false;
  #closed = false;

  constructor({ follow = [], language = document.documentElement.lang, address = "/live/", ...callbacks }) {
    this.#on = callbacks;
    this.#language = language;
    this.#address = new URL(address, location.href.replace(/^http/, "ws")).href;
    for (const [stream, revision] of follow) this.#known.set(stream, revision);
    addEventListener("online", this.#atOnce);
    addEventListener("offline", this.#cut);
    addEventListener("pageshow", this.#atOnce);
    addEventListener("pagehide", this.#leave);
    document.addEventListener("visibilitychange", this.#shown);
    this.#look = setInterval(this.#listen, LOOK);
    this.#open();
  }

  /** @param {string} stream @param {number | null} revision what the page shows; null: from now on */
  follow(stream, revision = null) {
    this.#known.set(stream, revision);
    if (this.#wire?.readyState === WebSocket.OPEN) this.#ask([stream]);
    else if (!this.#wire) this.retry();
  }

  unfollow(stream) {
    this.#known.delete(stream);
    this.#asked.delete(stream);
    this.#say({ unfollow: [stream] });
  }

  see(card) {
    this.#card = card;
    this.#say({ seen: card });
  }

  retry() {
    if (!this.#closed) this.#open();
  }

  close() {
    this.#closed = true;
    clearInterval(this.#look);
    removeEventListener("online", this.#atOnce);
    removeEventListener("offline", this.#cut);
    removeEventListener("pageshow", this.#atOnce);
    removeEventListener("pagehide", this.#leave);
    document.removeEventListener("visibilitychange", this.#shown);
    this.#drop();
  }

  #open() {
    this.#drop();
    this.#asked.clear();
    if (this.#state !== "offline") this.#tell("connecting");
    const wire = new WebSocket(this.#address);
    this.#wire = wire;
    this.#heard = Date.now();
    wire.onopen = () => {
      this.#ask([...this.#known.keys()]);
      if (this.#card) this.#say({ seen: this.#card });
    };
    wire.onmessage = ({ data }) => {
      this.#heard = Date.now();
      this.#hear(JSON.parse(data));
    };
    wire.onclose = ({ code }) => this.#ended(code);
  }

  #ended(code) {
    this.#drop();
    this.#lost ??= new Date(this.#heard);
    if (code === SIGNED_OUT) {
      this.#retry = null;
      this.#tell("offline");
      if (!this.#signedOut) this.#on.onSignedOut?.();
      this.#signedOut = true;
      return;
    }
    this.#tell(this.#tries ? "offline" : "connecting");
    this.#tries += 1;
    const most = Math.min(LONGEST, SHORTEST * 2 ** this.#tries);
    this.#retry = setTimeout(() => this.#open(), SHORTEST + Math.random() * (most - SHORTEST));
  }

  #drop() {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    if (!this.#wire) return;
    const wire = this.#wire;
    this.#wire = wire.onopen = wire.onmessage = wire.onclose = null;
    if (wire.readyState !== WebSocket.CONNECTING) return wire.close();
    wire.onopen = () => wire.close(); // closed sooner, a browser complains on the console; one of a page that is left, it ends itself
  }

  #hear(message) {
    if (message.ping) return;
    const { stream, revision } = message;
    if (message.presence) this.#on.onPresence?.(stream, message.presence, message.count);
    else if (message.gone) this.#lose(stream);
    else if ("at" in message) this.#arrive(stream, message.at);
    else if (message.reload) this.#reload(stream, revision);
    else this.#take(message);
  }

  #take(message) {
    const { stream, revision } = message;
    const known = this.#known.get(stream);
    if (known === undefined || revision <= known) return; // left, or seen already
    if (known !== null && revision > known + 1) {
      if (!this.#asked.has(stream)) this.#ask([stream]);
      return; // it comes again, in its turn
    }
    this.#known.set(stream, revision);
    this.#on.onMessage?.(message);
  }

  #arrive(stream, revision) {
    const known = this.#known.get(stream) ?? null;
    if (known === null) this.#known.set(stream, revision);
    else if (known < revision) return; // the person's own stream, unasked: what was missed of it is still to come
    this.#asked.delete(stream);
    this.#caughtUp();
  }

  #reload(stream, revision) {
    this.#asked.delete(stream);
    if (!this.#known.has(stream)) return;
    if (revision !== undefined) this.#known.set(stream, Math.max(revision, this.#known.get(stream) ?? 0));
    this.#caughtUp();
    this.#on.onReload?.(stream);
  }

  #lose(stream) {
    this.#known.delete(stream);
    this.#asked.delete(stream);
    this.#caughtUp();
    this.#on.onGone?.(stream);
  }

  #ask(streams) {
    for (const stream of streams) this.#asked.add(stream);
    const follow = streams.map((stream) => [stream, this.#known.get(stream)]);
    this.#say({ follow, language: this.#language });
  }

  #say(said) {
    if (this.#wire?.readyState === WebSocket.OPEN) this.#wire.send(JSON.stringify(said));
  }

  #caughtUp() {
    if (this.#asked.size) return;
    this.#tries = 0;
    this.#signedOut = false;
    this.#lost = undefined;
    this.#tell("live");
  }

  #tell(state) {
    if (state === this.#state) return;
    this.#state = state;
    this.#on.onState?.(state, state === "offline" ? this.#lost : undefined);
  }

  // What happens around the page

  #listen = () => {
    const late = Date.now() - this.#looked - LOOK; // slept, or in the background
    this.#looked = Date.now();
    const silence = Date.now() - this.#heard;
    if (this.#wire && (silence > SILENCE || (late > LOOK && silence > 30_000))) this.#cut();
  };

  #shown = () => {
    if (document.hidden) return;
    this.#listen();
    this.#atOnce();
  };

  #atOnce = () => {
    if (this.#retry !== undefined) this.retry(); // it waits to
  };

  #cut = () => {
    if (this.#wire) this.#ended();
  };

  /** The page is left, perhaps to come back as it is. */
  #leave = () => {
    this.#drop();
    this.#retry = null;
  };
}
