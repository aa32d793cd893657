"""Tasks that are cards: each is linked to a card, of any board, and done when that card stands in a closed list.

What becomes of the card is told where its tasks are held; where that is a board which the running act does not hold,
by a job, in nobody's name.
"""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from projets.boards import events
from projets.boards.actions.counting import recount, show_on_front
from projets.boards.actions.saving import save, states
from projets.boards.models import Card, List, Task
from projets.usecase.action import action
from projets.usecase.actor import Actor
from projets.usecase.errors import Invalid, NotFound
from projets.usecase.log import holds
from projets.usecase.prepared import Prepared


def link(task, card):
    """Make a task one with a card; save nothing.

    Everybody on the task's board may read its name: of a card of another board it is the number, whose title who sees
    that card is shown.
    """
    if card.pk == task.card_id:
        raise Invalid(_("A card cannot be a task of itself: choose another card."), field="card")
    task.linked_card_id = card.pk
    task.name = card.title if card.board_id == task.board_id else card.reference
    task.done_at = _done_at(task, card)


def require_free(task):
    """Raise Invalid if a task is a card, whose name and state are changed there."""
    if task.linked_card_id:
        raise Invalid(_("This task is a card: rename the card, or move it to a list of finished cards."))


def card_to_link(actor, card):
    """The card as it is now, for whoever sees it; who moves it meanwhile waits, and then finds what is linked."""
    held = _held([card.pk])
    if not Card.objects.visible_to(actor).filter(pk=card.pk).exists():
        raise NotFound(_("The card to link does not exist, or you cannot see it."))
    return held[card.pk]


def linked_to(cards):
    """Ids of the tasks that are linked to these cards; asked by every move, hence composed only once."""
    return [pk for (pk,) in _linked_to.rows([card.pk for card in cards])]


def follow(task_ids, *, seen_anew=False):
    """Make tasks as their cards are, at the end of an act that changed what becomes of these.

    `seen_anew`: who may see their cards has changed, hence what the faces that show these tasks say.
    """
    if not task_ids:
        return
    tasks = list(Task.objects.filter(pk__in=task_ids).order_by("pk"))
    here = [one for one in tasks if holds(one.stream)]
    _settle(here, seen_anew)
    if elsewhere := [str(one.pk) for one in tasks if one not in here]:
        follow_from_afar.enqueue(elsewhere, seen_anew)


@task()
def follow_from_afar(task_ids, seen_anew=False):
    """Twice is as good as once."""
    tasks = {}
    for one in Task.objects.filter(pk__in=task_ids).order_by("pk"):
        tasks.setdefault(one.board_id, []).append(one)
    for board in sorted(tasks):
        follow_cards(Actor(None, "system"), tasks[board], seen_anew)


@action("tasks", also_in_bin=True)
def follow_cards(actor, tasks, seen_anew=False):
    """Make tasks as the cards are that they are linked to; of one gone for good they keep name and state."""
    _settle(tasks, seen_anew)


def _settle(tasks, seen_anew):
    were = states(tasks)
    cards = _held([one.linked_card_id for one in tasks if one.linked_card_id])
    for one in tasks:
        card = cards.get(one.linked_card_id)
        if card is None or card.cleared_at:
            one.linked_card_id = None
        else:
            one.done_at = _done_at(one, card)
    save(events.TaskFollowed, were)
    recount({one.card_id: one.card for one in tasks}.values())
    if seen_anew:
        show_on_front([one.task_list for one in tasks])


def _done_at(task, card):
    return (task.done_at or timezone.now()) if card.list.kind == List.Kind.CLOSED else None


def _held(pks):
    """{id: card}, locked with their lists where the database can, for this act holds their streams perhaps not.

    First the cards alone: PostgreSQL, that has waited for a card which moved, would look for it in the list it left,
    and answer that there is none.
    """
    cards = Card.objects.filter(pk__in=pks).order_by("pk")
    list(cards.select_for_update(no_key=True).values_list("pk"))
    read = cards.select_for_update(no_key=True, of=("list",)).select_related("list", "board__project")
    return {card.pk: card for card in read.defer("description")}


_linked_to = Prepared(lambda cards: Task.objects.filter(linked_card_id__in=cards).order_by("pk").values_list("pk"))
