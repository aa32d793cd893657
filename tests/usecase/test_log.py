from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection, transaction

from projets.boards.actions.cards import create_cards, move_cards
from projets.boards.actions.editing import edit_card
from projets.boards.actions.labels import edit_label
from projets.boards.actions.leaving import transfer_cards
from projets.boards.events import LabelEdited, LabelState
from projets.usecase import wakeup
from projets.usecase.errors import Invalid
from projets.usecase.log import record, revision_of, since
from projets.usecase.models import Act, Event, Stream


def fact(label):
    return LabelEdited(LabelState.of(label), LabelState.of(label))


def test_recording_needs_an_action(boards):
    with pytest.raises(RuntimeError, match="outside an action"):
        record(boards.urgent.stream, fact(boards.urgent))


def test_recording_needs_the_stream(boards, editor, monkeypatch):
    monkeypatch.setattr(
        "projets.boards.actions.labels.save", lambda kind, were: record("board:1", fact(boards.urgent))
    )
    with pytest.raises(RuntimeError, match="outside an action that holds board:1"):
        edit_label(editor, boards.urgent, "Pressé")


def test_an_inner_action_needs_its_streams_held(boards, editor, monkeypatch):
    boards.join(editor, "editor", boards.elsewhere.board)
    monkeypatch.setattr("projets.boards.actions.labels.save", lambda *_: create_cards(editor, boards.elsewhere, ["Z"]))
    with pytest.raises(RuntimeError, match="name its rows in the outermost action"):
        edit_label(editor, boards.urgent, "Pressé")


def test_revisions_follow_each_other_in_each_stream(boards, editor):
    boards.join(editor, "editor", boards.elsewhere.board)
    move_cards(editor, [boards.card("A"), boards.card("B")], boards.doing, 0)
    transfer_cards(editor, [boards.card("C")], boards.elsewhere)
    assert list(Event.objects.values_list("stream", "revision", "kind").order_by("stream", "revision")) == sorted(
        [
            (boards.todo.stream, 1, "card.moved"),
            (boards.todo.stream, 2, "card.moved"),
            (boards.todo.stream, 3, "card.transferred"),
            (boards.elsewhere.stream, 1, "card.transferred"),
        ]
    )
    assert [event.revision for event in since(boards.todo.stream, 1)] == [2, 3]
    assert revision_of(boards.todo.stream) == 3


def test_a_fact_reads_back_as_it_was_recorded(boards, editor):
    event = move_cards(editor, [boards.card("A")], boards.doing, 0).events.get()
    again = Event.objects.get(pk=event.pk).fact
    assert (again.kind, again.before.title, again.before.list_id) == ("card.moved", "A", boards.todo.pk)
    assert again.before.label_ids == (boards.urgent.pk,)
    assert (again.after.list_id, again.after.position) == (boards.doing.pk, boards.card("A").position)
    assert event.row_id == again.after.id == boards.card("A").pk
    assert (event.act.user_id, event.act.via) == (editor.user_id, "web")


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_leaves_no_trace(boards, editor):
    """The first half of the act was done and recorded; the second half is refused."""
    with pytest.raises(Invalid):
        edit_card(editor, boards.card("A"), boards.doing, title="Autre", position=-1)
    assert (Event.objects.count(), Act.objects.count(), Stream.objects.count()) == (0, 0, 0)
    assert boards.card("A").list == boards.todo


@pytest.mark.django_db(transaction=True)
def test_wakes_at_commit_only(boards, editor):
    with hearing() as heard:
        with transaction.atomic():
            move_cards(editor, [boards.card("A"), boards.card("B")], boards.doing, 0)
            assert heard(within=0.2) == []
        assert heard(within=2) == [f"{boards.todo.stream} 2"]


@pytest.mark.django_db(transaction=True)
def test_wakes_nobody_when_rolled_back(boards, editor):
    with hearing() as heard:
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            move_cards(editor, [boards.card("A")], boards.doing, 0)
            1 / 0  # noqa: B018
        assert heard(within=0.2) == []


@contextmanager
def hearing():
    """What listeners are told: by PostgreSQL on another connection, on SQLite in this process."""
    if connection.vendor == "postgresql":
        given = connection.get_connection_params()
        where = {name: given[name] for name in ("host", "port", "user", "password", "dbname") if name in given}
        with psycopg.connect(**where, autocommit=True) as ear:
            ear.execute(f"LISTEN {wakeup.CHANNEL}")
            yield lambda within: [heard.payload for heard in ear.notifies(timeout=within, stop_after=1)]
    else:
        told = []
        stop = wakeup.listen(lambda stream: told.append(f"{stream} {revision_of(stream)}"))
        yield lambda within: list(told)
        stop()
