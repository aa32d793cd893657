"""Who is told of what, why, and once."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection, transaction

from projets.boards.actions.boards import subscribe_board
from projets.boards.actions.cards import archive_cards, bin_cards, move_cards, rename_card
from projets.boards.actions.comments import edit_comment, write_comment
from projets.boards.actions.details import assign_cards
from projets.boards.actions.lists import empty_list
from projets.boards.actions.subscribing import subscribe_card
from projets.boards.actions.tasks import create_task_list, create_tasks, edit_task
from projets.boards.models import Comment, Task, TaskList
from projets.notifications import queries
from projets.notifications.actions.telling import MOST_UNREAD, mark_notifications
from projets.notifications.models import Notification
from projets.notifications.subscribers import notify_people
from projets.usecase.actor import Actor
from projets.usecase.dispatch import dispatch
from projets.usecase.errors import Refused
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Act, Event, Progress, SetAside
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def follower(boards):
    """Follows card A."""
    actor = boards.member("reader", name="Fanny Follow")
    subscribe_card(actor, boards.card("A"))
    return actor


@pytest.fixture
def watcher(boards):
    """Follows the board."""
    actor = boards.member("reader", name="Walid Watch")
    subscribe_board(actor, boards.board)
    return actor


def told(actor):
    """(kind, reason) of all that somebody was told, in order."""
    dispatch()
    assert not SetAside.objects.filter(subscriber="notify_people").exists()
    return list(Notification.objects.filter(user=actor.user_id).order_by("id").values_list("kind", "reason"))


def test_a_move_is_told_to_who_follows_the_card_or_the_board(boards, editor, follower, watcher):
    other = boards.member("reader", name="Olga Other")
    move_cards(editor, [boards.card("A"), boards.card("B")], boards.doing, 0)
    assert told(follower) == [("moved", "card")]
    assert told(watcher) == [("moved", "board"), ("moved", "board")]
    assert (told(other), told(editor)) == ([], [])
    one = Notification.objects.get(user=follower.user_id)
    event = Event.objects.get(pk=one.event_id)
    assert (event.kind, event.row_id, one.creator_id) == ("card.moved", boards.card("A").pk, editor.user_id)
    assert (one.board_id, one.card_id, one.comment_id, one.read_at) == (boards.board.pk, event.row_id, None, None)
    assert one.data == {
        "title": "A",
        "from": {"kind": "list", "id": boards.todo.pk, "name": "À faire"},
        "to": {"kind": "list", "id": boards.doing.pk, "name": "En cours"},
    }


def test_who_follows_since_is_not_told_of_what_was_before(boards, editor):
    later = boards.member("reader", name="Lou Later")
    move_cards(editor, [boards.card("A")], boards.doing, 0)
    subscribe_card(later, boards.card("A"))
    subscribe_board(later, boards.board)
    assert told(later) == []


def test_another_place_in_the_same_list_is_no_news(boards, editor, follower):
    move_cards(editor, [boards.card("A")], boards.todo, 200_000)
    rename_card(editor, boards.card("A"), "A bis")
    assert told(follower) == []


def test_what_one_does_oneself_is_no_news(boards, editor):
    subscribe_card(editor, boards.card("A"))
    subscribe_board(editor, boards.board)
    write_comment(editor, boards.card("A"), f"@[]({editor.user_id}) à faire")
    assign_cards(editor, [boards.card("A")], [editor.user_id])
    assert told(editor) == []


def test_put_away_and_back_is_a_move(boards, editor, follower):
    archive_cards(editor, [boards.card("A")])
    bin_cards(editor, [boards.card("A")])
    dispatch()
    places = [(one.data["from"]["kind"], one.data["to"]["kind"]) for one in Notification.objects.order_by("id")]
    assert places == [("list", "archive"), ("archive", "bin")]
    assert queries.unread_count(follower.user_id) == 2  # of a card in the bin one is still told


def test_a_list_put_away_whole_is_no_news_of_each_card(boards, editor, follower, watcher):
    empty_list(editor, boards.card("A").list)
    assert (told(follower), told(watcher)) == ([], [])


def test_a_comment_is_told_once_to_each(boards, editor, follower, watcher):
    mentioned = boards.member("reader", name="Mona Mention")
    outsider = boards.person("Oscar Out")
    people = (mentioned.user_id, follower.user_id, outsider.pk, editor.user_id)
    write_comment(editor, boards.card("A"), " ".join(f"@[]({one})" for one in people))
    subscribe_board(follower, boards.board)
    assert told(mentioned) == told(follower) == [("mentioned", "mentioned")]
    assert told(watcher) == [("commented", "board")]
    assert not Notification.objects.filter(user__in=[outsider.pk, editor.user_id]).exists()
    comment = Comment.objects.get()
    one = Notification.objects.get(user=mentioned.user_id)
    assert (one.comment_id, one.text_version, one.data) == (comment.pk, 1, {"title": "A"})
    edit_comment(editor, comment, f"@[]({boards.member('reader').user_id})")
    assert Notification.objects.count() == 3
    dispatch()
    assert Notification.objects.count() == 3


def test_who_is_given_a_card_is_told(boards, editor):
    ada, bob = boards.member("reader", name="Ada"), boards.member("reader", name="Bob")
    assign_cards(editor, [boards.card("A")], [ada.user_id])
    assign_cards(editor, [boards.card("A")], [], responsible=bob.user_id)
    assign_cards(editor, [boards.card("A")], [], responsible=ada.user_id)
    assign_cards(editor, [boards.card("A")], [], [ada.user_id, bob.user_id], responsible=None)
    assert told(ada) == [("added", "given"), ("responsible", "given")]
    assert told(bob) == [("added", "given")]
    assert Notification.objects.get(user=bob.user_id).data == {"title": "A", "responsible": bob.user_id}


def test_who_is_given_a_task_is_told(boards, editor):
    ada = boards.member("reader", name="Ada")
    create_task_list(editor, boards.card("A"), "À vérifier")
    create_tasks(editor, TaskList.objects.get(), ["Relire"])
    edit_task(editor, Task.objects.get(), assignee_id=ada.user_id)
    edit_task(editor, Task.objects.get(), name="Relire tout")
    assert told(ada) == [("task", "given")]
    task = Task.objects.get()
    assert Notification.objects.get().data == {"title": "A", "task": {"id": task.pk, "name": "Relire"}}
    assert Notification.objects.get().card_id == boards.card("A").pk


def test_who_may_no_longer_see_the_card_is_neither_told_nor_shown(boards, editor, follower, watcher):
    move_cards(editor, [boards.card("A")], boards.doing, 0)
    assert told(follower) == [("moved", "card")]
    boards.leave(follower)
    assert (queries.unread_count(follower.user_id), queries.unread_count(watcher.user_id)) == (0, 1)
    move_cards(editor, [boards.card("A")], boards.todo, 0)
    assert told(follower) == [("moved", "card")]
    assert len(told(watcher)) == 2
    boards.join(follower, "reader", boards.board)
    assert queries.unread_count(follower.user_id) == 1


def test_managers_and_administrators_who_follow_are_told(boards, editor):
    manager, administrator = (boards.member(role, name=role) for role in ("project manager", "administrator"))
    for one in (manager, administrator):
        subscribe_card(one, boards.card("A")) if one == manager or boards.project.is_shared else None
    move_cards(editor, [boards.card("A")], boards.doing, 0)
    assert told(manager) == [("moved", "card")]
    assert told(administrator) == ([("moved", "card")] if boards.project.is_shared else [])


def test_what_an_import_brings_is_the_past(boards, editor, follower):
    importing = Actor(editor.user_id, "import")
    write_comment(importing, boards.card("A"), f"@[]({follower.user_id})")
    move_cards(importing, [boards.card("A")], boards.doing, 0)
    assert told(follower) == []


def test_told_again_is_told_once(boards, editor, follower):
    move_cards(editor, [boards.card("A")], boards.doing, 0)
    assert told(follower) == [("moved", "card")]
    with writes_allowed():
        Progress.objects.all().delete()
    assert told(follower) == [("moved", "card")]
    moved = Event.objects.get(kind="card.moved")
    acts = Act.objects.count()
    notify_people(moved)
    assert (Notification.objects.count(), Act.objects.count()) == (1, acts + 1)


def test_two_workers_tell_once(boards, editor, follower, watcher):
    for column in (boards.doing, boards.todo, boards.doing):
        move_cards(editor, [boards.card("A")], column, 0)
    assert at_once(dispatch, dispatch) == [None, None]
    dispatch()
    connection.close()
    assert told(follower) == [("moved", "card")] * 3
    assert told(watcher) == [("moved", "board")] * 3


def test_the_facts_of_it(boards, editor, follower):
    move_cards(editor, [boards.card("A")], boards.doing, 0)
    dispatch()
    one = Notification.objects.get()
    mark_notifications(follower, [one], True)
    mark_notifications(follower, [one], False)
    mark_notifications(follower, [one])
    events = Event.objects.filter(stream=f"user:{follower.user_id}", row_id=one.pk).order_by("revision")
    assert [(event.kind, event.fact.after.read_at is not None) for event in events] == [
        ("notification.created", False),
        ("notification.marked", True),
        ("notification.marked", False),
        ("notification.marked", False),
    ]
    assert events[0].fact.after.data["title"] == "A"
    assert [event.act.user_id for event in events] == [None, *[follower.user_id] * 3]


def test_only_oneself_marks_ones_own(boards, editor, follower, watcher):
    move_cards(editor, [boards.card("A")], boards.doing, 0)
    dispatch()
    mine = Notification.objects.get(user=follower.user_id)
    with pytest.raises(Refused):
        mark_notifications(watcher, [mine], True)
    assert Notification.objects.get(pk=mine.pk).read_at is None


def test_beyond_a_hundred_the_oldest_count_as_read(boards, editor, follower):
    move_cards(editor, [boards.card("A")], boards.doing, 0)
    dispatch()
    (first,) = Notification.objects.all()
    with writes_allowed():
        Notification.objects.bulk_create(
            Notification(
                user_id=follower.user_id,
                kind="moved",
                reason="card",
                event_id=number,
                board_id=first.board_id,
                card_id=first.card_id,
            )
            for number in range(MOST_UNREAD - 1)
        )
    assert queries.unread_count(follower.user_id) == MOST_UNREAD
    move_cards(editor, [boards.card("A")], boards.todo, 0)
    dispatch()
    assert queries.unread_count(follower.user_id) == MOST_UNREAD
    assert list(Notification.objects.exclude(read_at=None)) == [first]


def test_a_move_that_nobody_follows_writes_nothing_but_how_far_it_was_read(boards, editor):
    move_cards(editor, [boards.card("A")], boards.doing, 0)
    acts = Act.objects.count()
    dispatch()
    assert (Act.objects.count(), Notification.objects.exists()) == (acts, False)
    read = Progress.objects.filter(stream=boards.board.stream).values_list("revision", flat=True)
    assert set(read) == {Event.objects.count()}


def test_what_happened_before_there_were_notifications_is_no_news(boards, editor, follower):
    """The migration of a database that holds years of history, there and back."""
    move_cards(editor, [boards.card("A")], boards.doing, 0)
    migration = import_module("projets.notifications.migrations.0002_from_now_on")
    with transaction.atomic(), writes_allowed():
        migration.begin_now(apps, None)
    assert told(follower) == []
    move_cards(editor, [boards.card("A")], boards.todo, 0)
    assert told(follower) == [("moved", "card")]
    with transaction.atomic(), writes_allowed():
        migration.forget(apps, None)
    assert not Progress.objects.filter(subscriber="notify_people").exists()
