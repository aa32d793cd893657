"""What somebody types or sends is shown as text, and runs nowhere: every text column of every table, every page.

Columns are found, not listed: one that is added tomorrow is tried too. They are written past all rules of typing, so
that nothing here hangs on what a form refuses. Markdown by itself is tried in tests/boards/test_prose.py, names
of imports in tests/web/test_imports.py, files in test_hostile_files.py.
"""

import re
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import models
from django.test import override_settings

from projets.accounts.legal.fields import FIELDS
from projets.accounts.legal.models import LegalInformation
from projets.accounts.models import User
from projets.api.planka import calling
from projets.api.v1.door import limiter
from projets.boards.actions.details import value_cards
from projets.boards.actions.fields import create_field
from projets.boards.models import Field, Membership
from projets.boards.sharing.models import Guest
from projets.exchange.models import ImportJob
from projets.usecase.actor import Actor
from projets.usecase.guard import writes_allowed
from tests.api.planka.client import Planka
from tests.doors.test_api_walk import ROOT, STANDS_FOR
from tests.doors.test_api_walk import addresses as api_addresses
from tests.doors.walk import addresses, build

SHORT = """'"><b onxss=1>"""
PLANTED = SHORT + "{{7*7}}"
LONG = f"""{PLANTED}
<script>xss()</script><img src=x onerror=xss()><svg/onload=xss()><iframe srcdoc="<script>xss()</script>">
[a](javascript:xss()) [b](data:text/html,<script>xss()</script>) ![c](javascript:xss()) <javascript:xss()>
[d]: javascript:xss() "t"

[d] [e](JaVaScRiPt:xss()) [f](&#106;avascript:xss()) [g](java\tscript:xss()) [h](//evil.example/) [i](vbscript:xss())
![j](x" onerror="xss()) [k](https://e.example/"onmouseover="xss()) `</code><script>xss()</script>`
"""
KEPT = {  # what is no text of people: keys, names of things in the code, what opens, what is counted
    *("key", "file", "avatar", "api_key_prefix", "digest", "cookie_digest", "password", "secret", "credential"),
    *(
        "prefix",
        "username",
        "language",
        "time_zone",
        "siret",
        "background",
        "mime",
        "encoding",
        "url",
        "kind",
        "source",
    ),
    *("format", "model", "claim", "issuer", "sub", "host", "security", "color", "hue", "name_key", "action", "via"),
}
PARTS = ("accounts", "organisations", "legal", "boards", "sharing", "departures", "reviews", "exchange", "factors")
MORE_PARTS = ("notifications", "services", "webhooks", "identities", "mail")
PARTS_OF_PAGES = ("board", "board-head", "board-data", "archives", "members", "table", "rules", "teams", "departures")


@writes_allowed()
def plant():
    """Answers how many columns there were."""
    count = 0
    for model in apps.get_models():
        if model._meta.app_label not in (*PARTS, *MORE_PARTS):
            continue
        for column in model._meta.concrete_fields:
            if not _is_text(column):
                continue
            most = column.max_length or len(LONG)
            text = LONG if most > 1000 else PLANTED if most >= len(PLANTED) else SHORT
            model._base_manager.update(**{column.name: text[:most]})  # noqa: SLF001 (all of its rows)
            count += 1
    for user in User.objects.order_by("pk"):  # what each has for themselves
        User.objects.filter(pk=user.pk).update(
            email=f"{PLANTED}{user.pk}@x.example", username=f"{SHORT}{user.pk % 10**9}"
        )
    Guest.objects.update(email=f"{PLANTED}@x.example")
    texts = {name: PLANTED for name, field in FIELDS.items() if field.kind in ("line", "text", "email")}
    LegalInformation.objects.update_or_create(pk=LegalInformation.THE_ONE, defaults={"texts": texts})
    people = [{"id": PLANTED, "name": PLANTED, "username": PLANTED, "listed": True}]
    for job in ImportJob.objects.order_by("pk"):
        told = job.analysis | {"people": people, "announced": [], "warnings": []}
        ImportJob.objects.filter(pk=job.pk).update(analysis=told)
    return count


def _is_text(column):
    typed = type(column) in (models.CharField, models.TextField)
    long_enough = column.max_length is None or column.max_length >= len(SHORT)
    named = column.name in KEPT or column.name.endswith(("_key", "_hash", "_id"))
    return typed and long_enough and not (column.choices or column.unique or column.primary_key or named)


class Read(HTMLParser):
    """What a browser would make of a page: what runs in it."""

    def __init__(self):
        super().__init__()
        self.runs = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.runs += [(tag, name) for name in given if name.startswith("on") or name in ("srcdoc", "style")]
        if tag in ("iframe", "object", "embed", "base") or (tag == "script" and not _is_ours(given)):
            self.runs.append((tag, given))
        for name in ("href", "src", "action", "formaction", "xlink:href", "data"):
            address = re.sub(r"[\0-\x20]", "", given.get(name) or "").lower()
            if address.startswith(("javascript:", "vbscript:", "data:text", "//")):
                self.runs.append((tag, address))


def _is_ours(given):
    return given.get("type") in ("importmap", "application/json") or (given.get("src") or "").startswith("/static/")


def runs_in(page):
    read = Read()
    read.feed(page)
    read.close()
    return read.runs


def test_the_reader_finds_what_would_run():
    assert len(runs_in(LONG)) > 5
    for one in ('<a href=" java\tscript:x">', "<b onxss=1>", "<script>x</script>", '<a href="//evil.example">'):
        assert runs_in(one), one
    assert runs_in("<p>&lt;script&gt;</p><a href='/x/' class=y>z</a>") == []


@pytest.fixture
def world(boards):
    """That of the walk, with all texts planted; who looks manages, edits, and administers."""
    found, who = build(boards), User.objects.get(name="Nom manager")
    with writes_allowed():
        User.objects.filter(pk=who.pk).update(role="administrator")
        Membership.objects.create(board=boards.board, user=who, role="editor")
    actor = Actor(User.objects.get(pk=who.pk).pk, "web")
    create_field(actor, boards.project, "Choix", "one_of", options=[PLANTED, "b"], on_front=True)
    field = Field.objects.get(name="Choix")
    value_cards(actor, [boards.card("A")], field, field.options[0]["id"])
    found.actor = actor
    found.planted = plant()
    cache.clear()
    limiter.cache_clear()
    with override_settings(RATE_LIMITS={}):
        yield found
    limiter.cache_clear()


def test_nothing_that_was_typed_runs_on_any_page(world):
    assert world.planted > 40
    shown, tried = 0, 0
    for address in sorted(set(addresses())):
        path = address.format(**world.ids | {"mine": "1"})
        for who in ("manager", "anonymous", "link-holder", "guest"):
            for headers in ({}, *({"X-Fragment": part} for part in (*PARTS_OF_PAGES, f"card:{world.ids['card']}"))):
                if headers and (who != "manager" or "/tableaux/" not in path and "/organisations/" not in path):
                    continue
                answer = world.clients[who].get(path, headers=headers)
                if answer.streaming or not answer.get("Content-Type", "").startswith("text/html"):
                    _is_no_page(answer)
                    continue
                page = answer.content.decode()
                assert runs_in(page) == [], (path, headers)
                assert "{49}" not in page
                tried += 1
                shown += "&gt;&lt;b onxss" in page
    assert (tried > 250, shown > 60) == (True, True), (tried, shown)


def _is_no_page(answer):
    """It is not taken for one either."""
    assert answer.get("X-Content-Type-Options") == "nosniff"
    assert not re.search("html|xml", answer.get("Content-Type", ""))
    if answer.streaming:
        answer.getvalue()


def test_nothing_that_was_typed_makes_an_answer_of_an_api_a_page(world):
    tried, shown = 0, 0
    answers = []
    client = world.clients["manager"]
    token = Planka.of(world.actor).token
    for method, path in api_addresses():
        if method == "GET":
            noun = path.split("/")[1]
            answers.append(client.get(ROOT + path.replace("{id}", world.ids.get(STANDS_FOR.get(noun), "12"))))
    for route in calling.routes:
        if route.method == "GET":
            path = "/api" + re.sub(r"{(\w+)}", lambda found: world.ids.get(found[1], "12"), route.path)
            answers.append(client.get(path, headers={"authorization": f"Bearer {token}"}))
    for answer in answers:
        _is_no_page(answer)
        tried += 1
        shown += not answer.streaming and b"onxss" in answer.content
    assert (tried > 45, shown > 10) == (True, True), (tried, shown)
