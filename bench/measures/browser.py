"""The board in a browser: when everything on the screen is painted, and when every card is there."""

import os
import shutil
from pathlib import Path
from statistics import median

from bench.figures import Figure

VISITS = 5
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

# The first contentful paint and the last time something larger came to be painted, two frames after the page was read.
PAINTED = """() => new Promise((told) => {
  let last = 0;
  new PerformanceObserver((seen) => { for (const one of seen.getEntries()) last = Math.max(last, one.startTime); })
    .observe({ type: "largest-contentful-paint", buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => {
    const first = performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0;
    const read = performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd;
    told({ first, painted: Math.max(first, last, read) });
  }, 50)));
})"""
ALL_THERE = """() => new Promise((told) => {
  const look = () => document.querySelector(".list__cards[data-more]")
    ? setTimeout(look, 10)
    : told({ at: performance.now(), cards: document.querySelectorAll('[data-element^="card:"]').length });
  look();
})"""


async def measure(bench):
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=_found(), args=OPTIONS)
        try:
            for size in bench.sizes:
                yield await _visits(browser, bench, await bench.board(size), size)
        finally:
            await browser.close()


async def _visits(browser, bench, board, size):
    context = await browser.new_context(viewport={"width": 1440, "height": 900})
    await context.add_cookies(
        [{"name": name, "value": value, "url": bench.server.base_url} for name, value in bench.client.cookies.items()]
    )
    page, seen = await context.new_page(), []
    page.set_default_timeout(90_000)
    for _visit in range(VISITS + 1):
        await page.goto("about:blank")
        await page.goto(bench.server.base_url + board.path, wait_until="domcontentloaded")
        seen.append((await page.evaluate(PAINTED)) | {"there": await page.evaluate(ALL_THERE)})
    await context.close()
    cold, *warm = seen
    painted = median(one["painted"] for one in warm) / 1000
    there = median(one["there"]["at"] for one in warm) / 1000
    name = f"board of {size} cards in the browser"
    return [
        Figure(f"{name}, first paint", median(one["first"] for one in warm) / 1000, "s"),
        Figure(
            f"{name}, everything visible painted", painted, "s", 0.4, note=f"first visit {cold['painted'] / 1000:.2f}"
        ),
        Figure(f"{name}, every card there", there, "s", 2, note=f"{warm[0]['there']['cards']} cards"),
    ]


def _found():
    for given in (os.environ.get("CHROMIUM"), *map(shutil.which, NAMES)):
        if given and Path(given).exists():
            return given
    return None  # Playwright's own
