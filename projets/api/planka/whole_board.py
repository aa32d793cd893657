"""One board with everything on it: kept as bytes until it moves on, with what depends on the reader put in.

Own things: which cards one follows, and how much of the people one may know. Tasks linked to cards of other boards are
named after these only for who sees them, and restricted cards are there only for their people: a board with such tasks
or cards is made anew for each reader.
"""

from dataclasses import dataclass
from itertools import chain

import msgspec

from projets.accounts.models import User
from projets.api.planka import content
from projets.api.planka.items.boards import BoardMembershipItem, FollowedBoardItem, board_item, membership_item
from projets.api.planka.items.cards import FollowedCardItem
from projets.api.planka.items.labels import LabelItem, label
from projets.api.planka.items.lists import EndlessListItem, ListItem, endless, list_item
from projets.api.planka.items.projects import ProjectItem, project_item
from projets.api.planka.items.users import seen_by
from projets.api.shelf import Shelf
from projets.boards.following import followed_cards, follows
from projets.boards.models import Card, Label, List, Membership, Task
from projets.usecase.log import revision_of
from projets.usecase.prepared import Prepared

MOST_KEPT = 64_000_000  # bytes
FOLLOWED, NOT_FOLLOWED = b',"isSubscribed":true}', b',"isSubscribed":false}'

ANSWER = {
    "item": FollowedBoardItem,
    "included": {"cards": list[FollowedCardItem], "labels": list[LabelItem], "lists": list[ListItem | EndlessListItem]}
    | content.INCLUDED
    | {"projects": list[ProjectItem], "boardMemberships": list[BoardMembershipItem]},
}

_memberships = Prepared(lambda board: Membership.objects.filter(board=board).order_by("pk"))
_members = Prepared(lambda board: Membership.objects.filter(board=board).order_by().values_list("user"))
_linked = Prepared(
    lambda board: (
        Task.objects.filter(task_list__card__board=board, binned_at=None, linked_card_id__isnull=False)
        .exclude(linked_card_id__in=Card.objects.filter(board=board, is_restricted=False).order_by().values("pk"))
        .order_by()
        .values_list("pk")[:1]
    )
)
_shelf = Shelf(MOST_KEPT)


@dataclass(frozen=True)
class Kept:
    """`cards` are [(id, its JSON without what is one's own and the last brace)]; `rest` the JSON of all else."""

    cards: list[tuple[int, bytes]]
    nobody_follows: bytes
    rest: bytes
    people: frozenset[int]  # who made its cards, is on them or has a task: not all of them are members


def read(call, board):
    """The answer of `GET /boards/{board}` to who asks, as bytes."""
    revisions = (revision_of(board.stream), revision_of(f"project:{board.project_id}"))  # first: never behind
    kept = _shelf.get(board.pk, revisions)
    if kept is None:
        kept, is_for_all = _made(call, board)
        if is_for_all and not _linked.rows(board.pk):
            size = len(kept.rest) + 2 * len(kept.nobody_follows)
            _shelf.put(board.pk, revisions, kept, size)
    people = kept.people | {user for (user,) in _members.rows(board.pk)}
    fresh = {
        "users": [
            seen_by(call.user, one) for one in User.objects.filter(pk__in=people, pseudonym=None).order_by("pk")
        ],
        "projects": [project_item(board.project)],
        "boardMemberships": [membership_item(one, board.project_id) for one in _memberships.objects(board.pk)],
    }
    return b"".join(
        (
            b'{"item":',
            msgspec.json.encode(board_item(board) | {"isSubscribed": follows(call.user.pk, board.pk)}),
            b',"included":{"cards":[',
            _cards(kept, followed_cards(call.user.pk, board.pk)),
            b"],",
            kept.rest,
            b",",
            msgspec.json.encode(fresh)[1:],
            b"}",
        )
    )


def _cards(kept, followed):
    if not followed:
        return kept.nobody_follows
    ends = (FOLLOWED if id in followed else NOT_FOLLOWED for id, _shown in kept.cards)
    pieces = chain.from_iterable((b",", shown, end) for (_id, shown), end in zip(kept.cards, ends, strict=True))
    return b"".join(pieces)[1:]


def _made(call, board):
    lists = List.objects.filter(board=board, binned_at=None, archived_at=None).order_by("position", "pk")
    labels = Label.objects.filter(board=board, binned_at=None).order_by("position", "pk")
    found = content.read(content.shown_on(board))
    restricted = {one.id for one in found if one.is_restricted}
    if restricted:
        theirs = Card.objects.filter(pk__in=restricted).open_to(call.actor).order_by()
        hidden = restricted.difference(theirs.values_list("pk", flat=True))
        found = [one for one in found if one.id not in hidden]
    rest = {
        "labels": [label(one) for one in labels],
        "lists": [*map(list_item, lists), endless(board, "archive"), endless(board, "trash")],
    } | content.held(call.actor, board, found, and_of_board=True)
    people = {one.creator_id for one in found} | {int(one["userId"]) for one in rest["cardMemberships"]}
    people |= {int(one["assigneeUserId"] or 0) for one in rest["tasks"]}
    encode = msgspec.json.Encoder().encode
    cards = [(one.id, encode(item)[:-1]) for one, item in zip(found, content.items(board, found), strict=True)]
    kept = Kept(
        cards,
        b",".join(shown + NOT_FOLLOWED for _id, shown in cards),
        msgspec.json.encode(rest)[1:-1],
        frozenset(people - {None, 0}),
    )
    return kept, not restricted
