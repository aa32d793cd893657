"""What of a board is for whoever holds a link: its open cards, and nobody's name if the link hides them.

Nothing here asks who is looking: what is restricted, put away or of another board is not read at all.
"""

from dataclasses import dataclass, field, replace
from functools import cached_property

from django.db.models import Q
from django.utils.translation import gettext as _

from projets.boards.models import Card, Task
from projets.boards.queries import Display, Person, people


@dataclass(frozen=True)
class Somebody(Person):
    """Each and every person, where names are hidden: no letter, no colour tells one from another."""

    @property
    def initials(self):
        return "?"

    @property
    def hue(self):
        return "gris"


def somebody():
    return Somebody(0, _("A person"))


@dataclass(frozen=True)
class Shared(Display):
    """What the cards of a board show to whoever holds a link, without pictures of people."""

    hides_names: bool

    @property
    def shows_creator(self):
        return self.board.shows_creator and not self.hides_names

    @cached_property
    def people(self):
        everybody = Display(self.board).people
        if self.hides_names:
            return dict.fromkeys(everybody, somebody())
        return {id: replace(one, avatar="") for id, one in everybody.items()}


def display_for(link):
    return Shared(link.board, link.hides_names)


def named_for(link, ids):
    """{id: Person} of these people as the link shows them."""
    ids = set(ids) - {None}
    if link.hides_names:
        return dict.fromkeys(ids, somebody())
    return {id: replace(one, avatar="") for id, one in people(ids).items()}


def open_cards(board):
    """Those that stand on it for everybody."""
    return Card.objects.filter(
        board=board,
        is_restricted=False,
        archived_at=None,
        binned_at=None,
        list__archived_at=None,
        list__binned_at=None,
    )


@dataclass
class Tasks:
    """One task list as a link shows it."""

    name: str
    on_front: bool
    tasks: list = field(default_factory=list)

    @property
    def done(self):
        return sum(task.done_at is not None for task in self.tasks)

    @property
    def total(self):
        return len(self.tasks)

    @property
    def left(self):
        return [task.shown_name for task in self.tasks if task.done_at is None]


def tasks_of(board, **where):
    """{card id: [Tasks]}. A task that is a card is one only if that card is here for everybody too."""
    here = dict(open_cards(board).order_by().values_list("pk", "title"))
    found = Task.objects.filter(binned_at=None, task_list__binned_at=None, task_list__card__board=board, **where)
    found = found.filter(Q(linked_card_id=None) | Q(linked_card_id__in=open_cards(board).order_by().values("pk")))
    lists = {}
    for task in found.order_by("task_list__position", "task_list", "position", "pk"):
        task.shown_name = here.get(task.linked_card_id, task.name)
        holder = task.task_list
        of_card = lists.setdefault(holder.card_id, {})
        of_card.setdefault(holder.pk, Tasks(holder.name, holder.on_front)).tasks.append(task)
    return {card: list(theirs.values()) for card, theirs in lists.items()}
