"""Who can see a board or a card, and why. The rules are those of `models/rows.py`; a test proves that both agree.

Each way in is a collector: who adds one (a link, a guest) declares it here, and the page lists it.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from projets.accounts.models import User
from projets.boards.audiences import people_of
from projets.boards.models import CardMember, Membership, ProjectManager
from projets.boards.models.lasting import in_force
from projets.boards.queries import Person


class Reason(StrEnum):
    """Those that let somebody see what is on a board; and, of a restricted card, why they are of its people."""

    MANAGER = "manager"
    EDITOR = "editor"
    CONTRIBUTOR = "contributor"
    COMMENTER = "commenter"
    READER = "reader"
    ADMINISTRATOR = "administrator"  # of the instance, because the project is shared
    ON_CARD = "on card"
    MADE_CARD = "made card"
    GUEST = "guest"  # from outside, until a day
    LINK = "link"  # has no account: whoever holds the address


@dataclass
class Seer:
    """Somebody who can see it; or, without an account (`person` is None), whoever holds what `name` says."""

    person: Person | None
    name: str
    reasons: list = field(default_factory=list)


collectors = []


def collector(collect):
    """`collect(board)` yields (id of an account, reason) or (words for who has none, reason)."""
    collectors.append(collect)
    return collect


@collector
def managers(board):
    found = ProjectManager.objects.filter(project=board.project_id).order_by().values_list("user", flat=True)
    yield from ((user, Reason.MANAGER) for user in found)


@collector
def members(board):
    found = Membership.objects.filter(in_force(), board=board).order_by().values_list("user", "role")
    yield from ((user, Reason(role)) for user, role in found)


@collector
def administrators(board):
    if board.project.is_shared:
        found = User.objects.administrators().order_by()
        yield from ((user, Reason.ADMINISTRATOR) for user in found.values_list("pk", flat=True))


def who_sees(board, card=None):
    """Seers of a board, or of a card that stands on it, by name. Accounts that are closed see nothing."""
    why = {}
    for collect in collectors:
        for who, reason in collect(board):
            why.setdefault(who, []).append(reason)
    if card is not None and card.is_restricted:
        why = _of_card(card, why)
    users = User.objects.filter(pk__in=[who for who in why if isinstance(who, int)], is_active=True).order_by()
    users = users.values_list("pk", "name", "avatar", "is_guest")
    known = {pk: Person(pk, name, avatar, is_guest=is_guest) for pk, name, avatar, is_guest in users}
    seers = [
        Seer(known.get(who), known[who].name if who in known else who, reasons)
        for who, reasons in why.items()
        if who in known or isinstance(who, str)
    ]
    return sorted(seers, key=lambda one: (one.person is None, one.name.casefold()))


def _of_card(card, why):
    """Without those of the board who are none of its people; of the others, why they are."""
    people = people_of({card.pk})[card.pk]
    on_it = set(CardMember.objects.filter(card=card).order_by().values_list("person_id", flat=True))
    more = {id: [Reason.ON_CARD] for id in on_it}
    if card.creator_id:
        more.setdefault(card.creator_id, []).append(Reason.MADE_CARD)
    return {who: [*more.get(who, ()), *reasons] for who, reasons in why.items() if who in people}
