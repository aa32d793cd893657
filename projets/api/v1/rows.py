"""Finding what an address or a body names, among what who asks can see."""

from projets.boards.models import Card
from projets.boards.queries import card_by_number, find, seen


def one(model, id):
    """What finds that row: `one(List, "12")(actor)`."""
    return lambda actor: seen(actor, model, id)[0]


def many(model, ids):
    return lambda actor: seen(actor, model, *ids)


def card(reference):
    """By its id, or by a number like PORT-150, present or former."""

    def found(actor):
        return card_by_number(actor, reference) if "-" in reference else seen(actor, Card, reference)[0]

    return found


def cards(references):
    return lambda actor: [card(reference)(actor) for reference in references]


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
    if "-" not in reference:
        return int(reference)
    return card_by_number(actor, reference).pk
