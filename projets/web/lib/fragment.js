// Fetches one fragment of a page, in words when it cannot.
//
//   fetchFragment(name, {url, signal}) → {html, revision?}     X-Fragment: name; throws an Error whose message is for people
//   refresh(name)             fetches again every [data-element=name] of the page, from data-source, else the
//                             address of its dialog or page; calls within 100 ms are one, a newer one aborts the older
//   goInto(element, name, url)  the same for one element; resolves to false when it was overtaken or refused
//
// The server answers the HTML of that element, its inside or itself, with its revision in X-Revision if it has one.
// A refusal is announced and leaves what is shown; `fragment:failed` {message} on the element.

import { announce } from "projets/lib/announce.js";
import { put } from "projets/lib/put.js";
import { t } from "projets/lib/words.js";

const running = new WeakMap(); // element → its AbortController
const soon = new Map(); // name → timer

/** The page's own address, also while a dialog over it shows another one. */
const here = () => document.querySelector("dialog[data-over]")?.dataset.over ?? location.href;
const sourceOf = (element) => element.dataset.source ?? element.closest("[data-address]")?.dataset.address ?? here();

export async function fetchFragment(name, { url = here(), signal } = {}) {
  let answer;
  try {
    answer = await fetch(url, { signal, headers: { "X-Fragment": name, Accept: "text/html" } });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Error(t("This part could not be fetched: the server cannot be reached."), { cause: error });
  }
  if (!answer.ok) throw new Error(REASONS[answer.status] ?? t("This part could not be fetched. Reload the page."));
  const revision = answer.headers.get("X-Revision");
  return { html: await answer.text(), revision: revision === null ? undefined : Number(revision) };
}

const REASONS = {
  401: t("Your session has ended. Sign in again."),
  403: t("You may not see this any more."),
  404: t("This is no longer here, or you may not see it any more."),
};

export async function goInto(element, name, url = sourceOf(element)) {
  running.get(element)?.abort();
  const control = new AbortController();
  running.set(element, control);
  try {
    const { html } = await fetchFragment(name, { url, signal: control.signal });
    if (control.signal.aborted) return false;
    put(element, html);
    element.dispatchEvent(new CustomEvent("fragment:shown", { bubbles: true, detail: { name } }));
    return true;
  } catch (error) {
    if (error.name === "AbortError") return false;
    announce(error.message);
    element.dispatchEvent(new CustomEvent("fragment:failed", { bubbles: true, detail: { name, message: error.message } }));
    return false;
  }
}

export function refresh(name) {
  clearTimeout(soon.get(name));
  soon.set(
    name,
    setTimeout(() => {
      soon.delete(name);
      const asked = `[data-element="${CSS.escape(name)}"]:not([data-leaving] *)`; // a dialog that closes shows nothing new
      for (const one of document.querySelectorAll(asked)) goInto(one, name);
    }, 100),
  );
}
