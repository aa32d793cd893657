"""Columns that an address does not document, sent to it all the same (mass assignment): nothing but what it documents
is written. Planka's door and our own API, at every address that writes; forms are tried in test_owasp.py.

Whoever sends them may do everything: manager, editor and administrator. What is compared is the whole database.
"""

import json
from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils import timezone

from projets.accounts.actions.tokens import make_token
from projets.accounts.models import User
from projets.accounts.tokens import Secret
from projets.api.planka.authentication import open_session
from projets.api.v1.document import ROOT, document
from projets.boards.actions.comments import write_comment
from projets.boards.actions.details import assign_cards, value_cards
from projets.boards.actions.labels import create_label
from projets.boards.actions.lists import create_lists
from projets.boards.models import Comment, Field, FieldGroup, Label, List
from projets.notifications.models import Notification
from projets.notifications.services.models import Service
from projets.usecase.actor import Actor
from projets.usecase.guard import writes_allowed
from tests.doors import planka
from tests.doors.rows import Rows, varying, without
from tests.doors.test_api_walk import BODIES, STANDS_FOR, _filled, _usual, without_limits
from tests.doors.test_owasp import COLUMNS, world

PASSWORD = "une-longue-phrase"  # noqa: S105 (of an invented person)
OURS = COLUMNS | {
    "board_id": "{other_board}",
    "list_id": "{other_list}",
    "card_id": "{other_card}",
    "label_ids": ["{other_label}"],
    "values": {"1": "12"},
    "user_id": "{free}",
    "creator_id": "{free}",
    "author_id": "{free}",
    "role": "administrator",
    "state": "done",
    "kind": "closed",
    "password": "planted",
    "is_admin": True,
    "deleted_at": None,
    "archived_at": None,
    "cleared_at": "2020-01-01T00:00:00Z",
    "created_at": "2020-01-01T00:00:00Z",
    "updated_at": "2020-01-01T00:00:00Z",
    "position": 3,
    "color": "planted",
    "organisation": "planted",
    "marking": "sensitive",
    "revision": 1,
    "act": "planted",
}
THEIRS = {
    "id": "{other_card}",
    "boardId": "{other_board}",
    "projectId": "1",
    "listId": "{other_list}",
    "prevListId": "{other_list}",
    "cardId": "{other_card}",
    "taskListId": "{task_list}",
    "linkedCardId": "{other_card}",
    "labelId": "{other_label}",
    "coverAttachmentId": "{attachment}",
    "customFieldGroupId": "{group}",
    "baseCustomFieldGroupId": "{base}",
    "backgroundImageId": "{image}",
    "userId": "{free}",
    "creatorUserId": "{free}",
    "assigneeUserId": "{me}",
    "ownerProjectManagerId": "{manager}",
    "role": "admin",
    "isAdmin": True,
    "isSsoUser": True,
    "isDeactivated": True,
    "isDefaultAdmin": True,
    "isHidden": True,
    "isFavorite": True,
    "isSubscribed": True,
    "isClosed": True,
    "isCompleted": True,
    "isRead": False,
    "canComment": False,
    "createdAt": "2020-01-01T00:00:00Z",
    "updatedAt": "2020-01-01T00:00:00Z",
    "deletedAt": "2020-01-01T00:00:00Z",
    "listChangedAt": "2020-01-01T00:00:00Z",
    "commentsTotal": 99,
    "type": "story",
    "name": "planted",
    "text": "planted",
    "description": "planted",
    "email": "planted@evil.example",
    "username": "planted",
    "password": "planted",
    "apiKey": "planted",
    "apiKeyHash": "planted",
    "accessToken": "planted",
    "organization": "planted",
    "url": "https://evil.example/",
    "position": 3,
    "color": "lagoon-blue",
    "data": {"filename": "planted"},
    "smtpHost": "evil.example",
}
# These do nothing here, and why
UNDONE = {
    "POST /access-tokens/accept-terms": "there are no terms to accept",
    "POST /access-tokens/revoke-pending-token": "there are no terms to accept",
    "POST /access-tokens/exchange-with-oidc": "no provider",
    "POST /access-tokens/debug-oidc": "nobody may",
    "POST /config/test-smtp": "it sends a letter",
    "DELETE /projects/{project}": "it has boards",
}

OF_TOKENS = {("accounts.TokenUse", one) for one in ("id", "token_id", "used_at")}


@pytest.fixture
def ids(boards, world, without_limits, monkeypatch):
    """What the braces of addresses and bodies stand for, with one of everything that somebody has of their own.

    Time stands still afterwards, so that moments can be compared.
    """
    me = User.objects.get(name="Nom manager")
    actor, found = Actor(me.pk, "web"), world.ids
    with writes_allowed():
        me.set_password(PASSWORD)
        me.save()
        User.objects.filter(email="libre@ministere.example").update(role="project_owner")
        service = Service.objects.create(user=me, url="json://chat.example", format="text")
        notification = Notification.objects.create(
            user=me,
            kind="commented",
            reason="given",
            event_id=1,
            board_id=boards.board.pk,
            card_id=found["card"],
            data={"title": "A"},
        )
    card = boards.card("A")
    write_comment(actor, card, "Lu")
    create_label(actor, boards.board, "Vite")
    create_lists(actor, boards.board, ["Fini"], kind="closed")
    assign_cards(actor, [card], add=[int(found["user"])])
    field = Field.objects.get()
    value_cards(actor, [card], field, "7")
    now = timezone.now() + timedelta(seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: now)
    return found | {
        "me": str(me.pk),
        "email": me.email,
        "password": PASSWORD,
        "free": str(User.objects.get(email="libre@ministere.example").pk),
        "member": found["user"],
        "service": str(service.pk),
        "notification": str(notification.pk),
        "comment": str(Comment.objects.get(author_id=me.pk).pk),
        "other_label": str(Label.objects.get(name="Vite").pk),
        "other_card": str(boards.card("B").pk),
        "closed_list": str(List.objects.get(name="Fini").pk),
        "archive": str(boards.board.archive_list_id),
        "trash": str(boards.board.trash_list_id),
        "base": str(field.group_id),
        "group": str(FieldGroup.objects.get(board=boards.board).pk),
    }


@contextmanager
def undone(database):
    """Nothing of it stays; the database is watched."""
    cache.clear()
    letters = patch("projets.notifications.mail.guests.send")
    with transaction.atomic(), patch("projets.live.hub.session_ended"), letters, database.watched():
        yield
        transaction.set_rollback(True)


def test_planka_door_writes_nothing_but_what_it_declares(ids):
    token, wrong, done = open_session(User.objects.get(pk=ids["me"])).token, [], 0
    database = Rows()

    def wrote(key, more):
        with undone(database):
            answer = planka.ask(token, key, planka.path_of(key, ids), planka.body_of(key, ids) | more)
            return answer.status_code, database.written()

    for key, route in planka.asked(reading=False).items():
        declared = {one.name for one in route.parameters}
        status, alone = wrote(key, {})
        if (status == 200 and bool(alone)) == (key in UNDONE):
            wrong.append((key, status))
        extra = {name: one for name, one in _filled(THEIRS | OURS, ids).items() if name not in declared}
        again, together = wrote(key, extra)
        if (again, together) != (status, alone):
            vary = varying(alone, wrote(key, {})[1])
            if again != status or without(together, vary) != without(alone, vary):
                wrong.append((key, again, sorted(set(together) ^ set(alone))))
        if any("planted" in line[4] for line in together):
            wrong.append((key, "planted"))
        done += bool(alone)
    assert wrong == []
    assert done > 70


def test_our_own_api_refuses_what_it_does_not_document(ids):
    """By its name, where a body is documented; where none is, whatever is sent changes nothing of what is done."""
    me, secret, wrong, refused = User.objects.get(pk=ids["me"]), Secret.made(), [], 0
    make_token(Actor(me.pk, "web"), me, "essai", secret, "admin")
    client, database = Client(headers={"Authorization": f"Bearer {secret.text}"}), Rows()
    ids |= {"person": ids["free"], "agent": ids["free"], "token": "12", "act": "12", "member": ids["me"]}

    def wrote(method, path, body):
        address = ROOT + path.replace("{id}", ids.get(STANDS_FOR.get(path.split("/")[1]), ""))
        with undone(database):
            answer = client.generic(method.upper(), address, json.dumps(body), "application/json")
            said = answer.getvalue().decode(errors="replace")  # a file is closed by that
            return answer.status_code, said, database.written()

    for whole, methods in document()["paths"].items():
        path = whole.removeprefix(ROOT)
        for method in methods.keys() - {"get"}:
            body = _filled(BODIES.get(f"{method.upper()} {path}", _usual(path)), ids)
            content = methods[method].get("requestBody", {}).get("content", {})
            declared = _properties(content.get("application/json"))
            extra = {name: one for name, one in _filled(THEIRS | OURS, ids).items() if name not in declared}
            status, said, lines = wrote(method, path, body | extra)
            if content:
                refused += 1
                if (status in (415, 422), without(lines, OF_TOKENS)) != (True, []):
                    wrong.append((method, path, status, lines))
                wrong += [(path, name) for name in extra if declared and f'"#/{name}"' not in said]
                continue
            first, _said, alone = wrote(method, path, {})
            vary = varying(alone, wrote(method, path, {})[2]) if alone != lines else set()
            if first != status or without(lines, vary) != without(alone, vary):
                wrong.append((method, path, first, status, sorted(set(alone) ^ set(lines))))
    assert wrong == []
    assert refused > 50


def _properties(content):
    if not content:
        return ()
    schema = content["schema"]
    named = schema["$ref"].rpartition("/")[2] if "$ref" in schema else None
    return (document()["components"]["schemas"][named] if named else schema)["properties"]


__all__ = ["without_limits", "world"]
