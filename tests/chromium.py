"""The browser of the tests: $CHROMIUM, then the PATH, then Playwright's own. Nothing is ever installed here."""

import os
import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find():
    """The path of a browser, or None."""
    for given in (os.environ.get("CHROMIUM"), *map(shutil.which, NAMES)):
        if given and os.access(given, os.X_OK):
            return given
    return _playwrights_own()


def _playwrights_own():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None
