"""What stands between two rows there and is a list of ids here: a label on a card, a person on a card."""

from hashlib import blake2b

from projets.api.planka.items import IdText, Item
from projets.api.planka.wordings import when

_GREATEST = 2**63 - 1
_LEAST = 10**18  # as many digits as other ids


class CardLabelItem(Item):
    cardId: IdText
    labelId: IdText


class CardMembershipItem(Item):
    cardId: IdText
    userId: IdText


def pair_id(noun, one, other):
    """The same for the same pair, whenever it is asked: 19 digits that fit in 63 bits."""
    digest = blake2b(f"{noun}:{one}:{other}".encode(), digest_size=8).digest()
    return str(_LEAST + int.from_bytes(digest) % (_GREATEST - _LEAST))


def card_label(card_id, label_id, created_at) -> CardLabelItem:
    return {
        "id": pair_id("label", card_id, label_id),
        "createdAt": when(created_at),
        "updatedAt": None,
        "cardId": str(card_id),
        "labelId": str(label_id),
    }


def card_membership(card_id, user_id, created_at) -> CardMembershipItem:
    return {
        "id": pair_id("member", card_id, user_id),
        "createdAt": when(created_at),
        "updatedAt": None,
        "cardId": str(card_id),
        "userId": str(user_id),
    }
