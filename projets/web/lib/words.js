// The page's words. English msgids in, the reader's language out.
//
//   t("Kept on this computer")                      a sentence
//   t("Undone: {what}", { what })                   with names put in (never as HTML)
//   n("{count} change kept", "{count} changes kept", 2)   one or many, by the language's own rule
//   m("Sign in again.")                             a sentence kept in a constant, to be said later by t(constant)
//
// The translations are web/locale/<language>/LC_MESSAGES/django.po; `projets/words` is made from it (web/words.py).
import { form, language, words } from "projets/words";

export { language };

const filled = (text, params) => text.replace(/\{(\w+)\}/g, (all, name) => params[name] ?? all);

export const m = (msgid) => msgid;

export const t = (msgid, params = {}) => filled(words[msgid] ?? msgid, params);

export function n(one, many, count, params = {}) {
  const forms = words[one] ?? [one, many];
  return filled(forms[form(count)], { count, ...params });
}
