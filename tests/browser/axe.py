"""axe-core in a page: `assert violations(page) == []`, or all that can be seen of one load: `faults(page)`."""

from pathlib import Path

SOURCE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "RGAAv4", "best-practice"]
OPTIONS = {
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
COLOURS = ["color-contrast", "link-in-text-block"]
CONTRAST = {"runOnly": {"type": "rule", "values": COLOURS}, "resultTypes": ["violations"]}
SHAPES = OPTIONS | {"rules": OPTIONS["rules"] | {rule: {"enabled": False} for rule in COLOURS}}
WIDTHS = {"wide": (1440, 900), "tablet": (768, 1024), "phone": (390, 844), "narrow": (320, 640)}
TWICE = (640, 480)  # 1,280 pixels at 200 %


def violations(page, context=None, options=OPTIONS):
    """What axe finds, one line each: rule, where, why. The policy lets no script in: the browser's tools bring it."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(f"{SOURCE}; undefined")
    found = page.evaluate("([context, options]) => axe.run(context ?? document, options)", [context, options])
    return [
        f"{violation['id']}: {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


UNTOLD = """() => [
  ...[...document.querySelectorAll("table:not([aria-label], [aria-labelledby])")].filter((table) => !table.caption)
    .map((table) => `a table without a name: ${table.className}`),
  ...[...document.querySelectorAll("a[target=_blank]")]
    .filter((link) => !/nouve(l onglet|lle fenêtre)/.test(link.textContent))
    .map((link) => `a window that opens unsaid: ${link.textContent.trim()}`),
]"""


def untold(page):
    """What the RGAA asks for and axe does not: tables have a title (B-26), new windows are announced (B-34)."""
    return page.evaluate(UNTOLD)


def overflow(page):
    """How many pixels the page is wider than its window: 0."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def faults(page):
    """What is wrong with a page, of one load: `[]`.

    All of axe's rules in light, contrast in dark (B-20); in a narrow window all rules but contrast, which takes most
    of axe's time; wider than its window at any width, and at 200 % (B-21). Colours are the system's, nothing fades.
    """
    before = page.viewport_size
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    found = [f"dark: {line}" for line in violations(page, options=CONTRAST)]
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    found += [f"light: {line}" for line in violations(page)]
    found += untold(page)
    for width, height in (*WIDTHS.values(), TWICE):
        page.set_viewport_size({"width": width, "height": height})
        if beyond := overflow(page):
            found.append(f"{beyond} pixels wider than {width}")
        if (width, height) == WIDTHS["narrow"]:
            found += [f"narrow: {line}" for line in violations(page, options=SHAPES)]
    page.set_viewport_size(before)
    return found


def faults_on(page, addresses):
    """`{address: what is wrong there}` of those with something: `{}`."""
    found = {}
    for address in addresses:
        page.goto(address)
        found[address] = faults(page)
    return {address: lines for address, lines in found.items() if lines}
