"""Task lists on the faces of cards."""

from dataclasses import dataclass
from itertools import groupby

from projets.boards.models import Card, Task
from projets.usecase.prepared import Prepared


@dataclass(frozen=True)
class FrontList:
    """A task list as the face of its card shows it: how much of it is done, and what is left."""

    name: str
    done: int
    total: int
    left: tuple[str, ...]


def lists_on_front(card_ids):
    """{card id: its task lists that are shown on the card's face, in order}; those without tasks are not shown."""
    rows = _front_tasks.rows(sorted(card_ids))
    found = {}
    for (card, _list, name), tasks in groupby(rows, lambda row: row[:3]):
        tasks = list(tasks)
        left = tuple(task for *_of, task, done_at in tasks if done_at is None)
        found.setdefault(card, []).append(FrontList(name, len(tasks) - len(left), len(tasks), left))
    return found


_front_tasks = Prepared(
    lambda cards: (
        Task.objects.filter(
            task_list__card__in=cards, task_list__on_front=True, task_list__binned_at=None, binned_at=None
        )
        .exclude(linked_card_id__in=Card.objects.filter(is_restricted=True).order_by().values("pk"))
        .order_by("task_list__card", "task_list__position", "task_list", "position", "id")
        .values_list("task_list__card", "task_list", "task_list__name", "name", "done_at")
    )
)
