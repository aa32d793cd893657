// One request of an act, and what its answer means. Used by acts.js alone.
//
//   send(entry, {keepalive}) → Response      a POST with act and CSRF token; rejects if unanswered.
//                                        A token that is too old is renewed once. X-Projets-Person names the author:
//                                        the server refuses (401) what is not from who is signed in
//   classify(response) → {act, messages}     done
//                      | {refused, status, field?, …}   said no, in words
//                      | {lost, reason?}     no answer from Projets itself: keep and try again
//                      | {crashed}           500
//                      | {ended, by?}  the session ended, or is somebody else's

import { upload } from "projets/lib/uploading.js";
import { t } from "projets/lib/words.js";

const TEXT_TIMEOUT = 12_000; // a request that hangs, as when a network comes back, is sent again under the same id
const FILES_TIMEOUT = 15 * 60_000;
let given; // a token of the server, newer than that of the page

export const renewToken = (token) => (given = token ?? given);

/** No script reads the cookie: after a sign-in in another tab the first refusal brings the token of today. */
export const token = () => given ?? document.querySelector('[name="csrfmiddlewaretoken"]')?.value ?? "";

export async function send(entry, options = {}) {
  const answer = await post(entry, options);
  if (answer.status !== 403 || !isJson(answer)) return answer;
  const { csrf } = await answer.clone().json();
  if (!csrf) return answer;
  renewToken(csrf);
  return post(entry, options);
}

function post({ url, fields, act, person }, { keepalive = false }) {
  const body = new FormData();
  const own = { act, csrfmiddlewaretoken: token() };
  for (const [name, value] of Object.entries(own)) body.append(name, value);
  for (const [name, value] of fields) if (!(name in own)) body.append(name, value);
  const long = fields.some(([, value]) => value instanceof Blob);
  const signal = AbortSignal.timeout(long ? FILES_TIMEOUT : TEXT_TIMEOUT);
  const headers = { Accept: "application/json", "X-CSRFToken": own.csrfmiddlewaretoken, "X-Projets-Person": person };
  if (long) return upload(url, { body, headers, signal }, act);
  return fetch(url, { method: "POST", body, keepalive, signal, headers });
}

const isJson = (answer) => answer.headers.get("Content-Type")?.includes("json") ?? false;

export async function classify(answer) {
  const body = isJson(answer) ? await answer.json() : {};
  const { status } = answer;
  if (status === 401 || (answer.redirected && new URL(answer.url).pathname.startsWith("/connexion/"))) {
    return { ended: true, by: body.person, refused: body.refused };
  }
  if ([502, 503, 504, 408, 429].includes(status)) return { lost: true, reason: body.refused };
  if (status >= 500) return { crashed: true };
  if (answer.ok) return answer.redirected && !isJson(answer) ? { redirect: answer.url } : body;
  return { ...body, status, refused: body.refused ?? REASONS[status] ?? t("The server refused this.") };
}

const REASONS = {
  403: t("You may not do this."),
  404: t("This is no longer here, or you may not see it any more."),
  409: t("Somebody else changed this meanwhile. Reload the page."),
  413: t("This file is too large."),
};
