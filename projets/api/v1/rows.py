"""Finding what an address or a body names, among what who asks can see."""

from projets.boards.models import Card
from projets.boards.numbers import cards_by_number
from projets.boards.queries import find, seen


def one(model, id):
    """What finds that row: `one(List, "12")(actor)`."""
    return lambda actor: seen(actor, model, id)[0]


def many(model, ids):
    return lambda actor: seen(actor, model, *ids)


def card(reference):
    """By its id, or by a number like PORT-150, present or former."""
    return lambda actor: cards([reference])(actor)[0]


def cards(references):
    """Each once, however often it is named, in this order."""

    def found(actor):
        numbers = [one for one in references if "-" in one]
        ids = dict.fromkeys(one for one in references if "-" not in one)
        by_reference = cards_by_number(actor, numbers) if numbers else {}
        by_reference |= zip(ids, seen(actor, Card, *ids), strict=True) if ids else {}
        return list({by_reference[one].pk: by_reference[one] for one in references}.values())

    return found


def in_bin(model, id):
    """Also what lies in the bin, itself or with what holds it."""
    return lambda actor: find(_of_what_is_seen(model, actor), id)[0]


def many_in_bin(model, ids):
    return lambda actor: find(_of_what_is_seen(model, actor), *ids)


def _of_what_is_seen(model, actor):
    rows = model.objects
    if hasattr(rows, "seen_by"):
        return rows.seen_by(actor)
    return rows.of_projects_seen_by(actor) if hasattr(rows, "of_projects_seen_by") else rows.of_boards_seen_by(actor)


def card_id(actor, reference):
    """The id behind a reference, of a card that may have gone to the bin since."""
    return card_ids(actor, [reference])[0]


def card_ids(actor, references):
    """As `card_id`, of several; each once."""
    numbers = [one for one in references if "-" in one]
    by_number = cards_by_number(actor, numbers) if numbers else {}
    return list(dict.fromkeys(by_number[one].pk if "-" in one else int(one) for one in references))
