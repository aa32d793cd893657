"""Who gets what at every address of our own API: the table beside this file, compared with what is answered.

Renewed as the other one: `WRITE_TABLE=1 python -m pytest tests/doors/test_api_walk.py`, then read with care.
"""

import json
import os
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from unittest.mock import patch

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import override_settings
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.utils import timezone
from PIL import Image

from projets.accounts.actions.tokens import make_token
from projets.accounts.models import ApiSession, Token, User
from projets.accounts.organisations.models import Affiliation
from projets.accounts.tokens import Secret
from projets.api.v1.document import ROOT, document
from projets.api.v1.door import limiter
from projets.boards.actions.cards import rename_card
from projets.boards.actions.comments import write_comment
from projets.boards.models import Comment, Field, Project
from projets.exchange.models import ImportJob
from projets.notifications.models import Notification
from projets.notifications.services.models import Service
from projets.usecase.actor import Actor
from projets.usecase.errors import Refused
from projets.usecase.guard import writes_allowed
from tests.doors.walk import GUESTS, NOBODY, PEOPLE, build
from tests.exchange.trello_files import a_board, as_file

TABLE = Path(__file__).with_name("api.txt")
# What the {id} of an address stands for, by what comes before it
STANDS_FOR = {
    "accounts": "user",
    "acts": "act",
    "affiliations": "affiliation",
    "announcements": "announcement",
    "attachments": "attachment",
    "backgrounds": "image",
    "board-teams": "on_board",
    "boards": "board",
    "cards": "card",
    "claim-rules": "rule",
    "client-sessions": "client_session",
    "comments": "comment",
    "departures": "departure",
    "field-groups": "group",
    "fields": "field",
    "guests": "guest",
    "imports": "job",
    "labels": "label",
    "lists": "list",
    "managers": "manager",
    "memberships": "membership",
    "organisation-services": "unit",
    "organisations": "organisation",
    "notification-services": "service",
    "people": "person",
    "projects": "project",
    "share-links": "link",
    "named-places": "named",
    "sessions": "session",
    "task-lists": "task_list",
    "tasks": "task",
    "team-members": "team_member",
    "teams": "team",
    "tokens": "token",
    "webhooks": "webhook",
}
TILL = str(timezone.now() + timedelta(days=5))
CARDS, LISTS = {"card_ids": ["{card}"]}, {"list_ids": ["{list}"]}
BODIES = {
    "PATCH /affiliations/{id}": {"service_id": "{unit}"},
    "PUT /accounts/{id}/role": {"role": "board_user"},
    "POST /announcements": {
        "text": "Coupure",
        "begins_at": "2026-01-01T08:00:00Z",
        "ends_at": "2099-01-01T08:00:00Z",
    },
    "PUT /legal-information": {"publisher": "Ministère"},
    "PATCH /attachments/{id}": {"name": "Annexe"},
    "POST /boards/{id}/field-groups": {"name": "Marché"},
    "POST /boards/{id}/guests": {"email": "nils@cabinet.example", "ends_at": TILL, "sponsor_id": "{user}"},
    "POST /boards/{id}/labels": {"name": "Vite"},
    "POST /boards/{id}/lists": {"names": ["Plus tard"]},
    "POST /boards/{id}/members": {"user_id": "{free}"},
    "POST /boards/{id}/share-links": {"name": "Presse", "expires_at": TILL},
    "POST /boards/{id}/teams": {"team_id": "{team}", "role": "reader"},
    "POST /boards/{id}/notification-services": {"url": "json://chat.example"},
    "PUT /boards/{id}/marking": {"marking": "sensitive"},
    "PUT /boards/{id}/subscription": {"subscribed": True},
    "POST /cards": {"list_id": "{list}", "title": "Neuve"},
    "POST /cards/assign": CARDS,
    "POST /cards/duplicate": CARDS | {"list_id": "{other_list}"},
    "POST /cards/finish": CARDS | {"done": True},
    "POST /cards/label": CARDS | {"add": ["{label}"]},
    "POST /cards/move": CARDS | {"list_id": "{other_list}"},
    "POST /cards/restrict": CARDS | {"restricted": False},
    "POST /cards/schedule": CARDS | {"start_date": "2027-01-02"},
    "POST /cards/time": CARDS | {"running": True},
    "POST /cards/value": CARDS | {"field_id": "{field}", "value": "12"},
    "POST /cards/{id}/comments": {"text": "Bonjour"},
    "POST /cards/{id}/field-groups": {"name": "Marché"},
    "POST /cards/{id}/links": {"url": "https://exemple.fr"},
    "POST /cards/{id}/task-lists": {"name": "Étapes"},
    "PATCH /comments/{id}": {"text": "Bonsoir"},
    "PUT /comments/{id}/reaction": {"word": "seen", "said": True},
    "POST /departures": {"user_id": "{free}"},
    "POST /departures/{id}/hand-over-board": {"board_id": "{board}", "successor_id": "{free}"},
    "POST /departures/{id}/hand-over-project": {"project_id": "{project}", "successor_id": "{user}"},
    "POST /field-groups/{id}/fields": {"name": "Délai"},
    "PATCH /guests/{id}": {"ends_at": TILL},
    "POST /lists/archive": LISTS,
    "POST /lists/restore": LISTS,
    "POST /lists/unarchive": LISTS,
    "POST /lists/{id}/cards": {"titles": ["Neuve"]},
    "POST /lists/{id}/sort": {"by": "title"},
    "POST /imports/{id}/start": {"project_name": "Repris"},
    "POST /lists/{id}/transfer": {"board_id": "{other_board}"},
    "PATCH /memberships/{id}": {"role": "commenter"},
    "PATCH /me": {"name": "Camille", "theme": "dark"},
    "POST /notification-services": {"url": "json://chat.example"},
    "POST /notifications/mark": {"notification_ids": ["{notification}"], "read": True},
    "PATCH /organisation-services/{id}": {"name": "Achats"},
    "POST /organisations": {"local_name": "Préfecture"},
    "PATCH /organisations/{id}": {"project_creators": "named"},
    "POST /organisations/{id}/affiliations": {"user_id": "{free}"},
    "POST /organisations/{id}/services": {"name": "Achats", "parent_id": "{unit}"},
    "POST /organisations/{id}/teams": {"name": "Données"},
    "POST /projects": {"name": "Autre"},
    "POST /audit/export": {},
    "POST /projects/{id}/export": {},
    "POST /projects/{id}/review/answer": {"membership_ids": ["{membership}"]},
    "POST /projects/{id}/boards": {"name": "Neuf"},
    "PUT /projects/{id}/favorite": {"favorite": True},
    "POST /projects/{id}/field-groups": {"name": "Marché"},
    "POST /projects/{id}/fields": {"name": "Délai"},
    "PUT /projects/{id}/service": {"organisation_id": "{organisation}", "service_id": "{unit}"},
    "POST /projects/{id}/take-over": {"user_id": "{agent}"},
    "POST /projects/{id}/managers": {"user_id": "{free}"},
    "POST /task-lists/{id}/links": {"card_ids": ["{other_card}"]},
    "POST /task-lists/{id}/tasks": {"names": ["Relire"]},
    "POST /tasks/finish": {"task_ids": ["{task}"], "done": True},
    "POST /tasks/{id}/card": {"list_id": "{list}"},
    "PATCH /team-members/{id}": {"is_lead": True},
    "PATCH /teams/{id}": {"name": "Données"},
    "POST /teams/{id}/claim-rules": {"claim": "groups", "value": "produit"},
    "POST /teams/{id}/members": {"user_id": "{agent}"},
    "POST /tokens": {"name": "Autre"},
    "POST /webhooks": {"name": "Autre", "url": "https://hook.example/"},
    "POST /webhooks/{id}/replay": {"failed": True},
}


def _picture():
    file = BytesIO()
    Image.new("RGB", (8, 8)).save(file, "PNG")
    return file.getvalue()


# What is sent as a form: the name of its file, and the file
FILES = {
    "POST /me/picture": ("file", "moi.png", _picture()),
    "POST /projects/{id}/backgrounds": ("file", "fond.png", _picture()),
    "POST /cards/{id}/attachments": ("files", "note.txt", b"Lu et relu."),
    "POST /imports": ("file", "tableau.json", as_file(a_board()).read()),
}
PARAMETERS = {"GET /people": "?search=zoé"}
OF_OTHERS = {  # what {id} stands for there, whatever comes before it
    "POST /projects/{id}/take-over": "unmanaged",
    "POST /affiliations/{id}/departure": "leaving",
}


OF_THE_PROJECT = ("project", "board", "list", "label", "card", "comment", "notification", "job", "webhook", "act")
REACHED_BY_ANY_TOKEN = {  # of its own projects, or of what everybody may know
    "GET /acts/{id}",  # without its events
    "GET /announcements",
    "GET /bin",
    "GET /cards",
    "GET /legal-information",
    "GET /me",
    "GET /me/cards",
    "GET /notifications",
    "GET /organisations",
    "GET /people/{id}",
    "GET /projects",
    "GET /retention",
    "GET /tokens",
    "DELETE /tokens/current",
    "GET /webhooks",
}


def addresses():
    for path, methods in document()["paths"].items():
        for method in methods:
            yield method.upper(), path.removeprefix(ROOT)


@pytest.fixture
def without_limits():
    limiter.cache_clear()
    with override_settings(RATE_LIMITS={}):
        yield
    limiter.cache_clear()


@pytest.fixture
def walk(boards, without_limits):
    world = build(boards)
    secrets = {}
    with writes_allowed():
        service = Service.objects.create(board=boards.board, url="json://chat.example", format="text")
        world.ids["service"] = str(service.pk)
        world.ids["free"] = str(User.objects.get(email="libre@ministere.example").pk)
        left = Project.objects.create(name="Sans personne", prefix="SANS", organisation_id=world.ids["organisation"])
        world.ids["unmanaged"] = str(left.pk)
        world.ids["agent"] = str(User.objects.get(email="agent@ministere.example").pk)
        signed_in = {"user_id": boards.person("Lin Départ").pk, "source": "sign_in"}
        leaving = Affiliation.objects.create(organisation_id=world.ids["organisation"], **signed_in)
        world.ids["leaving"] = str(leaving.pk)
        opened = {"user": User.objects.get(name="Nom editor"), "expires_at": timezone.now() + timedelta(days=1)}
        world.ids["client_session"] = str(ApiSession.objects.create(digest="c" * 64, **opened).pk)
    world.ids["person"] = world.ids["free"]
    world.ids["other_card"] = str(boards.card("B").pk)
    world.ids["group"] = str(Field.objects.get().group_id)
    world.ids |= _of_the_editor(boards, world.ids)
    for who in PEOPLE:
        if who in NOBODY:
            continue
        user = User.objects.get(name=f"Nom {who}")
        secret = Secret.made()
        if who in GUESTS:  # no program acts in a guest's name
            with pytest.raises(Refused):
                make_token(Actor(user.pk, "web"), user, "essai", secret, "admin")
            continue
        with writes_allowed():
            active, user.is_active = user.is_active, True
            User.objects.filter(pk=user.pk).update(is_active=True)
        make_token(Actor(user.pk, "web"), user, "essai", secret, "admin")
        with writes_allowed():
            User.objects.filter(pk=user.pk).update(is_active=active)
        secrets[who] = secret.text
        if who == "editor":
            world.ids["token"] = str(Token.objects.get(user=user).pk)

    def asked(who, method, path):
        """The answer. Nothing of it stays: each is asked of the same world."""
        client = world.clients[who]
        client.raise_request_exception = False
        noun = path.split("/")[1]
        stands_for = OF_OTHERS.get(f"{method} {path}") or STANDS_FOR.get(noun)
        address = ROOT + path.replace("{id}", world.ids.get(stands_for, ""))
        headers = {"authorization": f"Bearer {secrets[who]}"} if who in secrets else {}
        sent = {} if method in ("GET", "DELETE") else _sent(f"{method} {path}", world.ids)
        cache.clear()  # of letters sent
        letters = patch("projets.notifications.mail.guests.send")
        with transaction.atomic(), patch("projets.live.hub.session_ended"), letters:
            answer = client.generic(method, address + PARAMETERS.get(f"{method} {path}", ""), headers=headers, **sent)
            if answer.streaming:
                answer.getvalue()  # which closes the file
            transaction.set_rollback(True)
        return answer

    asked.world, asked.secrets = world, secrets
    return asked


def _of_the_editor(boards, ids):
    """Rows that are one person's own: an act, a comment, a notification, an import; and a board to send lists to."""
    user = User.objects.get(name="Nom editor")
    editor = Actor(user.pk, "web")
    boards.join(editor, "editor", boards.elsewhere.board)
    write_comment(editor, boards.card("B"), "Lu")
    act = rename_card(editor, boards.card("C"), "Autre nom")
    with writes_allowed():
        ImportJob.objects.filter(pk=ids["job"]).update(owner=user)
        Notification.objects.filter(pk=ids["notification"]).update(user=user)
    return {"act": str(act.pk), "comment": str(Comment.objects.get(author_id=user.pk).pk)}


def _sent(key, ids):
    if key in FILES:
        name, *file = FILES[key]
        form = encode_multipart(BOUNDARY, {name: SimpleUploadedFile(*file)})
        return {"data": form, "content_type": MULTIPART_CONTENT}
    body = _filled(BODIES.get(key, _usual(key.partition(" ")[2])), ids)
    return {"data": json.dumps(body), "content_type": "application/json"}


def test_every_act_succeeds_for_somebody_in_the_table():
    """One that never does proves nothing of who may not."""
    _head, *lines = TABLE.read_text().splitlines()
    assert [line for line in lines if not any(status.startswith("2") for status in line.split()[2:])] == []


def test_everybody_gets_what_the_table_says(walk):
    head = f"{'':7}{'address':34}" + "".join(f"{name:>14}" for name in PEOPLE)
    lines = [
        f"{method:7}{path:34}" + "".join(f"{walk(who, method, path).status_code:>14}" for who in PEOPLE)
        for method, path in sorted(addresses(), key=lambda one: one[::-1])
    ]
    found = [head, *lines]
    if os.environ.get("WRITE_TABLE"):
        TABLE.write_text("\n".join([*found, ""]))
    assert found == TABLE.read_text().splitlines()


def test_a_token_made_for_another_project_reaches_nothing_of_this_one(walk):
    """However much its owner may: they administer the instance and the organisation, manage and edit all there is."""
    user = User.objects.get(name="Nom editor")
    with writes_allowed():
        User.objects.filter(pk=user.pk).update(role="administrator")
        Affiliation.objects.filter(user=user).update(role="administrator")
        other = Project.objects.create(name="Autre", prefix="AUTR")
        for project in (other, *Project.objects.filter(pk=walk.world.ids["project"])):
            project.managers.create(user=user)
    secret = Secret.made()
    make_token(Actor(user.pk, "web"), user, "essai", secret, "admin", [other])
    walk.secrets["bound"] = secret.text
    walk.world.clients["bound"] = walk.world.clients["editor"]
    of_project = [walk.world.ids[name] for name in OF_THE_PROJECT]
    reached = set()
    for method, path in addresses():
        answer = walk("bound", method, path)
        if answer.status_code < 300:
            reached.add(f"{method} {path}")
            content = b"" if answer.streaming else answer.content
            assert not [id for id in of_project if f'"{id}"'.encode() in content], (method, path)
        else:
            of_account = "{id}" not in path or path == "/client-sessions/{id}"
            assert answer.status_code in ((403, 404) if of_account else (404,)), (method, path)
    assert reached == REACHED_BY_ANY_TOKEN


def test_who_cannot_see_a_board_learns_nothing_of_what_is_on_it():
    head, *lines = TABLE.read_text().splitlines()
    names = head.split()[1:]
    for line in lines:
        _method, address, *statuses = line.split()
        answers = dict(zip(names, statuses, strict=True))
        assert answers["outsider"] == answers["removed"], line
        assert {answers[who] for who in ("anonymous", "closed", "link-holder", *GUESTS)} == {"401"}, line
        assert not any(status.startswith("5") for status in statuses), line
        if "{id}" in address and not address.startswith("/people"):
            assert answers["outsider"] in ("404", "422", "415"), line


def _usual(path):
    if path.startswith("/cards/") and "{id}" not in path:
        return CARDS
    return {}


def _filled(body, ids):
    if isinstance(body, dict):
        return {name: _filled(one, ids) for name, one in body.items()}
    if isinstance(body, list):
        return [_filled(one, ids) for one in body]
    return ids[body[1:-1]] if isinstance(body, str) and body.startswith("{") else body
