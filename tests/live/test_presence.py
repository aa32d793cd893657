"""Who is here, and which card they have open."""

import pytest
from django.db import connection

from projets.accounts.models import User
from projets.usecase.guard import writes_allowed
from tests.live.client import closed_with, end_session


@pytest.fixture
def hidden(boards):
    actor = boards.member("editor", name="Inès Secret")
    with writes_allowed():
        User.objects.filter(pk=actor.user_id).update(shows_presence=False)
    return actor


def names(told):
    return [(person["name"], person["card"]) for person in told["presence"]]


def until(one, expected):
    while True:
        told = one.hear_presence()
        if sorted(names(told), key=str) == sorted(expected, key=str):
            return told


def test_people_are_seen_once_each_with_the_card_they_have_open(server, page, boards, editor, hidden):
    awa = boards.member("editor", name="Awa Diop")
    stream = boards.board.stream
    one, second_tab, other, unseen = (page(server, actor) for actor in (editor, editor, awa, hidden))
    for each in (one, second_tab, other, unseen):
        each.follow(stream)

    told = until(one, [("Camille Martin", None), ("Awa Diop", None)])
    assert told["count"] == 2
    assert told["stream"] == stream
    assert {person["initials"] for person in told["presence"]} == {"CM", "AD"}
    assert {person["id"] for person in told["presence"]} == {str(editor.user_id), str(awa.user_id)}

    second_tab.say(seen="card:123")
    until(other, [("Camille Martin", "123"), ("Awa Diop", None)])
    second_tab.wire.close()
    until(other, [("Camille Martin", None), ("Awa Diop", None)])
    other.wire.close()
    until(one, [("Camille Martin", None)])
    until(unseen, [("Camille Martin", None)])


def test_who_comes_later_is_told_who_is_here(server, page, boards, editor, hidden):
    one = page(server, editor)
    one.follow(boards.board.stream)
    until(one, [("Camille Martin", None)])
    late = page(server, hidden)
    late.follow(boards.board.stream)
    until(late, [("Camille Martin", None)])


def test_a_card_is_an_id_or_nothing(server, page, boards, editor):
    one = page(server, editor)
    one.follow(boards.board.stream)
    until(one, [("Camille Martin", None)])
    one.say(seen="card:<b>")
    one.say(seen="card:7")
    until(one, [("Camille Martin", "7")])
    one.say(seen=None)
    until(one, [("Camille Martin", None)])


def test_two_processes_see_each_others_people_and_sessions(server, own_server, page, boards, editor, session_of):
    """On SQLite one process serves; were there two, each would still hear what the other writes."""
    awa = boards.member("editor", name="Awa Diop")
    stream = boards.board.stream
    key = session_of(awa)
    here, there = page(server, editor), page(own_server, awa, key)
    here.follow(stream)
    there.follow(stream)

    own_server.write(awa, boards.todo, "there")
    assert here.hear()["act"] == "there"
    if connection.vendor == "postgresql":
        until(here, [("Camille Martin", None), ("Awa Diop", None)])
        there.say(seen="card:7")
        until(here, [("Camille Martin", None), ("Awa Diop", "7")])
        end_session(server, key)  # by the other process
        assert closed_with(there.wire) == 4401
        until(here, [("Camille Martin", None)])
