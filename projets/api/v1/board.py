"""A whole board in one answer: kept as bytes until the board moves on, its reader's own things put in at the end."""

from collections import defaultdict
from hashlib import sha256

import msgspec

from projets.api.shelf import Shelf
from projets.api.v1 import shapes
from projets.boards import events
from projets.boards.actions.saving import state
from projets.boards.following import followed_cards, follows
from projets.boards.models import (
    Card,
    CardMember,
    Label,
    List,
    Membership,
)
from projets.boards.permissions import grounds
from projets.boards.queries import Display, fields_on
from projets.usecase.ids import made_at
from projets.usecase.log import revision_of

MOST_KEPT = 64_000_000  # bytes
APART = {"member_ids", "responsible_id"}  # they have a table of their own
COLUMNS = [name for name in shapes.public_columns(events.CardState) if name not in APART]


def tag_and_bytes(actor, board):
    """Of a board that the actor sees; its project should have come with it."""
    revisions = (revision_of(board.stream), revision_of(f"project:{board.project_id}"))  # first: never behind
    display = Display(board)
    whole = _kept(actor, board, revisions)
    own = msgspec.json.encode(_own(actor, board, display))
    rest = f"{revisions[0]}.{revisions[1]}.{sha256(own).hexdigest()[:16]}"
    return shapes.whole_tag(shapes.tag(state(board)), rest), whole[:-1] + b"," + own[1:]


def _kept(actor, board, revisions):
    """What is kept for everybody has no restricted card: who sees some is given what is made of all that they see."""
    found = _shelf.get(board.pk, revisions)
    if found is None:
        whole, restricted = _made(board, revisions[0], frozenset())
        found = (whole, restricted)
        _shelf.put(board.pk, revisions, found, len(whole))
    whole, restricted = found
    if restricted:
        theirs = Card.objects.filter(pk__in=restricted).open_to(actor).order_by()
        if theirs := frozenset(theirs.values_list("pk", flat=True)):
            return _made(board, revisions[0], theirs)[0]
    return whole


def _made(board, revision, insider):
    """(its bytes, with those of its restricted cards that are among `insider`; the ids of all of these)."""
    everything = _all_of(board)
    restricted = frozenset(int(card["id"]) for card in everything["cards"] if card["is_restricted"])
    everything["cards"] = [
        card for card in everything["cards"] if not card["is_restricted"] or int(card["id"]) in insider
    ]
    return msgspec.json.encode({"revision": revision, **everything}), restricted


def _own(actor, board, display):
    """What depends on who reads, and on people's names."""
    people = sorted(display.people.values(), key=lambda one: one.id)
    return {
        "people": [shapes.person(one) for one in people],
        "grounds": sorted(grounds(actor, [board])[board]),
        "subscribed": follows(actor.user_id, board.pk),
        "subscribed_card_ids": [str(card) for card in sorted(followed_cards(actor.user_id, board.pk))],
    }


def _all_of(board):
    lists = List.objects.filter(board=board, binned_at=None, archived_at=None)
    labels = Label.objects.filter(board=board, binned_at=None)
    groups, fields = fields_on(board.pk)
    members = Membership.objects.filter(board=board).order_by("pk")
    parts = {"lists": lists, "labels": labels, "field_groups": groups, "fields": fields, "memberships": members}
    return {
        "board": shapes.item(state(board)),
        "project": shapes.item(state(board.project)),
        **{name: [shapes.item(state(row)) for row in found] for name, found in parts.items()},
        "cards": cards_of(Card.objects.shown().filter(board=board), board.project.prefix),
    }


def cards_of(cards, prefix):
    """These cards as `shapes.card` shows them, from flat rows: making objects of a thousand takes ten times longer."""
    cards = cards.order_by("position", "id")
    members, responsible = defaultdict(list), {}
    on = CardMember.objects.filter(card__in=cards.order_by().values("pk")).order_by("person_id")
    for card, person, leads in on.values_list("card", "person_id", "is_responsible"):
        if leads:
            responsible[card] = str(person)
        else:
            members[card].append(str(person))
    return [_card(row, members, responsible, prefix) for row in cards.values_list(*COLUMNS)]


def _card(row, members, responsible, prefix):
    pairs = zip(COLUMNS, row, strict=True)
    shown = {name: value if name in AS_IT_IS else shapes.sent(name, value) for name, value in pairs}
    id, reference = row[0], f"{prefix}-{shown['number']}"
    shown |= {
        "member_ids": members.get(id, []),
        "responsible_id": responsible.get(id),
        "made_at": shown["created_at"] or shapes.moment(made_at(id)),
    }
    return shown | {"etag": shapes.tag_of(shown), "reference": reference, "url": f"/cartes/{reference}/"}


AS_IT_IS = {
    name
    for name in COLUMNS
    if events.CardState.__dataclass_fields__[name].type in (int, float, str, bool, dict[str, str])
    and name != "id"
    and not name.endswith("_id")
}


_shelf = Shelf(MOST_KEPT)
