import pytest

from projets.accounts.models import User
from projets.boards.actions.cards import create_cards
from projets.boards.actions.comments import write_comment
from projets.boards.actions.copying import duplicate_cards
from projets.boards.actions.details import assign_cards
from projets.boards.actions.leaving import transfer_cards
from projets.boards.actions.subscribing import subscribe_card
from projets.boards.actions.undoing import undo_act
from projets.boards.models import Card, CardSubscription
from projets.usecase.errors import Refused
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Event


@pytest.mark.parametrize("role", ["editor", "contributor", "commenter", "reader", "project manager"])
def test_whoever_sees_a_card_may_follow_it(boards, role):
    actor = boards.member(role)
    for _twice in range(2):
        subscribe_card(actor, boards.card("A"))
    assert CardSubscription.objects.get(card=boards.card("A")).user_id == actor.user_id
    for _twice in range(2):
        subscribe_card(actor, boards.card("A"), subscribed=False)
    assert not CardSubscription.objects.exists()
    told = Event.objects.order_by("pk").values_list("stream", "kind")
    mine = f"user:{actor.user_id}"
    assert list(told) == [(mine, "card_subscription.added"), (mine, "card_subscription.removed")]


def test_it_is_everybodys_own(boards, editor, both):
    subscribe_card(editor, boards.card("A"))
    subscribe_card(both, boards.card("A"), subscribed=False)
    assert CardSubscription.objects.get().user_id == editor.user_id


def test_nobody_follows_what_they_do_not_see(boards):
    with pytest.raises(Refused):
        subscribe_card(boards.member(None), boards.card("A"))
    assert not CardSubscription.objects.exists()


def wishes(actor, **columns):
    with writes_allowed():
        User.objects.filter(pk=actor.user_id).update(**columns)


def following(actor):
    """Titles of the cards that somebody follows."""
    return sorted(Card.objects.filter(subscriptions__user=actor.user_id).values_list("title", flat=True))


@pytest.mark.parametrize("wanted", [True, False])
def test_one_follows_what_one_creates_if_one_wants(boards, editor, wanted):
    wishes(editor, subscribe_to_own_cards=wanted)
    act = create_cards(editor, boards.todo, ["G", "H"])
    duplicate_cards(editor, [boards.card("A")], boards.doing, titles=["I"])
    assert following(editor) == (["G", "H", "I"] if wanted else [])
    undo_act(editor, act)
    assert not Card.objects.standing().filter(title__in="GH").exists()


@pytest.mark.parametrize("wanted", [True, False])
def test_one_follows_what_one_comments_if_one_wants(boards, editor, wanted):
    wishes(editor, subscribe_to_card_when_commenting=wanted)
    for _again in range(2):
        write_comment(editor, boards.card("A"), "Oui")
    assert following(editor) == (["A"] if wanted else [])


def test_whoever_is_put_on_a_card_follows_it_until_they_leave(boards, editor, both):
    act = assign_cards(editor, [boards.card("A"), boards.card("B")], add=[both.user_id])
    assert following(both) == ["A", "B"]
    told = [event.kind for event in act.events.filter(stream=f"user:{both.user_id}")]
    assert told == ["card_subscription.added"] * 2
    assign_cards(editor, [boards.card("A")], remove=[both.user_id])
    assert following(both) == ["B"]


def test_who_followed_it_by_themselves_goes_on(boards, editor, both):
    subscribe_card(both, boards.card("A"))
    assign_cards(editor, [boards.card("A"), boards.card("B")], responsible=both.user_id)
    subscribe_card(both, boards.card("B"))
    assign_cards(editor, [boards.card("A"), boards.card("B")], remove=[both.user_id])
    assert following(both) == ["A", "B"]


def test_undoing_it_ends_it(boards, editor, both):
    act = assign_cards(editor, [boards.card("A")], add=[both.user_id])
    undo_act(editor, act)
    assert following(both) == []


def test_it_ends_where_one_no_longer_sees_the_card(boards, editor, both):
    for actor in (editor, both):
        subscribe_card(actor, boards.card("A"))
    transfer_cards(both, [boards.card("A")], boards.elsewhere)
    assert (following(editor), following(both)) == ([], ["A"])
