"""Sent twice is done once."""

import threading
from dataclasses import replace

import pytest
from django.db import connection

from projets.boards.actions.cards import bin_cards, create_cards, move_cards
from projets.boards.actions.editing import edit_card
from projets.boards.models import Card
from projets.usecase.actor import Actor
from projets.usecase.errors import Conflict, Invalid
from projets.usecase.guard import writes_allowed
from projets.usecase.log import first_answer
from projets.usecase.models import Act, Event


def test_one_request_is_one_act(boards, editor):
    act = edit_card(editor, boards.card("A"), boards.doing, title="Autre", position=0)
    assert [fact.kind for fact in act.facts] == ["card.renamed", "card.moved"]
    assert Act.objects.get() == act
    assert act.action == "edit_card"


def test_a_selection_is_one_act(boards, editor):
    act = move_cards(editor, [boards.card(title) for title in "ABC"], boards.doing, 0)
    assert (Act.objects.count(), act.events.count()) == (1, 3)


def test_sent_twice_is_done_once(boards, editor):
    actor = replace(editor, act="7f1c")
    first = create_cards(actor, boards.todo, ["G"])
    again = create_cards(actor, boards.todo, ["G"])
    assert (again, again.facts) == (first, first.facts)
    assert (Card.objects.filter(title="G").count(), Event.objects.count(), first.key) == (1, 1, "7f1c")


def test_the_first_answer_stays_whatever_happened_since(boards, editor):
    actor = replace(editor, act="7f1c")
    card = boards.card("A")
    first = move_cards(actor, [card], boards.doing, 0).facts
    move_cards(editor, [card], boards.todo, 0)
    bin_cards(editor, [card])
    assert move_cards(actor, [card], boards.doing, 0).facts == first
    assert boards.card("A").list == boards.todo


def test_two_people_may_make_the_same_id(boards, editor):
    other = boards.member("editor")
    create_cards(replace(editor, act="7f1c"), boards.todo, ["G"])
    create_cards(replace(other, act="7f1c"), boards.todo, ["H"])
    assert Act.objects.filter(key="7f1c").count() == 2


def test_without_an_id_every_time_counts(boards, editor):
    create_cards(editor, boards.todo, ["G"])
    create_cards(editor, boards.todo, ["G"])
    assert Card.objects.filter(title="G").count() == 2


def test_an_empty_id_is_none(boards, editor):
    actor = replace(editor, act="")
    create_cards(actor, boards.todo, ["G"])
    create_cards(actor, boards.todo, ["G"])
    assert (Card.objects.filter(title="G").count(), Act.objects.filter(key=None).count()) == (2, 2)


def test_nobody_has_no_acts(boards, editor):
    """What the system did under a key is not the answer to whoever is not signed in."""
    create_cards(replace(editor, act="7f1c"), boards.todo, ["G"])
    with writes_allowed():
        Act.objects.update(user_id=None)
    assert first_answer(Actor(None, "web", "7f1c"), "create_cards") is None


def test_an_id_is_for_one_action(boards, editor):
    actor = replace(editor, act="7f1c")
    create_cards(actor, boards.todo, ["G"])
    with pytest.raises(Conflict, match="two acts under one name"):
        bin_cards(actor, [boards.card("A")])
    assert not boards.card("A").in_bin


def test_what_failed_may_be_sent_again(boards, editor):
    actor = replace(editor, act="7f1c")
    with pytest.raises(Invalid):
        create_cards(actor, boards.todo, [" "])
    create_cards(actor, boards.todo, ["G"])
    assert Card.objects.filter(title="G").count() == 1


@pytest.mark.django_db(transaction=True)
def test_sent_twice_at_once(boards, editor):
    actor, ready, answers = replace(editor, act="7f1c"), threading.Barrier(4), []

    def send():
        ready.wait()
        answers.append(create_cards(actor, boards.todo, ["G"]).pk)
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert (len(answers), len(set(answers)), Card.objects.filter(title="G").count()) == (4, 1, 1)
