"""Ids of another project, its organisation and its people, asked of Planka's door and of our own API (IDOR): in every
part of an address and in every id of a body. Nothing is done by them, and the answer is the one of an id that nobody
has: none tells that there is something.

Whoever tries manages a project, edits its board and administers its organisation, as in test_foreign_ids.py.
"""

import json
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

import pytest
from django.test import Client
from django.utils import timezone

from projets.accounts.actions.tokens import make_token
from projets.accounts.models import ApiSession, Token, User
from projets.accounts.organisations.models import ClaimRule, TeamMember
from projets.accounts.tokens import Secret
from projets.api.planka.authentication import open_session
from projets.api.v1.document import ROOT, document
from projets.boards.models import Board, TeamOnBoard
from projets.boards.sharing.actions.guests import invite_guest
from projets.boards.sharing.actions.links import make_link
from projets.boards.sharing.models import Guest, Link
from projets.notifications.models import Notification
from projets.notifications.services.models import Service
from projets.usecase.actor import Actor
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Act
from tests.doors import planka
from tests.doors.rows import Rows
from tests.doors.test_api_walk import BODIES, STANDS_FOR, _filled, _usual, without_limits
from tests.doors.test_extra_columns import ids, undone
from tests.doors.test_foreign_ids import foreign
from tests.doors.test_owasp import world

NOBODYS = "1234567890123456789"
UNTOLD = {"accounts.TokenUse", "usecase.Act"}  # a token's last use; an act that did nothing, hence has no fact
INVITED = {  # anybody with an account may be asked to join, and is found by those who may ask
    ("POST /boards/{board}/board-memberships", "userId"),
    ("POST /projects/{project}/project-managers", "userId"),
    ("POST /boards/{id}/members", "user_id"),
    ("POST /organisations/{id}/affiliations", "user_id"),
    ("POST /teams/{id}/members", "user_id"),
    ("POST /projects/{id}/managers", "user_id"),
    ("GET /people/{id}", "id"),
    ("POST /departures/{id}/hand-over-board", "successor_id"),
    ("GET /users/{user}", "user"),
}
# Rows that belong to nobody's project: there are no others' of them
OF_THE_INSTANCE = ("announcement", "departure", "named", "session")
TAKEN_OFF = {("POST /cards/assign", "remove")}  # who is not on a card can be taken off it
# What stands in the ids of bodies
THEIRS = {
    "assigneeUserId": "user",
    "backgroundImageId": "image",
    "baseCustomFieldGroupId": "base",
    "boardId": "board",
    "coverAttachmentId": "attachment",
    "labelId": "label",
    "linkedCardId": "card",
    "listId": "list",
    "ownerProjectManagerId": "manager",
    "taskListId": "task_list",
    "userId": "user",
    "beforeId": None,  # where a page begins
}
OURS = {
    "assignee_id": "user",
    "background_image_id": "image",
    "base_id": "base",
    "board_id": "board",
    "delivery_ids": "delivery",
    "card_ids": "card",
    "cover_id": "attachment",
    "field_id": "field",
    "group_id": "group",
    "label_ids": "label",
    "list_id": "list",
    "list_ids": "list",
    "member_ids": "user",
    "notification_ids": "notification",
    "organisation_id": "organisation",
    "parent_id": "unit",
    "membership_ids": "membership",
    "person_id": "user",
    "project_id": "project",
    "project_ids": "project",
    "responsible_id": "user",
    "service_id": "unit",
    "sponsor_id": "user",
    "successor_id": "user",
    "task_ids": "task",
    "task_list_id": "task_list",
    "team_id": "team",
    "user_id": "user",
}
OF_SELECTIONS = {"/cards/label": "label", "/cards/assign": "user"}  # whose ids are `add` and `remove`


@pytest.fixture
def theirs(foreign):
    """The rest of what somebody has whom nobody of the walk has to do with."""
    person, board = User.objects.get(pk=foreign["user"]), Board.objects.get(pk=foreign["board"])
    foreign |= dict.fromkeys(OF_THE_INSTANCE, NOBODYS)
    secret = Secret.made()
    make_token(Actor(person.pk, "web"), person, "essai", secret, "admin")
    with writes_allowed():
        service = Service.objects.create(user=person, url="json://chat.example", format="text")
        notification = Notification.objects.create(
            user=person,
            kind="commented",
            reason="given",
            event_id=2,
            board_id=board.pk,
            card_id=foreign["card"],
            data={"title": "Zanzibar"},
        )
        inside = {"team_id": foreign["team"], "organisation_id": foreign["organisation"]}
        member = TeamMember.objects.create(user=person, **inside)
        till = timezone.now() + timedelta(days=9)
        client = ApiSession.objects.create(user=person, digest="z" * 64, expires_at=till)
        rule = ClaimRule.objects.create(claim="roles", value="Zanzibar", **inside)
        on_board = TeamOnBoard.objects.create(board=board, team_id=foreign["team"], role="reader")
    ends = timezone.now() + timedelta(days=9)
    make_link(Actor(person.pk, "web"), board, "z" * 43, "Zanzibar", ends)
    invite_guest(Actor(person.pk, "web"), board, person, "y" * 43, "quidam@zanzibar.example", ends)
    more = {
        "guest": Guest.objects.get(board=board),
        "link": Link.objects.get(board=board),
        "team_member": member,
        "client_session": client,
        "rule": rule,
        "service": service,
        "notification": notification,
        "on_board": on_board,
        "token": Token.objects.get(user=person),
        "act": Act.objects.filter(user_id=person.pk).order_by("-pk").first(),
    }
    none = dict.fromkeys(("delivery", "job", "webhook"), NOBODYS)
    return foreign | {name: str(row.pk) for name, row in more.items()} | none


@dataclass
class Trying:
    """Asks the same with their id and with nobody's, and keeps what was answered otherwise, or done."""

    database: Rows
    theirs: dict
    tried: int = 0
    wrong: list = field(default_factory=list)

    def compare(self, place, kind, ask):
        """`ask(id)` is its answer, `kind` what it is the id of."""
        if place in INVITED:
            return
        id, self.tried = self.theirs[kind], self.tried + 1
        status, said, lines = self._asked(ask, id, id)
        if (status, said) != self._asked(ask, NOBODYS, NOBODYS)[:2] or lines or "Zanzibar" in said:
            self.wrong.append((place, status, said, lines))
        elif not 400 <= status < 500 and place not in TAKEN_OFF:
            self.wrong.append((place, status))

    def _asked(self, ask, id, hidden):
        with undone(self.database):
            answer = ask(id)
            text = b"".join(answer).decode().replace(hidden, "…")
            lines = [line for line in self.database.written() if line[0] not in UNTOLD]
            return answer.status_code, text, lines


def test_planka_door_knows_nothing_of_others(ids, theirs):
    token = open_session(User.objects.get(pk=ids["me"])).token
    trying = Trying(Rows(), theirs)

    def in_address(key, name, id):
        return planka.ask(token, key, planka.path_of(key, ids, **{name: id}), planka.body_of(key, ids))

    def in_body(key, name, id):
        return planka.ask(token, key, planka.path_of(key, ids), planka.body_of(key, ids) | {name: id})

    for key, route in (planka.asked(reading=False) | planka.asked(reading=True)).items():
        for one in route.ids:
            kind = planka.part(one.name, key) if one.name == "group" else one.name
            trying.compare((key, one.name), kind, partial(in_address, key, one.name))
        for name in planka.ids_in(route):
            if THEIRS[name]:
                trying.compare((key, name), THEIRS[name], partial(in_body, key, name))
    assert trying.wrong == []
    assert trying.tried > 100


def test_our_own_api_knows_nothing_of_others(ids, theirs):
    me, secret = User.objects.get(pk=ids["me"]), Secret.made()
    make_token(Actor(me.pk, "web"), me, "essai", secret, "admin")
    client, trying = Client(headers={"Authorization": f"Bearer {secret.text}"}), Trying(Rows(), theirs)
    own = ids | {"person": ids["free"], "agent": ids["free"], "token": "12", "act": "12"}

    def ask(key, body, id):
        method, path = key.split(" ")
        sent = {} if method == "GET" else {"data": json.dumps(body), "content_type": "application/json"}
        return client.generic(method, ROOT + path.replace("{id}", id), **sent)

    def ask_in_body(key, body, name, noun, id):
        return ask(key, body | {name: [id] if name in LISTS else id}, own.get(noun, ""))

    for whole, methods in document()["paths"].items():
        path = whole.removeprefix(ROOT)
        noun = STANDS_FOR.get(path.split("/")[1], "")
        for method, said in methods.items():
            key = f"{method.upper()} {path}"
            body = _filled(BODIES.get(key, _usual(path)), own)
            if "{id}" in path:
                trying.compare((key, "id"), noun, partial(ask, key, body))
            for name in _ids_of(said, path):
                kind = OURS.get(name) or OF_SELECTIONS[path]
                trying.compare((key, name), kind, partial(ask_in_body, key, body, name, noun))
    assert trying.wrong == []
    assert trying.tried > 100


LISTS = {"add", "remove", *(name for name in OURS if name.endswith("_ids"))}


def _ids_of(said, path):
    """The names of its body that hold ids."""
    content = said.get("requestBody", {}).get("content", {}).get("application/json")
    if content is None:
        return []
    schema = content["schema"]
    schema = document()["components"]["schemas"][schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    return [
        one for one in schema["properties"] if one.endswith(("_id", "_ids")) or path in OF_SELECTIONS and one in LISTS
    ]


__all__ = ["foreign", "ids", "without_limits", "world"]
