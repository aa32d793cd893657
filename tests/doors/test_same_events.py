"""The same act by a page, by Planka's API, by ours and from the command line leaves the same events: DESIGN §8.

What may differ is by which door (`via`), ids of what is new, and moments of now.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from string import ascii_uppercase

import pytest
from django.utils import timezone

from projets.accounts.actions.tokens import make_token
from projets.accounts.models import User
from projets.accounts.tokens import Secret
from projets.boards.actions.cards import archive_cards, bin_cards
from projets.boards.actions.saving import state
from projets.boards.actions.tasks import create_task_list, create_tasks
from projets.boards.models import Board, Card, List, Project, Task, TaskList
from projets.exchange.by_command import import_path
from projets.operations import cli
from projets.usecase.actor import Actor
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Act, Event
from tests.api.planka.client import Planka
from tests.api.v1.client import Asking
from tests.domain import make_boards
from tests.exchange.trello_files import a_board, a_card

DUE = "2027-01-05T13:00:00Z"  # 14:00 in Paris
VIA = {"page": "web", "planka": "api", "v1": "api", "cli": "cli"}


def card(verb, *more):
    return ("card", verb, "PORT-1", *more)


# act: {door: what is asked there}; {names} stand for ids. Where a door is missing, it does not do this.
ACTS = {
    "create a card": {
        "page": ("/listes/{todo}/cartes/", {"title": "Neuve"}),
        "planka": ("POST", "/lists/{todo}/cards", {"type": "project", "name": "Neuve", "position": 65536.0 * 3}),
        "v1": ("post", "lists/{todo}/cards", {"titles": ["Neuve"]}),
        "cli": ("card", "add", "Neuve", "--list", "À faire", "--board", "Feuille de route"),
    },
    "move it": {
        "page": ("/listes/{doing}/arrivees/", {"card": "{A}"}),
        "planka": ("PATCH", "/cards/{A}", {"listId": "{doing}", "position": 65536.0 * 4}),
        "v1": ("post", "cards/move", {"card_ids": ["{A}"], "list_id": "{doing}"}),
        "cli": card("move", "--list", "En cours"),
    },
    "rename it": {
        "page": ("/selection/titre/", {"card": "{A}", "title": "Autre"}),
        "planka": ("PATCH", "/cards/{A}", {"name": "Autre"}),
        "v1": ("patch", "cards/{A}", {"title": "Autre"}),
        "cli": card("edit", "--title", "Autre"),
    },
    "describe it": {
        "page": ("/cartes/{A}/description/", {"text": "Un *texte*"}),
        "planka": ("PATCH", "/cards/{A}", {"description": "Un *texte*"}),
        "v1": ("patch", "cards/{A}", {"description": "Un *texte*"}),
        "cli": card("edit", "--description", "Un *texte*"),
    },
    "label it": {
        "page": ("/selection/etiquettes/", {"card": "{B}", "add": "{urgent}"}),
        "planka": ("POST", "/cards/{B}/card-labels", {"labelId": "{urgent}"}),
        "v1": ("post", "cards/label", {"card_ids": ["{B}"], "add": ["{urgent}"]}),
        "cli": ("card", "edit", "PORT-2", "--label", "Urgent"),
    },
    "assign somebody": {
        "page": ("/selection/membres/", {"card": "{A}", "add": "{me}"}),
        "planka": ("POST", "/cards/{A}/card-memberships", {"userId": "{me}"}),
        "v1": ("post", "cards/assign", {"card_ids": ["{A}"], "add": ["{me}"]}),
        "cli": card("edit", "--member", "me"),
    },
    "give a due date": {
        "page": ("/selection/dates/", {"card": "{A}", "due": "05/01/2027", "time": "14:00"}),
        "planka": ("PATCH", "/cards/{A}", {"dueDate": DUE}),
        "v1": ("post", "cards/schedule", {"card_ids": ["{A}"], "due_at": DUE, "due_has_time": True}),
        "cli": card("edit", "--due", "2027-01-05 14:00"),
    },
    "comment it": {
        "page": ("/cartes/{A}/commentaires/", {"text": "Voilà"}),
        "planka": ("POST", "/cards/{A}/comments", {"text": "Voilà"}),
        "v1": ("post", "cards/{A}/comments", {"text": "Voilà"}),
        "cli": card("comment", "Voilà"),
    },
    "tick a task": {
        "page": ("/taches/{task}/fait/", {"done": "1"}),
        "planka": ("PATCH", "/tasks/{task}", {"isCompleted": True}),
        "v1": ("post", "tasks/finish", {"task_ids": ["{task}"], "done": True}),
    },
    "finish it": {
        "page": ("/selection/fait/", {"card": "{A}", "done": "1"}),
        "v1": ("post", "cards/finish", {"card_ids": ["{A}"], "done": True}),
        "cli": card("finish"),
    },
    "archive it": {
        "page": ("/selection/archive/", {"card": "{A}"}),
        "planka": ("PATCH", "/cards/{A}", {"listId": "{archive}"}),
        "v1": ("post", "cards/archive", {"card_ids": ["{A}"]}),
        "cli": card("archive"),
    },
    "bring it back from the archive": {
        "page": ("/selection/retour/", {"card": "{C}"}),
        "v1": ("post", "cards/unarchive", {"card_ids": ["{C}"]}),
        "cli": ("card", "restore", "PORT-3"),
    },
    "delete it": {
        "page": ("/selection/corbeille/", {"card": "{A}"}),
        "planka": ("PATCH", "/cards/{A}", {"listId": "{trash}"}),
        "v1": ("delete", "cards/{A}", None),
        "cli": card("delete"),
    },
    "restore it": {
        "page": ("/selection/restauration/", {"card": "{D}"}),
        "v1": ("post", "cards/restore", {"card_ids": ["{D}"]}),
        "cli": ("card", "restore", "PORT-4"),
    },
    "create a list": {
        "page": ("/tableaux/{board}/listes/", {"name": "Fait"}),
        "planka": ("POST", "/boards/{board}/lists", {"type": "active", "name": "Fait", "position": 65536.0 * 3}),
        "v1": ("post", "boards/{board}/lists", {"names": ["Fait"]}),
        "cli": ("list", "add", "Fait", "--board", "Feuille de route"),
    },
    "rename a list": {
        "page": ("/listes/{todo}/", {"name": "Bientôt"}),
        "planka": ("PATCH", "/lists/{todo}", {"name": "Bientôt"}),
        "v1": ("patch", "lists/{todo}", {"name": "Bientôt"}),
        "cli": ("list", "rename", "À faire", "Bientôt", "--board", "Feuille de route"),
    },
    "move a list": {
        "page": ("/listes/{todo}/place/", {}),
        "planka": ("PATCH", "/lists/{todo}", {"position": 65536.0 * 3}),
        "v1": ("post", "lists/{todo}/move", {}),
        "cli": ("list", "move", "À faire", "--board", "Feuille de route"),
    },
    "archive a list": {
        "page": ("/listes/{todo}/archive/", {}),
        "v1": ("post", "lists/archive", {"list_ids": ["{todo}"]}),
        "cli": ("list", "archive", "{todo}"),
    },
    "create a board": {
        "page": ("/projets/{project}/tableaux/", {"name": "Suivi"}),
        "planka": ("POST", "/projects/{project}/boards", {"name": "Suivi", "position": 65536.0 * 3}),
        "v1": ("post", "projects/{project}/boards", {"name": "Suivi"}),
        "cli": ("board", "add", "Suivi", "--project", "PORT"),
    },
}


pytestmark = pytest.mark.django_db(transaction=True)  # a command begins from nothing


@dataclass
class World:
    """A manager, who edits the board; a task; a card in the archive and one in the bin; nobody else sees any of it."""

    actor: Actor
    ids: dict

    @classmethod
    def made(cls):
        with writes_allowed():
            Project.objects.filter(prefix="PORT").update(prefix=f"P{ascii_uppercase[Project.objects.count()]}")
        boards = make_boards()
        actor, board = boards.member("project manager", name="Awa Diop"), boards.board
        boards.join(actor, "editor", board)
        cards = {one.title: one for one in Card.objects.filter(board=board)}
        create_task_list(actor, cards["A"], "À lire")
        task_list = TaskList.objects.get(card=cards["A"])
        create_tasks(actor, task_list, ["Chapitre 1"])
        archive_cards(actor, [cards["C"]])
        bin_cards(actor, [cards["D"]])
        board.refresh_from_db()
        ids = {title: one.pk for title, one in cards.items()} | {"me": actor.user_id, "urgent": boards.urgent.pk}
        ids |= {"todo": boards.todo.pk, "doing": boards.doing.pk, "board": board.pk, "project": board.project_id}
        ids |= {"archive": board.archive_list_id, "trash": board.trash_list_id}
        ids |= {"task_list": task_list.pk, "task": Task.objects.get(task_list=task_list).pk}
        return cls(actor, ids)

    def asked(self, asked):
        """Ids in the place of names."""
        if isinstance(asked, str):
            return asked.format(**self.ids)
        if isinstance(asked, dict):
            return {name: self.asked(one) for name, one in asked.items()}
        return [self.asked(one) for one in asked] if isinstance(asked, list | tuple) else asked

    def told(self, events):
        """Events, names in the place of ids; what is new is `new`, and what is of this moment `now`."""
        new = [event.fact.after for event in events if event.fact.before is None]
        drawn = {getattr(one, name): "new" for one in new for name in DRAWN if hasattr(one, name)}
        names = drawn | {id: name for name, id in self.ids.items()}
        return [self._told(event, names) for event in events]

    def _told(self, event, names):
        fact = event.fact

        def named(value):
            if isinstance(value, datetime) and abs(timezone.now() - value) < timedelta(minutes=10):
                return "now"
            if isinstance(value, tuple):
                return [named(one) for one in value]
            return names.get(value, value) if type(value) is int else value

        before = {name: named(getattr(fact.before, name)) for name in fact.changed} if fact.before else None
        after = {name: named(getattr(fact.after, name)) for name in fact.after.columns}
        kind, _colon, id = event.stream_id.partition(":")
        return (kind, named(int(id))), event.kind, before, after


@pytest.fixture
def doors(browser, monkeypatch, capsys):
    """By name, what asks there as somebody: (status, what was said)."""

    def page(actor, path, form):
        answer = browser(actor).post(path, form, headers={"accept": "application/json"})
        return answer.status_code, answer.content

    def planka(actor, method, path, sent):
        return Planka.of(actor).ask(method, f"/api{path}", sent)

    def v1(actor, method, path, sent):
        secret = Secret.made()
        make_token(actor, User.objects.get(pk=actor.user_id), "essai", secret, "admin", None, None)
        answer = Asking(secret.text)(method, path, sent)
        return answer.status_code, answer.content

    def command_line(actor, *arguments):
        monkeypatch.setenv("PROJETS_AS", User.objects.get(pk=actor.user_id).email)
        code = cli.main(list(arguments))
        return 200 if code == 0 else code, capsys.readouterr().err

    return {"page": page, "planka": planka, "v1": v1, "cli": command_line}


@pytest.mark.parametrize("act", ACTS)
def test_the_same_act_leaves_the_same_events(act, doors):
    left = {}
    for door, asked in ACTS[act].items():
        world = World.made()
        before = Act.objects.order_by("-pk").first().pk
        status, said = doors[door](world.actor, *world.asked(asked))
        assert status in (200, 201), (door, said)
        done = [one for one in Act.objects.filter(pk__gt=before).order_by("pk") if one.action not in OPENING]
        assert [(one.user_id, one.via) for one in done] == [(world.actor.user_id, VIA[door])], door
        left[door] = world.told(Event.objects.filter(act__in=done).order_by("pk"))
    assert left["page"] != []
    for door, events in left.items():
        for (*what, after), (*same, otherwise) in zip(events, left["page"], strict=True):
            assert (door, *what) == (door, *same)
            assert {
                name: (door, after[name], otherwise[name]) for name in after if after[name] != otherwise[name]
            } == {}


DRAWN = ("id", "archive_list_id", "trash_list_id")  # ids of what is made
OPENING = {"make_token", "open_api_session"}  # how one comes to a door


def test_an_imported_card_is_what_it_would_be_by_hand(browser, tmp_path):
    """An import leaves one `card.imported` a card, so that pages fetch the board once; what it says is the same."""
    owner = make_boards().person("Nadia Thomas")
    file = tmp_path / "export.json"
    file.write_text(json.dumps(a_board(cards=[a_card(due="2027-01-05T13:00:00.000Z")])))
    job = import_path(file, {}, person=owner.email)
    (imported,) = Event.objects.filter(kind="card.imported")
    (board,) = Event.objects.filter(kind="board.imported")
    assert (board.stream_id, imported.stream_id) == (f"board:{job.board_id}",) * 2
    assert imported.fact.after == state(Card.objects.get(board=job.board_id))
    there = Board.objects.get(pk=job.board_id)
    client = browser(Actor(owner.pk, "web"))
    client.post(f"/projets/{there.project_id}/tableaux/", {"name": there.name})
    by_hand = Board.objects.filter(project=there.project_id).exclude(pk=there.pk).get()
    client.post(f"/tableaux/{by_hand.pk}/listes/", {"name": "À faire"})
    column = List.objects.get(board=by_hand)
    client.post(f"/listes/{column.pk}/cartes/", {"title": "Écrire"})
    made = Card.objects.get(board=by_hand)
    client.post("/selection/dates/", {"card": made.pk, "due": "2027-01-05", "time": "14:00"})
    last = Event.objects.filter(row_id=made.pk).order_by("-pk").first().fact.after
    own = {"id", "board_id", "list_id", "number", "version", "created_at", "list_changed_at", "creator_id"}
    columns = imported.fact.after.columns - own
    assert {name: getattr(imported.fact.after, name) for name in columns} == {
        name: getattr(last, name) for name in columns
    }
