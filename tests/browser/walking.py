"""Through a page by Tab, as somebody without a mouse: `assert found_by_tab(page) == []`."""

_BEGIN = """(within) => {
  const root = document.querySelector(within);
  const told = (one) => {
    const name = one.getAttribute("aria-label") ?? one.textContent;
    return `${one.localName}#${one.id}.${one.getAttribute("class")} « ${name.trim().slice(0, 40)} »`;
  };
  const isTurn = (one) => { // one of a group of radios is reached, the arrows do the rest
    if (one.type !== "radio") return true;
    const named = [...root.querySelectorAll(`input[type=radio][name="${CSS.escape(one.name)}"]`)];
    const group = named.filter((other) => other.form === one.form);
    return one.checked || (group[0] === one && !group.some((other) => other.checked));
  };
  const isThere = (one) =>
    one.tabIndex >= 0 && !one.disabled && one.checkVisibility({ visibilityProperty: true }) && isTurn(one)
    && !one.closest("[inert], [popover]:not(:popover-open)");
  const may = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  window.walk = { left: new Set([...root.querySelectorAll(may)].filter(isThere)), told };
  return window.walk.left.size;
}"""
_STEP = """() => {
  const here = document.activeElement, { left, told } = window.walk, wrong = [];
  if (here === document.body || here === document.documentElement) return [wrong, left.size];
  left.delete(here);
  // In the calendar button of a date, whose ring is the browser's
  if (/^date/.test(here.type) && !here.matches(":focus-visible")) return [wrong, left.size];
  const rings = [getComputedStyle(here, "::before")];
  for (let one = here, up = 0; one && up < 5; up += 1, one = one.parentElement) rings.push(getComputedStyle(one));
  const isSeen = rings.some((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
  if (!isSeen) wrong.push(`no ring: ${told(here)}`);
  const box = here.getBoundingClientRect();
  const isInside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  if (!isInside) wrong.push(`out of sight: ${told(here)}`);
  return [wrong, left.size];
}"""
_LEFT = "[...window.walk.left].filter((one) => one.isConnected).map(window.walk.told)"
SPARE = 40  # a date takes several steps, and the browser one at the end of the page


def found_by_tab(page, within="body"):
    """What Tab does not reach, what has the focus unseen or without a ring."""
    count = page.evaluate(_BEGIN, within)
    assert count > 3
    wrong = []
    for _ in range(count + SPARE):
        page.keyboard.press("Tab")
        more, left = page.evaluate(_STEP)
        wrong += more
        if not left:
            break
    return [*dict.fromkeys(wrong), *(f"not reached: {one}" for one in page.evaluate(_LEFT))]
