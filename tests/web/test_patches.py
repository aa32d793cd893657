"""Every action that a board shows, seen by open pages."""

from datetime import UTC, datetime

import msgspec
import pytest
from django.utils import timezone

from projets.boards.actions import cards, labels, leaving, subscribing
from projets.boards.models import Card
from projets.live.messages import EVERYBODY, Batch
from projets.usecase.guard import writes_allowed
from projets.web.patches import message, messages_for, patches
from tests.web.page import patches_tell_all

ACTS = {
    "create": lambda actor, boards: cards.create_cards(actor, boards.todo, ["G", "H & <i>"], position=0),
    "rename": lambda actor, boards: cards.rename_card(actor, boards.card("A"), "Autre"),
    "move": lambda actor, boards: cards.move_cards(actor, [boards.card("A"), boards.card("E")], boards.doing, 65536),
    "move within": lambda actor, boards: cards.move_cards(actor, [boards.card("A")], boards.todo, 196608),
    "bin": lambda actor, boards: cards.bin_cards(actor, [boards.card("A"), boards.card("B")]),
    "archive": lambda actor, boards: cards.archive_cards(actor, [boards.card("A")]),
    "clear": lambda actor, boards: cards.clear_cards(actor, [boards.card("A")]),
    "transfer": lambda actor, boards: leaving.transfer_cards(actor, [boards.card("A")], boards.elsewhere),
    "label": lambda actor, boards: labels.edit_label(actor, boards.urgent, "Pressé", "bleu"),
}


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", ACTS)
def test_an_act(boards, both, name, language):
    seen = [boards.board, boards.elsewhere.board] if name == "transfer" else [boards.board]
    with patches_tell_all(both, *seen, language=language):
        ACTS[name](both, boards)


def test_out_of_the_bin_and_of_the_archive(boards, both):
    cards.bin_cards(both, [boards.card("A")])
    cards.archive_cards(both, [boards.card("E")])
    with patches_tell_all(both, boards.board):
        cards.restore_cards(both, [boards.card("A")])
        cards.unarchive_cards(both, [boards.card("E")])


def test_room_made(boards, editor):
    with writes_allowed():
        for title, position in zip("DEF", (0.1, 0.2, 0.3), strict=True):
            Card.objects.filter(title=title).update(position=position)
    with patches_tell_all(editor, boards.board):
        cards.move_cards(editor, [boards.card("F"), boards.card("A")], boards.doing, 0.15)


def test_what_cards_show_of_their_board_is_read_once_for_all(boards, editor, django_assert_num_queries):
    """Fifty pasted lines are told by as many queries as one: the board, and nothing that bare cards do not show."""
    one = cards.create_cards(editor, boards.todo, ["Une"]).told
    many = cards.create_cards(editor, boards.todo, [f"Ligne {number}" for number in range(50)]).told
    for told in (one, many):
        with django_assert_num_queries(1):
            assert len(messages_for(editor.user_id, told, "fr", again=False)) == len(told)
        with django_assert_num_queries(2):  # and which of them are restricted
            Batch.of(boards.todo.stream, told, [("fr", EVERYBODY), ("en", EVERYBODY)])


def test_a_move_carries_no_html_and_a_new_name_no_place(boards, editor):
    card = boards.card("A")
    (moved,) = cards.move_cards(editor, [card], boards.doing, 0).events.all()
    assert message(moved, "fr") == {
        "stream": boards.todo.stream,
        "revision": 1,
        "act": None,
        "patches": [
            {"place": f"card:{card.pk}", "in": f"list:{boards.doing.pk}", "position": 32768.0},
            *({"refresh": f"card-{part}:{card.pk}"} for part in ("head", "description", "side", "history")),
        ],
    }
    (renamed,) = cards.rename_card(editor, card, "Autre").events.all()
    replaced, *refreshed = message(renamed, "fr")["patches"]
    assert set(replaced) == {"replace", "html"}
    assert ">Autre</a></h3>" in replaced["html"]
    assert {"refresh": f"card-head:{card.pk}"} in refreshed


def test_a_late_message_tells_what_was_then(boards, editor):
    act = cards.rename_card(editor, boards.card("A"), "Alors")
    cards.rename_card(editor, boards.card("Alors"), "Maintenant")
    patch, *_refreshed = patches(act.facts[0], boards.todo.stream, "fr")
    assert "Alors" in patch["html"]


def test_what_people_type_is_text(boards, editor):
    (fact,) = cards.rename_card(editor, boards.card("A"), "<script>").facts
    patch, *_refreshed = patches(fact, boards.todo.stream, "fr")
    assert "&lt;script&gt;" in patch["html"]


def test_what_pages_are_told_can_be_sent(boards, editor):
    """The hub encodes messages strictly: plain text, numbers, lists."""
    act = cards.create_cards(editor, boards.todo, ["G"])
    (event,) = act.events.select_related("act")
    told = message(event, "fr")
    assert type(told["patches"][0]["html"]) is str
    assert msgspec.json.decode(msgspec.json.encode(told)) == told


def test_a_card_s_age_is_told_in_the_zone_of_the_instance(boards, editor, settings):
    """Fragments are for all readers, wherever they are."""
    with writes_allowed():
        boards.board.shows_age = True
        boards.board.save()
        Card.objects.filter(title="A").update(created_at=datetime(2020, 12, 31, 23, 30, tzinfo=UTC))
    with timezone.override("America/Cayenne"):
        (fact,) = cards.rename_card(editor, boards.card("A"), "Autre").facts
        patch, *_refreshed = patches(fact, boards.todo.stream, "fr")
    assert "2021-01-01T00:30:00+01:00" in patch["html"]


def test_following_is_told_to_ones_own_pages_alone(boards, editor):
    act = subscribing.subscribe_card(editor, boards.card("A"))
    told = [message(event, "fr") for event in act.told]
    assert [(one["stream"], one["patches"]) for one in told] == [
        (f"user:{editor.user_id}", [{"refresh": f"card-head:{boards.card('A').pk}"}, {"refresh": "board-data"}])
    ]


def test_an_answer_tells_nothing_of_other_people(boards, both, browser):
    """Who is put on a card follows it: that is told on their own stream, not to who put them there."""
    editor = boards.member("editor", name="Zoé Martin")
    answer = browser(editor).post(
        f"/cartes/{boards.card('A').pk}/membres/", {"person": both.user_id}, headers={"Accept": "application/json"}
    )
    assert {one["stream"] for one in answer.json()["messages"]} == {boards.board.stream}
