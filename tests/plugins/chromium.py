"""Browser tests run where there is a browser."""

import os

import pytest

from tests.chromium import find

PATIENCE = 30_000  # milliseconds, for what takes a few: the machine may have other things to do
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_collection_modifyitems(config, items):
    """Without a browser its tests are left out, and `python -m tests` says so on its last line.

    With one they come last: Playwright keeps an event loop running in this thread, which others start their own in.
    """
    items.sort(key=lambda item: "tests/browser/" in item.path.as_posix())
    needing = [item for item in items if "tests/browser/" in item.path.as_posix()]
    if needing and find() is None:
        config.hook.pytest_deselected(items=needing)
        items[:] = [item for item in items if item not in needing]


@pytest.fixture(scope="session")
def chromium():
    """A Chromium that tests open contexts in; its tests stand in tests/browser/."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # that loop is Playwright's, the database is read beside it
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)
        yield browser
        browser.close()


def close(context):
    """Page by page: a context that goes while one of its pages is being left is never gone, and nobody says so."""
    for page in context.pages:
        page.close()
    context.close()
