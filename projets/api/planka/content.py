"""Cards with all they hold, as boards, lists and cards include them: flat rows, a fixed number of queries."""

import re
from operator import attrgetter
from typing import NamedTuple

import regex
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from projets.accounts.models import User
from projets.api.planka.fields import OF_CARDS, of_cards
from projets.api.planka.items.attachments import AttachmentItem, attachment
from projets.api.planka.items.cards import Holder, card
from projets.api.planka.items.comments import names_in
from projets.api.planka.items.pairs import CardLabelItem, CardMembershipItem, card_label, card_membership
from projets.api.planka.items.tasks import TaskItem, TaskListItem, task_list, tasks
from projets.api.planka.items.users import UserItem, seen_by
from projets.api.planka.parameters import Id, Moment, Wrong
from projets.api.planka.refusals import invalid, not_found, unprocessable
from projets.boards import prose
from projets.boards.models import Attachment, Board, Card, CardMember, CardSubscription, Label, List, Task, TaskList
from projets.boards.queries import member_ids_of
from projets.usecase import ids
from projets.usecase.actor import Actor
from projets.usecase.prepared import Prepared

ENDLESS_PAGE = 50
SLOWEST_PATTERN = 0.05  # seconds that a regular expression may take on one text
_COLUMNS = (
    *("id", "board_id", "list_id", "position", "kind", "title", "description", "due_at", "done_at", "time_spent"),
    *("timed_since", "comments_total", "list_changed_at", "archived_at", "binned_at", "cover_id", "creator_id"),
    *("created_at", "updated_at", "was_closed", "label_ids", "values", "value_rows", "list__kind", "list__binned_at"),
    "is_restricted",
)
HELD = {
    "cardMemberships": list[CardMembershipItem],
    "cardLabels": list[CardLabelItem],
    "taskLists": list[TaskListItem],
    "tasks": list[TaskItem],
    "attachments": list[AttachmentItem],
} | OF_CARDS
INCLUDED = HELD | {"users": list[UserItem]}
Row = NamedTuple("Row", [(name, object) for name in _COLUMNS])


class Found(Row):
    """One card, read flat."""

    __slots__ = ()

    @property
    def made_at(self):
        return self.created_at or ids.made_at(self.id)


def known(actor):
    """Cards that this door shows to somebody: those in the trash too, none of a list that is archived."""
    there = Q(board__binned_at=None, board__project__binned_at=None, cleared_at=None, list__archived_at=None)
    return Card.objects.of_boards_seen_by(actor).filter(there)


def find_card(actor, id):
    found = known(actor).filter(pk=id).select_related("board").order_by().first()
    if found is None:
        raise not_found("Card")
    return found


def shown_on(board):
    """Cards of its active and closed lists, in order; whoever shows them leaves out what is restricted to others."""
    return Card.objects.shown().filter(board=board).order_by("position", "id")


def shown_in(actor, list):
    return Card.objects.shown().filter(list=list).open_to(actor).order_by("position", "id")


def archived_on(actor, board):
    """The archive list: lists that are archived as a whole are not known there, nor what is in them.

    What is archived by itself stays there when its list goes to the bin.
    """
    found = Card.objects.filter(board=board, archived_at__isnull=False, binned_at=None, list__archived_at=None)
    return found.open_to(actor).order_by("-list_changed_at", "-id")


def binned_on(actor, board):
    """The trash list: what is in our bin, itself or with its list, and was not thrown out there."""
    return Card.objects.in_trash().filter(board=board).open_to(actor).order_by("-list_changed_at", "-id")


def read(cards):
    """These cards, flat, in their order."""
    return [Found._make(row) for row in cards.values_list(*_COLUMNS)]


def items(board, found, accounts=None):
    """What they look like; `accounts` are the ids of creators who have one."""
    if accounts is None:
        accounts = _accounts({one.creator_id for one in found})
    names = names_in(*(one.description for one in found if "@[" in one.description))
    holders = {}
    made = []
    for one in found:
        key = (one.list__kind, one.list__binned_at)
        if key not in holders:
            holders[key] = Holder(*key, board.archive_list_id, board.trash_list_id)
        creator = one.creator_id if one.creator_id in accounts else None
        made.append(card(one, holders[key], prose.to_api(one.description, names), creator_id=creator))
    return made


def with_subscription(call, board, found):
    """Their items, each with whether whoever asks follows it."""
    followed = subscribed(call.user, [one.id for one in found])
    return [item | {"isSubscribed": one.id in followed} for one, item in zip(found, items(board, found), strict=True)]


def subscribed(user, card_ids):
    following = CardSubscription.objects.filter(user=user, card__in=card_ids).order_by()
    return set(following.values_list("card", flat=True))


def included_of(call, board, found):
    """What they hold, and who made them."""
    creators = User.objects.filter(pk__in={one.creator_id for one in found} - {None}, pseudonym=None).order_by("pk")
    return held(call.actor, board, found) | {"users": [seen_by(call.user, one) for one in creators]}


def held(actor, board, found, *, and_of_board=False):
    """What they hold, whoever made them; `and_of_board`: with the groups of fields that all of the board have."""
    card_ids = [one.id for one in found]
    task_lists = TaskList.objects.filter(card__in=card_ids, binned_at=None).order_by("position", "id")
    standing = Task.objects.filter(task_list__card__in=card_ids, task_list__binned_at=None, binned_at=None)
    erased = User.objects.filter(pk=OuterRef("creator_id"), pseudonym__isnull=False).order_by().values("updated_at")
    attachments = Attachment.objects.filter(card__in=card_ids, binned_at=None).order_by("pk")
    attachments = attachments.annotate(creator_erased_at=Subquery(erased))
    return {
        "cardMemberships": memberships(card_ids),
        "cardLabels": labels_on(board, found),
        "taskLists": [task_list(one) for one in task_lists],
        "tasks": tasks(actor, standing.open_to(actor).order_by("position", "id")),
        "attachments": [attachment(one) for one in attachments],
    } | of_cards(board, found, and_of_board=and_of_board)


def memberships(card_ids):
    """Who is on them, with an account."""
    on_them = CardMember.objects.filter(card__in=card_ids).order_by("pk").values_list("pk", "card", "person_id")
    accounts = _accounts({person for _pk, _card, person in on_them})
    return [card_membership(card, person, ids.made_at(pk)) for pk, card, person in on_them if person in accounts]


def labels_on(board, found):
    """A label in the bin is on no card."""
    there = set(Label.objects.filter(board=board, binned_at=None).order_by().values_list("pk", flat=True))
    return [card_label(one.id, label, one.made_at) for one in found for label in one.label_ids if label in there]


def _accounts(people):
    """Who was erased has none: to clients of this API nobody made what they made."""
    return set(User.objects.filter(pk__in=people - {None}, pseudonym=None).order_by().values_list("pk", flat=True))


def find_list(actor, id):
    """(board, List) for a list of the board, (board, "archive" or "trash") for the endless ones; 404 otherwise."""
    if found := _lists.objects(actor.user_id, id):
        return found[0].board, found[0]
    boards = _boards_of_endless.objects(actor.user_id, id)
    if not boards:
        raise not_found("List")
    return boards[0], "archive" if boards[0].archive_list_id == id else "trash"


def asked_for_list(actor, id):
    """The statements by which `find_list` will ask, for who asks ahead."""
    return [_lists.statement(actor.user_id, id)]


@Prepared
def _lists(person, pk):
    seen = List.objects.visible_to(Actor(person, "api")).filter(pk=pk, archived_at=None)
    return seen.select_related("board").order_by()


@Prepared
def _boards_of_endless(person, pk):
    endless = Q(archive_list_id=pk) | Q(trash_list_id=pk)
    return Board.objects.visible_to(Actor(person, "api")).filter(endless).order_by()


def narrowed(call, board, found, given):
    """The page of a list that `before`, `search`, `userIds` and `labelIds` leave, newest first.

    What was searched and fits on one page comes in order of creation, as clients have seen it.
    """
    if "userIds" in given:
        wanted = _of_people(set(given["userIds"]) & member_ids_of(board), [one.id for one in found])
        found = [one for one in found if one.id in wanted]
    if "labelIds" in given:
        of_board = set(Label.objects.filter(board=board, binned_at=None).order_by().values_list("pk", flat=True))
        labels = set(given["labelIds"]) & of_board
        found = [one for one in found if labels & set(one.label_ids)]
    if "search" in given:
        found = [one for one in found if _matches(given["search"], one)]
    found.sort(key=_newest, reverse=True)
    if "before" in given:
        before = _before(call, given["before"])
        found = [one for one in found if _newest(one) < before]
    elif "search" in given and len(found) <= ENDLESS_PAGE:
        found.sort(key=attrgetter("id"))
    return found[:ENDLESS_PAGE]


def _newest(one):
    return _shown_moment(one.list_changed_at), one.id


def _shown_moment(moment):
    """To the millisecond, as clients know it."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _before(call, said):
    try:
        return Moment("listChangedAt").read(said["listChangedAt"]), Id("id").read(said["id"])
    except Wrong as wrong:
        raise invalid(call, [f'Invalid "before":\n  · {wrong}']) from None


def _of_people(people, card_ids):
    """Of these cards, those that somebody of them is on, or has a task of."""
    on_it = CardMember.objects.filter(person_id__in=people, card__in=card_ids).order_by()
    assigned = Task.objects.filter(assignee_id__in=people, task_list__card__in=card_ids, binned_at=None).order_by()
    return {*on_it.values_list("card", flat=True), *assigned.values_list("task_list__card", flat=True)}


def _matches(search, one):
    """All words in the title or all in the description; after a stroke, a regular expression."""
    texts = (one.title, one.description)
    if search.startswith("/"):
        try:
            return any(regex.search(search[1:], text, regex.IGNORECASE, timeout=SLOWEST_PATTERN) for text in texts)
        except regex.error:
            return False
        except TimeoutError:
            raise unprocessable(_("This search takes too long: write a simpler one.")) from None
    words = [word.casefold() for word in re.split(r"[ ,;]+", search) if word]
    return any(all(word in text.casefold() for word in words) for text in texts)
