from datetime import UTC, date, datetime

import pytest

from projets.boards.actions.cards import describe_card
from projets.boards.actions.editing import Away, edit_card, edit_card_wherever
from projets.boards.actions.undoing import undo_act
from projets.boards.models import Attachment, CardSubscription
from projets.usecase.errors import Invalid, Outdated, Refused
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Act, Event


@pytest.fixture
def picture(boards):
    with writes_allowed():
        columns = {"name": "x", "key": "k", "mime": "image/png", "width": 40, "height": 30}
        return Attachment.objects.create(card=boards.card("A"), **columns)


def test_everything_in_one_act(boards, both, picture):
    due = datetime(2027, 3, 12, 16, tzinfo=UTC)
    act = edit_card(
        both,
        boards.card("A"),
        boards.elsewhere,
        0,
        title="Autre",
        description="Texte",
        start_date=date(2027, 3, 1),
        due_at=due,
        due_has_time=True,
        done=True,
        cover=picture,
        subscribed=True,
    )
    assert [fact.kind for fact in act.facts] == [
        "card.renamed",
        "card.described",
        "card.scheduled",
        "card.finished",
        "card.covered",
        "card_subscription.added",
        "label.created",
        "card.transferred",
        "card.transferred",
    ]
    card = boards.card("Autre")
    assert (card.list, card.description, card.start_date, card.due_at) == (
        boards.elsewhere,
        "Texte",
        date(2027, 3, 1),
        due,
    )
    assert (card.done_at is not None, card.cover_id, CardSubscription.objects.get().card) == (True, picture.pk, card)
    assert Act.objects.get() == act


def test_what_is_not_given_stays(boards, editor, picture):
    edit_card(editor, boards.card("A"), description="Texte", done=True, cover=picture)
    assert edit_card(editor, boards.card("A")).facts == []
    act = edit_card(editor, boards.card("A"), done=False, cover=None, due_at=None)
    assert [fact.kind for fact in act.facts] == ["card.reopened", "card.covered"]
    card = boards.card("A")
    assert (card.title, card.description, card.cover_id, card.list) == ("A", "Texte", None, boards.todo)


def test_move_in_its_list_or_to_another(boards, editor):
    edit_card(editor, boards.card("A"), position=999999)
    assert boards.titles(boards.todo) == "BCA"
    edit_card(editor, boards.card("A"), boards.doing)
    assert (boards.titles(boards.todo), boards.titles(boards.doing)) == ("BC", "DEFA")


def test_all_or_nothing(boards, editor):
    with pytest.raises(Refused):
        edit_card(editor, boards.card("B"), boards.elsewhere, title="Non")
    with pytest.raises(Invalid):
        edit_card(editor, boards.card("B"), boards.doing, -1, title="Non")
    assert (boards.titles(boards.todo), Event.objects.count()) == ("ABC", 0)


def test_with_the_version_that_was_read(boards, editor):
    describe_card(editor, boards.card("A"), "Un")
    with pytest.raises(Outdated):
        edit_card(editor, boards.card("A"), title="Non", description="Deux", read_version=0)
    assert (boards.card("A").description, Event.objects.count()) == ("Un", 1)


@pytest.mark.parametrize("away", [Away.ARCHIVE, Away.BIN])
def test_put_away_on_another_board_in_one_act_that_can_be_undone(boards, both, away):
    card = boards.card("A")
    act = edit_card_wherever(both, card, boards.elsewhere, away=away, title="Partie")
    card.refresh_from_db()
    assert (card.board, Away.of(card), card.title) == (boards.elsewhere.board, away, "Partie")
    assert Act.objects.count() == 1
    undo_act(both, act)
    card.refresh_from_db()
    assert (card.board, Away.of(card), card.title) == (boards.board, Away.NOT, "A")


def test_what_is_in_the_bin_is_not_changed_there(boards, editor):
    card = boards.card("A")
    edit_card_wherever(editor, card, away=Away.BIN, title="Vieille")
    with pytest.raises(Invalid):
        edit_card_wherever(editor, card, away=Away.BIN, title="Neuve")
    card.refresh_from_db()
    assert (Away.of(card), card.title) == (Away.BIN, "Vieille")
