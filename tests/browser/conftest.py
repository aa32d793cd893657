"""The whole product in a browser: a real server in a thread, pages that fail when their console complains."""

import threading
import time
from dataclasses import dataclass, field

import pytest
from django.conf import settings
from django.test import Client

from projets.accounts.models import User
from projets.usecase.guard import writes_allowed
from tests.browser.axe import WIDTHS
from tests.plugins.chromium import PATIENCE, close


class Asked:
    """The application, and the addresses that it is answering."""

    def __init__(self, application):
        self.application = application
        self.under_way = []

    async def __call__(self, scope, receive, send):
        if scope["type"] == "lifespan":
            await self.application(scope, receive, send)
            return
        self.under_way.append(scope["path"])
        try:
            await self.application(scope, receive, send)
        finally:
            self.under_way.remove(scope["path"])

    def until_all_is_said(self):
        """A browser that is closed leaves requests behind, and what they lock keeps the tables from being emptied."""
        limit = time.monotonic() + PATIENCE / 1000
        while self.under_way:
            assert time.monotonic() < limit, f"still answering {self.under_way}"
            time.sleep(0.01)


@dataclass
class Serving:
    site: str
    asked: Asked


@pytest.fixture(scope="session")
def server(django_db_setup, django_db_blocker, chromium):
    """For the whole session; the browser has started, so its tests come last."""
    with django_db_blocker.unblock():  # its threads look at the database between tests, too
        yield from _serve()


def _serve():
    import uvicorn

    from projets.config.asgi import application
    from projets.config.server import SocketProtocol

    asked = Asked(application)
    config = uvicorn.Config(
        asked, port=0, ws=SocketProtocol, ws_per_message_deflate=False, log_level="warning", lifespan="on"
    )
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    limit = time.monotonic() + 60
    while not running.started:
        assert thread.is_alive(), "the server did not start"
        assert time.monotonic() < limit, "the server takes more than a minute to start"
        time.sleep(0.02)
    yield Serving(f"http://127.0.0.1:{running.servers[0].sockets[0].getsockname()[1]}", asked)
    running.should_exit = True
    thread.join(10)


@pytest.fixture
def site(server, transactional_db):
    """The address of the server (`http://127.0.0.1:…`), on an empty database."""
    yield server.site
    server.asked.until_all_is_said()


@dataclass
class Browsers:
    """`browsers.open("/", user)`: a page, in a browser of its own where this person is signed in."""

    chromium: object
    site: str
    complaints: list = field(default_factory=list)
    forgiven: list = field(default_factory=list)
    contexts: list = field(default_factory=list)

    def context(self, user=None, size="wide", theme="light", script=True, touch=False, **options):
        width, height = WIDTHS.get(size, size)
        context = self.chromium.new_context(
            base_url=self.site,
            viewport={"width": width, "height": height},
            color_scheme=theme,
            locale="fr-FR",
            timezone_id="Europe/Paris",
            java_script_enabled=script,
            has_touch=touch,
            **options,
        )
        context.set_default_timeout(PATIENCE)
        if user is not None:
            context.add_cookies([session_of(user, self.site)])
        context.on("page", self._listen)
        self.contexts.append(context)
        return context

    def open(self, address, user=None, **options):
        page = self.context(user, **options).new_page()
        page.goto(address)
        return page

    def _listen(self, page):
        page.on("console", lambda said: said.type in ("error", "warning") and self._complain(page, said.text))
        page.on("pageerror", lambda error: self._complain(page, str(error)))
        page.on("request", lambda request: self._stays_here(page, request.url))

    def _complain(self, page, text):
        complaint = f"{page.url}: {text}"
        if not any(part in complaint for part in self.forgiven):
            self.complaints.append(complaint)

    def _stays_here(self, page, url):
        if not url.startswith((self.site, self.site.replace("http", "ws"), "data:", "blob:", "about:")):
            self._complain(page, f"asked elsewhere: {url}")

    def forgive(self, *parts):
        """A complaint that the test provokes, also if it comes late: a refused request is an error on the console."""
        self.forgiven += parts
        self.complaints[:] = [one for one in self.complaints if not any(part in one for part in parts)]

    def close(self):
        for context in self.contexts:
            close(context)


@pytest.fixture
def browsers(chromium, site):
    opened = Browsers(chromium, site)
    yield opened
    opened.close()
    assert opened.complaints == []


@pytest.fixture
def agent(site):
    """`agent("Nadia Benali", role=…)`: an account, with the password « Passe-muraille »."""

    def make(name="Nadia Benali", **given):
        given.setdefault("email", f"{name.lower().replace(' ', '.')}@ministere.example")
        user = User(name=name, **given)
        user.set_password("Passe-muraille")
        with writes_allowed():
            user.save()
        return user

    return make


def session_of(user, site):
    client = Client()
    client.force_login(user)
    return {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "url": site,
    }
