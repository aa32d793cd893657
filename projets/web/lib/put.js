// Puts other content into one element of the page without taking anything away from who works in it.
//
//   put(element, html)     html: the inside, or the element itself again (same data-element: its attributes follow)
//   remove(element)        takes it away; a focus inside goes to the nearest neighbour
//   isBusy(element)        somebody types, drags, or has a menu open in it
//
// A busy element keeps its content: it gets data-stale and the event `patched:stale`; the new content is put in as
// soon as it is free (menu closed, text saved or given up). What is unfolded (<details>) stays so. The focus returns to the same data-focus key, id, name or
// link; without it, to the element.

const TYPED = "textarea, input:not([type]), input:is([type=text],[type=search],[type=url],[type=number],[type=email])";
const BUSY = "[data-dirty], [data-lifted], :popover-open, dialog[open]";
const FOCUSABLE = "a[href], button:not(:disabled), input:not([type=hidden], :disabled), select, textarea, [tabindex]";
const late = new Map(); // busy element → its next content

export function put(element, html) {
  if (isBusy(element)) {
    late.set(element, html);
    element.dataset.stale = "";
    return element.dispatchEvent(new CustomEvent("patched:stale", { bubbles: true, detail: { html } }));
  }
  late.delete(element);
  const unfolded = openOnes(element);
  const back = focusKept(element);
  const { root, content } = parsed(element, html);
  if (root) for (const { name, value } of root.attributes) element.setAttribute(name, value);
  element.removeAttribute("data-stale");
  element.replaceChildren(content);
  for (const one of element.querySelectorAll("details")) if (unfolded.has(keyOfFold(one))) one.open = true;
  back();
}

export function remove(element) {
  late.delete(element);
  const near = element.contains(document.activeElement) && neighbour(element);
  element.remove();
  if (near) focusOn(near);
}

function isBusy(element) {
  if (element.matches("[data-dirty], [data-lifted]") || element.querySelector(BUSY)) return true;
  return [...element.querySelectorAll(TYPED)].some((field) => field.value !== field.defaultValue);
}

export function focusOn(element) {
  const target = element.matches(FOCUSABLE) ? element : (element.querySelector(FOCUSABLE) ?? element);
  if (!target.matches(FOCUSABLE)) target.tabIndex = -1;
  target.focus({ preventScroll: true });
}

/** An editor that is open and has no text of its own yet stays open, on the newer text. */
const openOnes = (element) => new Set([...element.querySelectorAll("details[open]")].map(keyOfFold));
const keyOfFold = (one) => one.id || one.querySelector("[data-draft]")?.dataset.draft || one.firstElementChild?.textContent;

function parsed(element, html) {
  const template = document.createElement("template");
  template.innerHTML = html.trim();
  const first = template.content.firstElementChild;
  const same = first?.dataset?.element !== undefined && first.dataset.element === element.dataset.element;
  const content = document.createDocumentFragment();
  content.append(...(same ? first : template.content).childNodes);
  return { root: same ? first : undefined, content };
}

function focusKept(element) {
  const active = document.activeElement;
  if (active === element || !element.contains(active)) return () => {};
  const keys = ["data-focus", "id", "name", "href"].filter((key) => active.getAttribute(key));
  const same = keys.map((key) => `[${key}="${CSS.escape(active.getAttribute(key))}"]`);
  const range = active.matches(TYPED) && [active.selectionStart, active.selectionEnd];
  return () => {
    const again = same.map((one) => element.querySelector(one)).find(Boolean);
    focusOn(again ?? element);
    if (again && range && range[0] !== null) again.setSelectionRange(...range);
  };
}

function neighbour(element) {
  return element.nextElementSibling ?? element.previousElementSibling ?? element.parentElement?.closest("[data-element]");
}

function tryAgain() {
  for (const [element, html] of [...late]) {
    if (!element.isConnected) late.delete(element);
    else if (!isBusy(element)) put(element, html);
  }
}

for (const event of ["toggle", "close", "reset", "focusout", "draft:clean", "form:done", "lift:end"]) {
  document.addEventListener(event, () => late.size && setTimeout(tryAgain), true);
}
