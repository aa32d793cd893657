"""People and labels on cards."""

from projets.api.planka.calling import delete, post
from projets.api.planka.items.pairs import CardLabelItem, CardMembershipItem, card_label, card_membership
from projets.api.planka.parameters import Id
from projets.api.planka.refusals import Refusal, conflict, not_found
from projets.boards.actions.details import assign_cards, label_cards
from projets.boards.models import Card, Label, Membership
from projets.boards.models.lasting import in_force
from projets.boards.queries import seen
from projets.usecase.errors import Invalid
from projets.usecase.rights import require


@post("/cards/{card}/card-memberships", Id("userId", required=True), of="Card", answers={"item": CardMembershipItem})
def add_member(call, given, card):
    """Puts somebody on a card."""
    [card] = seen(call.actor, Card, card)
    require(call.actor, "assign_cards", card)
    if not Membership.objects.filter(in_force(), board=card.board_id, user=given["userId"]).exists():
        raise not_found("User")
    try:
        act = assign_cards(call.actor, [card], add=[given["userId"]])
    except Invalid as error:
        if error.field == "members":
            raise not_found("User") from None
        raise
    if not act.facts:
        raise conflict("User already card member")
    return {"item": card_membership(card.pk, given["userId"], act.done_at)}


@delete("/cards/{card}/card-memberships/userId:{user}", of="Card", answers={"item": CardMembershipItem})
def remove_member(call, given, card, user):
    """Takes somebody off a card."""
    [card] = seen(call.actor, Card, card)
    user = call.user.pk if user == "me" else user
    try:
        act = assign_cards(call.actor, [card], remove=[user])
    except Invalid as error:
        if error.field == "remove":
            raise _not_on_card() from None
        raise
    if not act.facts:
        raise _not_on_card()
    return {"item": card_membership(card.pk, user, card.made_at)}


def _not_on_card():
    return Refusal(404, "User not card member")


@post("/cards/{card}/card-labels", Id("labelId", required=True), of="Card", answers={"item": CardLabelItem})
def add_label(call, given, card):
    """Puts a label on a card."""
    [card] = seen(call.actor, Card, card)
    require(call.actor, "label_cards", card)
    label = Label.objects.filter(board=card.board_id, binned_at=None, pk=given["labelId"]).first()
    if label is None:
        raise not_found("Label")
    act = label_cards(call.actor, [card], add=[label])
    if not act.facts:
        raise conflict("Label already in card")
    return {"item": card_label(card.pk, label.pk, act.done_at)}


@delete("/cards/{card}/card-labels/labelId:{label}", of="Card", answers={"item": CardLabelItem})
def remove_label(call, given, card, label):
    """Takes a label off a card."""
    [card] = seen(call.actor, Card, card)
    require(call.actor, "label_cards", card)
    found = Label.objects.filter(board=card.board_id, binned_at=None, pk=label)
    act = label_cards(call.actor, [card], remove=found) if found else None
    if not (act and act.facts):
        raise Refusal(404, "Label not in card")
    return {"item": card_label(card.pk, label, card.made_at)}
