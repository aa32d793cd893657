"""axe-core in a page: `assert violations(page) == []`. Contrast is among its rules."""

from pathlib import Path

SOURCE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "RGAAv4", "best-practice"]
OPTIONS = {
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}


CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}


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


def overflow(page):
    """How many pixels the page is wider than its window: 0."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
