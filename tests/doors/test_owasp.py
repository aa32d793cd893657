"""What attackers try first, tried at every address of the walk: nothing of it passes.

Here: forged forms (CSRF), redirects to elsewhere, columns that no form has (mass assignment), sessions that were
prepared (fixation). Ids of others (IDOR) are tried in test_foreign_ids.py and, at the APIs, in
test_foreign_ids_of_apis.py; their columns in test_extra_columns.py; what is planted in texts and files (stored
XSS, hostile files, paths in names) in test_planted.py. What others prove already:

who gets what at each address, existence included        test_walk.py, test_api_walk.py, test_restricted.py
guesses at passwords, codes, links and who has an account tests/accounts/factors, tests/boards/sharing, test_guests.py
requests to inside addresses that somebody typed (SSRF)   tests/usecase/test_outgoing.py, tests/boards/test_favicons.py
headers and cookies of every answer                       tests/operations/test_headers.py
a GET that writes                                         tests/usecase/test_guard.py
who may open sockets                                      tests/live/test_sockets.py, tests/api/sockets
sessions end, and change at a second factor               tests/web/test_security.py, tests/accounts/identities
"""

import re
from html import unescape
from pathlib import Path
from unittest.mock import patch
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import transaction
from django.test import Client

import projets
from projets.accounts.models import User
from projets.api.v1.document import document
from projets.boards.models import Membership
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Event
from tests.doors.walk import FORMS, TABLE, WIDE, build

ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "/\t/evil.example/",
    "https:evil.example",
    "https://testserver@evil.example/",
    "https://testserver.evil.example/",
    "javascript:alert(1)//evil.example",
]
CALLS_LOGIN = re.compile(r"from django.contrib.auth import .*\blogin\b")
EXEMPT = {  # answered without a form's token, and why
    "/connexion/openid/fin/": "the provider's server sends it, signed",
    "/swagger.json": "no act: Planka's door, which knows no cookie",
}
# No column of these is any form's here. Sent beside what a form holds, they change nothing of what it does.
COLUMNS = {
    "is_active": "0",
    "is_guest": "1",
    "is_demo": "1",
    "is_sso_user": "1",
    "is_staff": "1",
    "is_superuser": "1",
    "id": "1",
    "pk": "1",
    "user_id": "1",
    "creator_id": "1",
    "author_id": "1",
    "owner_id": "1",
    "made_by": "1",
    "board_id": "1",
    "project_id": "1",
    "list_id": "1",
    "card_id": "1",
    "organisation_id": "1",
    "service_id": "1",
    "ends_at": "",
    "expires_at": "2099-01-01",
    "binned_at": "",
    "revoked_at": "",
    "accepted_at": "2020-01-01",
    "by_hand": "0",
    "is_lead": "1",
    "is_shared": "0",
    "is_restricted": "1",
    "is_responsible": "1",
    "number": "999",
    "digest": "x",
    "api_key_hash": "x",
    "owner_manager_id": "1",
    "sponsor_id": "1",
    "invited_by": "1",
    "siret": "13002526500013",
    "allows_guests": "0",
    "creates_projects": "1",
    "source": "sign_in",
    "key": "x",
}
TYPED = {"/administration/organisations/": ["siret"], "/projets/creation/": ["is_shared"]}  # but here they are
WITHOUT = {"/deconnexion/", "/profil/donnees/effacement/"}  # these end the session that asks


def posted():
    """The addresses that something can be sent to."""
    lines = TABLE.read_text().splitlines()[1:]
    return [line[5 : 5 + WIDE].strip() for line in lines if line.startswith("POST")]


@pytest.fixture
def world(boards):
    """That of the walk; who tries is its manager, an editor and administrator too: all doors are open to them."""
    found, who = build(boards), User.objects.get(name="Nom manager")
    with writes_allowed():
        User.objects.filter(pk=who.pk).update(role="administrator")
        found.mine["manager"] = Membership.objects.create(board=boards.board, user=who, role="editor").pk
    return found


def filled(world, address):
    ids = world.ids | {"mine": str(world.mine["manager"])}
    form = {name: value.format(**ids) for name, value in FORMS.get(address, {"card": "{card}"}).items()}
    return address.format(**ids), form


def send(world, path, form, **headers):
    """(answer, the events that it recorded); nothing of it stays."""
    client, last = world.clients["manager"], _last_event()
    client.raise_request_exception = False
    cache.clear()
    letters = patch("projets.notifications.mail.guests.send")
    with transaction.atomic(), patch("projets.live.hub.session_ended"), letters:
        cookies = client.cookies.copy()
        answer = client.post(path, form, headers=headers)
        if answer.streaming:
            answer.getvalue()
        events = list(Event.objects.filter(pk__gt=last).order_by("pk"))
        client.cookies = cookies
        transaction.set_rollback(True)
    return answer, events


def _last_event():
    return Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


# Forged forms


def test_nothing_is_done_by_a_form_of_elsewhere(world):
    """Signed in, without the token of our pages; with a token of theirs; with ours, but from their page."""
    signed, stranger = world.clients["manager"], Client(enforce_csrf_checks=True)
    forged = Client(enforce_csrf_checks=True)
    forged.cookies = signed.cookies.copy()
    forged.get("/projets/")
    token = forged.cookies[settings.CSRF_COOKIE_NAME].value
    before, tried = _last_event(), 0
    for address in posted():
        if address in EXEMPT:
            continue
        path, form = filled(world, address)
        for client, more, headers in (
            (stranger, {}, {}),
            (forged, {}, {}),
            (forged, {"csrfmiddlewaretoken": "x" * 32}, {}),
            (forged, {"csrfmiddlewaretoken": token}, {"origin": "https://evil.example"}),
            (forged, {"csrfmiddlewaretoken": token}, {"origin": "null"}),
        ):
            answer = client.post(path, form | more, headers=headers | {"accept": "application/json"})
            assert (answer.status_code, set(answer.json())) == (403, {"refused", "csrf"}), path
            tried += 1
    assert _last_event() == before
    assert tried > 900
    good = {"csrfmiddlewaretoken": token, "card": world.ids["card"], "title": "Autre"}
    assert forged.post("/selection/titre/", good).status_code == 303  # our own page's form is done


@pytest.mark.parametrize("address", EXEMPT)
def test_what_needs_no_token_does_nothing_for_a_browser(world, address):
    before = _last_event()
    answer = Client(enforce_csrf_checks=True).post(address, {"logout_token": "x"})
    assert answer.status_code in (400, 404, 405)
    assert _last_event() == before


# Redirects


def test_what_leads_on_after_a_form_stays_here(world):
    """After what was done and after a refusal, signed in and not."""
    card, led = {"card": world.ids["card"]}, 0
    for elsewhere in ELSEWHERE:
        for path, form in (
            ("/selection/titre/", card | {"title": "Autre"}),
            ("/selection/titre/", card | {"title": ""}),
            ("/profil/theme/", {"theme": "dark"}),
            ("/profil/confirmation/", {}),
        ):
            sent = form | {"next": elsewhere}
            answer, _events = send(world, path, sent, referer=elsewhere)
            led += _leads_here(answer, path)
            led += _leads_here(Client().post(path, sent, headers={"referer": elsewhere}), path)
    assert led == 4 * len(ELSEWHERE)  # the others answer by a page, whose links were read


@pytest.mark.parametrize(("https", "secure"), [(True, False), (True, True), (False, True)])
def test_what_leads_on_stays_on_https(db, settings, https, secure):
    """By the setting or by the request itself, a proxy's http included; http sites lead to both."""
    settings.HTTPS = https
    form = {"theme": "dark", "next": "http://testserver/projets/"}

    def led(sent):
        return Client().post("/profil/theme/", sent, secure=secure)["Location"]

    assert led(form) == "/"
    assert led(form | {"next": "https://testserver/projets/"}) == "https://testserver/projets/"
    assert led(form | {"next": "/projets/"}) == "/projets/"


@pytest.mark.parametrize("elsewhere", [ELSEWHERE[0], "/\\evil.example/"])
def test_no_form_leads_elsewhere(world, elsewhere):
    led = 0
    for address in posted():
        path, form = filled(world, address)
        answer, _events = send(world, path, form | {"next": elsewhere}, referer=f"https://evil.example{path}")
        led += _leads_here(answer, address)
    assert led > 80


@pytest.mark.parametrize("elsewhere", [ELSEWHERE[0], "javascript:alert(1)//evil.example"])
def test_no_page_leads_elsewhere(world, elsewhere):
    pages = 0
    for line in TABLE.read_text().splitlines()[1:]:
        if line.startswith("GET"):
            path = line[5 : 5 + WIDE].strip().format(**world.ids | {"mine": "1"})
            for client in (Client(), world.clients["manager"]):
                answer = client.get(path, {"next": elsewhere, "projet": elsewhere})
                _leads_here(answer, path)
                pages += answer.status_code == 200
                if answer.streaming:
                    answer.getvalue()
    assert pages > 80


def _leads_here(answer, address):
    """Neither its redirect nor a link or form on it; answers whether it redirects."""
    said = "" if answer.streaming else answer.content.decode()
    found = re.findall(r"""(?:href|action|formaction)=["']([^"']*)""", said) + [answer.get("Location", "/")]
    for one in map(unescape, found):
        if "evil" in one or one == answer.get("Location"):
            assert "\\" not in one, (address, one)
            assert urlsplit(urljoin("http://testserver/", one))[:2] == ("http", "testserver"), (address, one)
    return "Location" in answer


# Columns that no form has


def test_no_form_sets_columns_that_it_does_not_have(world):
    known = {int(id) for id in world.ids.values() if id.isdigit()}
    done = 0
    for address in posted():
        if address in WITHOUT:
            continue
        path, form = filled(world, address)
        more = {name: value for name, value in COLUMNS.items() if name not in form}
        for name in TYPED.get(address, ()):
            del more[name]
        alone, first = send(world, path, form, accept="application/json")
        together, second = send(world, path, form | more, accept="application/json")
        assert together.status_code == alone.status_code, address
        assert [_settled(one, known) for one in second] == [_settled(one, known) for one in first], address
        done += bool(first)
    assert done > 80


def _settled(value, known):
    """A fact without what is made anew each time: ids of new rows, and moments."""
    if isinstance(value, Event):
        return value.kind, _settled(value.columns, known)
    if isinstance(value, dict):
        return {name: _settled(one, known) for name, one in value.items()}
    if isinstance(value, list):
        return [_settled(one, known) for one in value]
    if isinstance(value, int) and value > 10**15 and value not in known:
        return "an id"
    return "a moment" if isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\dT", value) else value


# Sessions


def test_one_way_in_makes_a_new_session(db):
    """Every way of signing in ends there: whatever key a browser was made to have opens nothing afterwards."""
    here = Path(projets.__file__).parent
    found = {str(path.relative_to(here)) for path in here.rglob("*.py") if CALLS_LOGIN.search(path.read_text())}
    assert found == {"web/pages/security/entering.py"}
    user = User(email="nadia@ministere.example", name="Nadia")
    user.set_password("une-longue-phrase")
    with writes_allowed():
        user.save()
    client = Client()
    client.post("/profil/theme/", {"theme": "dark"})
    planted = client.session
    planted["x"] = 1
    planted.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = planted.session_key
    sent = {"name": user.email, "password": "une-longue-phrase"}
    assert client.post("/connexion/", sent).status_code == 303
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != planted.session_key
    assert not Session.objects.filter(pk=planted.session_key).exists()
    other = Client()
    other.cookies[settings.SESSION_COOKIE_NAME] = planted.session_key
    assert other.get("/connexion/jeton/").json()["person"] is None


def test_our_own_api_refuses_what_it_does_not_know():
    """Every object that may be sent is closed; Planka's door reads what its table of parameters declares, alone."""
    whole, bodies = document(), 0
    for path, methods in whole["paths"].items():
        for method, said in methods.items():
            sent = said.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
            if sent:
                named = sent["$ref"].rpartition("/")[2] if "$ref" in sent else None
                schema = whole["components"]["schemas"][named] if named else sent
                assert schema["additionalProperties"] is False, (method, path)
                bodies += 1
    assert bodies > 30
