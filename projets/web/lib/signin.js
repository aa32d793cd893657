// The session ended while somebody works: signs in again without leaving the page.
//
//   askToSignIn() → Promise<id of who is signed in now, or null if closed>
//
// One dialog at a time; its content is /connexion/?fragment=1, its forms are sent by script. A sign-in that leaves for
// another site opens in another tab; when this window comes back to the front the session is asked for again. Nothing
// of the page behind is touched: what is typed stays typed.

import { fetchFragment } from "projets/lib/fragment.js";
import { renewToken } from "projets/lib/sending.js";
import { t } from "projets/lib/words.js";

let asked;

export const askToSignIn = () => (asked ??= show().finally(() => (asked = undefined)));

async function show() {
  const already = await whoIsHere(); // meanwhile, in another tab
  if (already) return already;
  const dialog = document.createElement("dialog");
  dialog.className = "dialog dialog--signin";
  dialog.dataset.signin = "";
  const content = await fetchFragment("signin", { url: "/connexion/?fragment=1" }).catch((error) => error);
  const read = new DOMParser().parseFromString(content.html ?? "", "text/html");
  dialog.append(...body(read, content.message));
  dialog.setAttribute("aria-labelledby", "signin-title");
  document.body.append(dialog);
  dialog.showModal();
  const who = await new Promise((resolve) => {
    const back = async () => {
      const now = await whoIsHere();
      if (now) resolve(now);
    };
    dialog.addEventListener("submit", async (event) => {
      if (event.target.method === "dialog") return;
      event.preventDefault();
      const found = await submit(dialog, event);
      if (found) resolve(found);
    });
    dialog.addEventListener("close", () => resolve(null));
    dialog.addEventListener("click", (event) => event.target.closest("[data-retry]") && back());
    addEventListener("focus", back);
    dialog.whenGone = () => removeEventListener("focus", back);
  });
  dialog.whenGone();
  dialog.remove();
  return who;
}

function body(read, failure) {
  const title = element("h2", "dialog__title", t("Your session has ended"));
  title.id = "signin-title";
  const lead = element("p", "", failure ?? t("Sign in again: nothing that you typed is lost."));
  const inside = element("div", "dialog__body dialog__body--plain");
  const forms = read.querySelector("main") ?? read.body;
  forms.querySelectorAll("h1").forEach((heading) => heading.remove());
  inside.append(title, lead, ...forms.childNodes);
  for (const link of inside.querySelectorAll("a[href]")) link.target = "_blank";
  const retry = element("button", "button", t("I have signed in elsewhere"));
  retry.type = "button";
  retry.dataset.retry = "";
  const later = element("form", "dialog__foot");
  later.method = "dialog";
  later.append(retry, element("button", "button button--quiet", t("Later")));
  inside.append(later);
  return [inside];
}

function element(tag, className, text = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

async function submit(dialog, { target: form, submitter }) {
  const body = new FormData(form, submitter);
  const url = submitter?.hasAttribute("formaction") ? submitter.formAction : form.action;
  let error = form.querySelector(".field__error") ?? element("p", "field__error");
  error.setAttribute("role", "alert");
  form.append(error);
  try {
    const answer = await fetch(url, { method: "POST", body, headers: { Accept: "application/json" } });
    const said = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
    renewToken(said.csrf);
    if (answer.ok && said.form) {
      form.outerHTML = said.form; // the second factor is asked for in the same place
      dialog.querySelector("#second-code")?.focus();
      return null;
    }
    const who = said.person ?? (await whoIsHere());
    if (answer.ok && who) return String(who);
    error.textContent = said.refused ?? t("This did not sign you in. Check what you typed.");
  } catch {
    error.textContent = t("The server cannot be reached. Try again.");
  }
  return null;
}

async function whoIsHere() {
  const answer = await fetch("/connexion/jeton/").catch(() => null);
  if (!answer?.ok) return null;
  const { csrf, person } = await answer.json();
  renewToken(csrf);
  return person;
}
