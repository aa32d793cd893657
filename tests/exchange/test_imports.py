"""From a file to a board: what is written, what it says, and that a second time changes nothing of ours."""

from datetime import UTC, datetime

import pytest

from projets.accounts.models import User
from projets.boards.actions.cards import bin_cards, rename_card
from projets.boards.actions.fields import edit_field
from projets.boards.models import (
    Attachment,
    Card,
    Comment,
    Field,
    FieldGroup,
    Label,
    List,
    Membership,
    ProjectManager,
    Task,
    TextVersion,
)
from projets.boards.queries import people
from projets.boards.values import key_of
from projets.exchange import importing
from projets.exchange.actions import imports
from projets.exchange.actions.starting import start_import
from projets.exchange.importing import carry_out_plan
from projets.exchange.plan import KINDS
from projets.usecase.actor import Actor
from projets.usecase.models import Act, Event
from projets.web.patches import patches
from tests.exchange.rich import asked, counts, imported, rich
from tests.exchange.trello_files import (
    ALICE,
    a_card,
    a_comment,
    a_list,
    as_file,
    oid,
    read,
)


def key(board, field):
    return key_of(FieldGroup.objects.get(board=board, base=field.group_id).pk, field.pk)


def test_a_board_of_its_own_project(actor, owner):
    job = imported(actor, rich())
    board = job.board
    assert (board.name, board.project.name, board.project.prefix) == ("Essai", "Essai", "ESSAI")
    assert [one.user_id for one in ProjectManager.objects.filter(project=board.project)] == [owner.pk]
    assert [(one.user_id, one.role) for one in Membership.objects.filter(board=board)] == [(owner.pk, "editor")]
    lists = List.objects.filter(board=board)
    assert [(one.name, one.archived_at is not None) for one in lists] == [("À faire", False), ("Fait", True)]
    cards = Card.objects.filter(board=board).order_by("list__position", "position")
    assert [(one.title, one.number, one.archived_at is not None, one.done_at is not None) for one in cards] == [
        ("Écrire", 7, False, False),
        ("Relire", 3, False, False),
        ("Clore", 12, True, True),
    ]
    assert board.project.last_number == 12


def test_a_card_with_all_it_holds(actor):
    board = imported(actor, rich()).board
    card = Card.objects.get(title="Écrire", board=board)
    second = Card.objects.get(title="Relire", board=board)
    assert card.description == f"Voir [Relire](/cards/{second.pk}) et @alicem"
    assert card.description_version == 1
    assert TextVersion.objects.get(owner_id=card.pk).text == card.description
    assert card.created_at == card.made_at == datetime(2022, 3, 1, 10, 0, tzinfo=UTC)
    assert (card.due_at, card.due_has_time) == (datetime(2022, 4, 1, 10, 0, tzinfo=UTC), True)
    assert card.label_ids == [Label.objects.get(board=board).pk]
    field = Field.objects.get(group__project=board.project)
    assert [one["name"] for one in field.options] == ["S", "M"]
    assert card.values == {key(board, field): field.options[1]["id"]}
    assert (card.tasks_total, card.tasks_done, card.comments_total, card.attachments_total) == (2, 1, 1, 1)
    assert [(one.name, one.done_at is not None) for one in Task.objects.filter(task_list__card=card)] == [
        ("un", True),
        ("deux", False),
    ]
    comment = Comment.objects.get(card=card)
    assert (comment.text, comment.written_at) == ("Commentaire 1", datetime(2022, 3, 2, 8, 0, tzinfo=UTC))
    assert Attachment.objects.get(card=card).url == "https://exemple.fr/plan"


def test_people_without_account_are_names(actor):
    users = User.objects.count()
    board = imported(actor, rich()).board
    card = Card.objects.get(title="Écrire", board=board)
    known = people({one.person_id for one in card.card_members.all()})
    assert sorted((one.name, one.claimed) for one in known.values()) == [
        ("Alice Martin", False),
        ("Unknown person 1", False),
    ]
    assert User.objects.count() == users


def test_people_matched_are_on_their_cards_members_and_mentioned(actor, boards):
    alice = boards.person("Alice Martin")
    board = imported(actor, rich(), matches={ALICE: str(alice.pk)}).board
    card = Card.objects.get(title="Écrire", board=board)
    assert alice.pk in card.member_ids
    assert card.description.endswith(f" et @[]({alice.pk})")
    assert Membership.objects.get(board=board, user=alice).role == "editor"
    assert Comment.objects.get(card=card).author_id == alice.pk
    assert Task.objects.get(name="deux").assignee_id == alice.pk


def test_the_balance_is_kept_with_the_board(actor):
    job = imported(actor, rich())
    expected = dict.fromkeys(KINDS, 1) | {"lists": 2, "cards": 3, "check_items": 2}
    assert (job.balance["found"], job.balance["imported"], job.balance["left_out"]) == (expected, expected, [])
    assert (job.state, job.percent, job.board.imports.get()) == ("done", 100, job)


def test_its_facts(actor):
    imported(actor, rich())
    act = Act.objects.get(action="import_board")
    kinds = [event.kind for event in act.events.order_by("id")]
    assert sorted(set(kinds)) == [
        "board.created",
        "board.imported",
        "card.imported",
        "field.created",
        "field_group.created",
        "import.done",
        "label.created",
        "list.created",
        "manager.added",
        "membership.added",
        "project.created",
    ]
    assert kinds.count("card.imported") == 3
    told = Event.objects.get(kind="board.imported").fact.after
    assert (told.source, told.added["cards"]) == ("trello", 3)


def test_into_a_project_that_has_cards_numbers_go_on(boards):
    manager = boards.member("project manager")
    board = imported(manager, rich(), boards.project).board
    assert board.project == boards.project
    assert dict(Card.objects.filter(board=board).values_list("title", "number")) == {
        "Relire": 7,
        "Écrire": 8,
        "Clore": 9,
    }


def test_a_second_run_adds_nothing(actor):
    job, before = imported(actor, rich()), counts()
    again = imported(actor, rich())
    assert counts() == before
    assert again.board == job.board
    assert set(again.balance["imported"].values()) == {0}
    assert all(one["reason"] == "here already from an earlier import" for one in again.balance["left_out"])
    assert {one["kind"]: one["count"] for one in again.balance["left_out"]} == again.balance["found"]


def test_a_second_run_adds_what_is_new_and_leaves_what_people_changed(actor):
    board = imported(actor, rich()).board
    editor = Actor(actor.user_id, "web")
    rename_card(editor, Card.objects.get(title="Écrire", board=board), "Rédiger")
    file = rich()
    file["lists"].append(a_list(id=oid(4), name="Neuve", pos=3))
    file["cards"].append(a_card(id=oid(92), name="Nouvelle", idList=oid(4)))
    file["actions"].insert(0, a_comment(2))
    file["checklists"][0]["checkItems"].append({"id": oid(63), "name": "trois", "pos": 3})
    file["customFields"][0]["options"].append({"id": oid(33), "value": {"text": "L"}})
    file["cards"][1]["customFieldItems"] = [{"id": oid(41), "idCustomField": oid(30), "idValue": oid(33)}]
    again = imported(actor, file)
    assert {kind: n for kind, n in again.balance["imported"].items() if n} == {
        "lists": 1,
        "cards": 1,
        "comments": 1,
        "check_items": 1,
        "field_values": 1,
    }
    card = Card.objects.get(title="Rédiger", board=board)
    assert (card.tasks_total, card.comments_total) == (3, 2)
    assert [one.name for one in Task.objects.filter(task_list__card=card)] == ["un", "deux", "trois"]
    new = Card.objects.get(title="Nouvelle", board=board)
    assert (new.list.name, new.number) == ("Neuve", 13)
    field = Field.objects.get(group__project=board.project)
    assert Card.objects.get(title="Relire", board=board).values == {key(board, field): field.options[2]["id"]}
    _adds_up(again.balance)


def test_a_field_that_people_made_of_another_kind_takes_no_values(actor):
    """A text would stand where people follow a link."""
    file = rich() | {
        "customFields": [{"id": oid(30), "name": "Page", "type": "text", "display": {"cardFront": True}, "pos": 1}]
    }
    for card in file["cards"]:
        card["customFieldItems"] = []
    board = imported(actor, file).board
    field = Field.objects.get(group__project=board.project)
    edit_field(Actor(actor.user_id, "web"), field, kind="link")
    item = {"id": oid(41), "idCustomField": oid(30), "value": {"text": "javascript:alert(1)"}}
    file["cards"][0]["customFieldItems"] = [item]
    again = imported(actor, file)
    assert {str(card.values) for card in Card.objects.filter(board=board)} == {"{}"}
    assert again.balance["imported"].get("field_values", 0) == 0
    _adds_up(again.balance)


def test_what_people_deleted_stays_deleted(actor):
    board = imported(actor, rich()).board
    bin_cards(Actor(actor.user_id, "web"), [Card.objects.get(title="Écrire", board=board)])
    file = rich(actions=[a_comment(2), a_comment(1)])
    again = imported(actor, file)
    assert Card.objects.standing().filter(board=board, title="Écrire").count() == 0
    assert Comment.objects.count() == 1
    left = {one["reason"]: one["count"] for one in again.balance["left_out"] if one["kind"] == "comments"}
    assert left == {
        "here already from an earlier import": 1,
        "what they belong to was deleted or moved here since the earlier import": 1,
    }
    _adds_up(again.balance)


def test_what_changes_while_it_is_prepared_is_seen(actor, monkeypatch):
    """Between the preparing and the lock the card that gets a comment goes to the bin."""
    board = imported(actor, rich()).board
    card = Card.objects.get(title="Écrire", board=board)
    prepare = importing.Prepared

    def interrupted(*args, **kwargs):
        prepared = prepare(*args, **kwargs)
        bin_cards(Actor(actor.user_id, "web"), [card])
        return prepared

    monkeypatch.setattr(importing, "Prepared", interrupted)
    again = imported(actor, rich(actions=[a_comment(2), a_comment(1)]))
    assert again.balance["imported"]["comments"] == 0
    assert Comment.objects.count() == 1
    _adds_up(again.balance)


def test_two_imports_of_one_prefix_at_once(actor, boards, monkeypatch):
    """The project of another import takes the prefix meanwhile: the second finds another one."""
    taken = []
    create = imports.names.prefix_for

    def once_taken(name, prefixes):
        taken.append(name)
        return "PORT" if len(taken) == 1 else create(name, prefixes)

    monkeypatch.setattr(imports.names, "prefix_for", once_taken)
    assert imported(actor, rich()).board.project.prefix == "ESSAI"
    assert len(taken) == 2


def test_somebody_else_gets_a_board_of_their_own(actor, boards):
    first = imported(actor, rich()).board
    other = boards.member(None, name="Yann Dubois")
    assert imported(other, rich()).board != first


def test_all_or_nothing(actor, monkeypatch):
    job = asked(actor, rich())
    start_import(actor, job, [], queued=False)
    job.refresh_from_db()
    before, acts = counts(), Act.objects.count()
    monkeypatch.setattr(imports.events, "BoardImported", None)  # the last thing it does
    with pytest.raises(TypeError):
        carry_out_plan(actor, job, read(as_file(rich())))
    assert (counts(), Act.objects.count()) == (before, acts)


def test_open_pages_fetch_the_board_and_not_card_by_card(actor):
    imported(actor, rich())
    events = Act.objects.get(action="import_board").events
    told = {event.kind: patches(event.fact, event.stream_id, "fr") for event in events.all()}
    assert told["card.imported"] == []
    assert told["board.imported"] == [{"refresh": "board"}, {"refresh": "board-data"}, {"refresh": "members"}]


def _adds_up(balance):
    for kind, found in balance["found"].items():
        left = sum(one["count"] for one in balance["left_out"] if one["kind"] == kind)
        assert found == balance["imported"][kind] + left, kind
