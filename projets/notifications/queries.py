"""Reads that doors share."""

from dataclasses import dataclass
from time import monotonic, sleep

from projets.boards import prose
from projets.boards.models import Board, Card, Comment
from projets.boards.queries import Person, people
from projets.notifications.models import Notification
from projets.usecase.actor import Actor
from projets.usecase.dispatch import has_caught_up
from projets.usecase.ids import made_at
from projets.usecase.models import Stream
from projets.usecase.prepared import Prepared

LOOK = 0.02  # seconds


def unread(actor):
    """Those not read yet, the newest first."""
    return Notification.objects.visible_to(actor).filter(read_at=None)


def unread_count(user_id):
    return len(_unread.rows(user_id))


# Asked by every page. At most a hundred rows, so their number needs no query of its own making.
_unread = Prepared(lambda user: unread(Actor(user, "")).order_by().values_list("pk"))


@dataclass(frozen=True)
class Told:
    """A notification with what it is about today."""

    row: Notification
    who: Person | None
    text: str  # of the comment, as it is now; "" when there is none any more

    @property
    def at(self):
        return made_at(self.row.pk)


@dataclass(frozen=True)
class OfCard:
    """All that is told of one card, the newest first; of no card, one thing by itself."""

    card: Card | None
    standing: bool  # not in the bin
    told: list[Told]


def by_card(rows):
    """Notifications that somebody sees, by card, that of the newest first."""
    rows = list(rows)
    cards = Card.objects.filter(pk__in={one.card_id for one in rows}).select_related("board__project", "list")
    cards = {card.pk: card for card in cards.defer("description").order_by()}
    comments = Comment.objects.filter(pk__in={one.comment_id for one in rows} - {None}, binned_at=None)
    texts = dict(comments.order_by().values_list("pk", "text"))
    mentioned = {id for text in texts.values() for id in prose.mentioned(text)}
    who = people({one.creator_id for one in rows} | mentioned)
    names = {id: person.name for id, person in who.items()}
    groups = {}
    for one in rows:
        card = cards.get(one.card_id)
        if card is None and one.card_id:
            continue  # gone for good meanwhile
        standing = card is not None and not (card.in_bin or card.list.in_bin)
        told = Told(one, who.get(one.creator_id), prose.told(texts.get(one.comment_id, ""), names))
        groups.setdefault(one.card_id or one.pk, OfCard(card, standing, [])).told.append(told)
    return list(groups.values())


def wait_for_news(actor, patience=1):
    """Until all that happened so far on the boards that somebody sees has been told, at most so many seconds.

    Clients that act and then ask find what they just caused.
    """
    boards = Board.objects.of_boards_seen_by(actor).order_by().values_list("pk", flat=True)
    streams = Stream.objects.filter(name__in=[f"board:{board}" for board in boards], revision__gt=0)
    revisions = dict(streams.order_by().values_list("name", "revision"))
    until = monotonic() + patience
    while not has_caught_up("notify_people", revisions) and monotonic() < until:
        sleep(LOOK)
