from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from projets.boards.actions.cards import create_cards, describe_card
from projets.boards.actions.copying import EVERYTHING, Kept, duplicate_cards
from projets.boards.actions.details import assign_cards, finish_cards, schedule_cards
from projets.boards.models import (
    Attachment,
    Board,
    Card,
    Comment,
    Field,
    FieldGroup,
    Label,
    List,
    Project,
    Task,
    TaskList,
)
from projets.boards.queries import text_of
from projets.boards.values import key_of, parts_of
from projets.usecase.errors import Invalid, Refused
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Act, Event

DUE = datetime(2027, 3, 12, 16, tzinfo=UTC)


@pytest.fixture
def full(boards, editor, both):
    """Card A with a bit of everything."""
    card, now = boards.card("A"), timezone.now()
    describe_card(editor, card, "Texte")
    describe_card(editor, card, "Texte repris")
    schedule_cards(editor, [card], date(2027, 3, 1), DUE, True)
    finish_cards(editor, [card])
    assign_cards(editor, [card], add=[both.user_id], responsible=editor.user_id)
    field = boards.field()
    with writes_allowed():
        tasks = TaskList.objects.create(card=card, name="Étapes", position=65536.0, on_front=True)
        gone = TaskList.objects.create(card=card, name="Vieux", position=131072.0, binned_at=now)
        for task_list, name, columns in (
            (tasks, "un", {"assignee_id": editor.user_id, "done_at": now}),
            (tasks, "deux", {"assignee_id": both.user_id, "due_at": DUE, "due_has_time": True}),
            (tasks, "trois", {"binned_at": now}),
            (gone, "quatre", {}),
        ):
            Task.objects.create(task_list=task_list, name=name, position=65536.0, **columns)
        image = {"name": "i.png", "key": "abc", "mime": "image/png", "width": 40, "height": 30, "size": 7}
        cover = Attachment.objects.create(card=card, previews={"360": "p"}, **image)
        Attachment.objects.create(card=card, name="site", url="https://exemple.fr/")
        Attachment.objects.create(card=card, name="vieux", key="x", binned_at=now)
        Comment.objects.create(card=card, text="Bonjour", written_at=now)
        Card.objects.filter(pk=card.pk).update(
            cover_id=cover.pk,
            values={boards.key(field): "12.50"},
            comments_total=1,
            time_spent=60,
            timed_since=DUE,
        )
    return boards.card("A")


def the_copy(original):
    return Card.objects.filter(title=original.title).exclude(pk=original.pk).get()


def test_a_copy_stands_where_it_is_put(boards, editor):
    act = duplicate_cards(editor, [boards.card("C"), boards.card("A")], boards.todo, 65536)
    assert boards.titles(boards.todo) == "ACABC"
    assert [(fact.kind, fact.before, fact.after.number) for fact in act.facts] == [
        ("card.duplicated", None, 7),
        ("card.duplicated", None, 8),
    ]
    duplicate_cards(editor, [boards.card("D")], boards.doing)
    assert boards.titles(boards.doing) == "DEFD"


def test_a_copy_has_it_all_but_what_was_said(boards, editor, full):
    act = duplicate_cards(editor, [full], boards.doing)
    copy = the_copy(full)
    for name in ("description", "start_date", "due_at", "due_has_time", "done_at", "label_ids", "values"):
        assert getattr(copy, name) == getattr(full, name), name
    assert (copy.member_ids, copy.responsible_id) == (full.member_ids, full.responsible_id)
    assert (copy.creator_id, copy.archived_at, copy.version, copy.number) == (editor.user_id, None, 1, 7)
    assert (copy.description_version, text_of(copy.pk, 1)) == (1, "Texte repris")
    assert (copy.tasks_total, copy.tasks_done, copy.comments_total, copy.attachments_total) == (2, 1, 0, 2)
    tasks = TaskList.objects.get(card=copy)
    assert (tasks.name, tasks.on_front) == ("Étapes", True)
    assert list(tasks.tasks.values_list("name", "assignee_id", "due_at")) == [
        ("un", editor.user_id, None),
        ("deux", full.member_ids[0], DUE),
    ]
    image, link = Attachment.objects.filter(card=copy)
    assert (image.key, image.previews, image.creator_id, copy.cover_id) == (
        "abc",
        {"360": "p"},
        editor.user_id,
        image.pk,
    )
    assert (link.name, link.url, Comment.objects.filter(card=copy).count()) == ("site", "https://exemple.fr/", 0)
    assert [fact.kind for fact in act.facts] == [
        "card.duplicated",
        "task_list.created",
        "task.created",
        "task.created",
        "attachment.added",
        "attachment.added",
    ]


@pytest.mark.parametrize("left_out", list(Kept))
def test_what_is_not_kept(boards, editor, full, left_out):
    duplicate_cards(editor, [full], boards.doing, keep=EVERYTHING - {left_out})
    copy = the_copy(full)
    has = {
        Kept.DESCRIPTION: copy.description != "" and copy.description_version == 1,
        Kept.DATES: copy.due_at is not None and copy.start_date is not None and copy.done_at is not None,
        Kept.TIME: (copy.time_spent, copy.timed_since) == (60, DUE),
        Kept.LABELS: copy.label_ids != [],
        Kept.MEMBERS: copy.responsible_id is not None and copy.member_ids != (),
        Kept.VALUES: copy.values != {},
        Kept.TASKS: copy.tasks_total == 2 and Task.objects.filter(task_list__card=copy).count() == 2,
        Kept.ATTACHMENTS: copy.cover_id is not None and Attachment.objects.filter(card=copy).count() == 2,
    }
    assert {part for part, kept in has.items() if not kept} == {left_out}


def test_on_another_board_it_keeps_what_a_card_sent_there_keeps(boards, both, editor, full):
    with writes_allowed():
        same = Label.objects.create(board=boards.elsewhere.board, name="Urgent", color="rouge", position=65536.0)
    duplicate_cards(both, [full], boards.elsewhere)
    copy = the_copy(full)
    assert (copy.label_ids, copy.responsible_id, copy.member_ids) == ([same.pk], None, (both.user_id,))
    assert (list(copy.values.values()), copy.number) == (["12.50"], 7)
    (key,) = copy.values
    assert FieldGroup.objects.get(pk=parts_of(key)[0]).board == boards.elsewhere.board
    assert list(Task.objects.filter(task_list__card=copy).values_list("assignee_id", flat=True)) == [
        None,
        both.user_id,
    ]
    assert Card.objects.get(pk=full.pk).responsible_id == editor.user_id


def test_in_another_project_a_number_of_its_own_and_its_values_in_a_group_of_its_own(boards, both, full):
    with writes_allowed():
        project = Project.objects.create(name="Dossiers", prefix="DSI", last_number=41)
        board = Board.objects.create(project=project, name="Suivi", position=65536.0)
        there = List.objects.create(board=board, name="Reçu", position=65536.0)
    boards.join(both, "editor", board)
    duplicate_cards(both, [full], there)
    group, field = FieldGroup.objects.get(card=the_copy(full)), Field.objects.get(group__card=the_copy(full))
    assert (group.name, group.base, field.name, field.kind) == ("Champs du projet", None, "Coût", "euros")
    assert (the_copy(full).number, the_copy(full).values) == (42, {key_of(group.pk, field.pk): "12.50"})


def test_under_another_title(boards, editor):
    duplicate_cards(editor, [boards.card("A")], boards.todo, titles=[" Modèle "])
    assert boards.titles(boards.todo) == "ABCModèle"
    with pytest.raises(Invalid):
        duplicate_cards(editor, [boards.card("A")], boards.todo, titles=[" "])
    assert Event.objects.count() == 1


def test_a_contributor_copies_what_they_see(boards):
    contributor = boards.member("contributor")
    duplicate_cards(contributor, [boards.card("A")], boards.todo)
    assert boards.titles(boards.todo) == "ABCA"


@pytest.mark.parametrize("role", ["reader", "commenter", "project manager", None])
def test_needs_the_right(boards, role):
    with pytest.raises(Refused):
        duplicate_cards(boards.member(role), [boards.card("A")], boards.todo)
    assert (boards.titles(boards.todo), Act.objects.count()) == ("ABC", 0)


def test_needs_the_right_where_it_goes(boards, editor):
    with pytest.raises(Refused):
        duplicate_cards(editor, [boards.card("A")], boards.elsewhere)
    assert (boards.titles(boards.elsewhere), Act.objects.count()) == ("", 0)


def test_queries_do_not_grow_with_the_selection(boards, editor, full):
    create_cards(editor, boards.todo, [f"n{rank}" for rank in range(25)])  # one INSERT of SQLite takes 30
    many = list(Card.objects.filter(title__startswith="n"))
    with CaptureQueriesContext(connection) as one:
        duplicate_cards(editor, [full], boards.doing)
    with CaptureQueriesContext(connection) as more:
        duplicate_cards(editor, [full, *many], boards.doing)
    assert len(more) <= len(one)
