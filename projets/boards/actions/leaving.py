"""Cards that leave their board for another: what goes with them, and what stays."""

from django.utils.translation import gettext_lazy as _

from projets.boards import events
from projets.boards.actions.bringing import bring_fields
from projets.boards.actions.cards import number_cards, put_in_list
from projets.boards.actions.linking import follow, linked_to
from projets.boards.actions.placing import arrange
from projets.boards.actions.saving import create, save, states
from projets.boards.models import CardSubscription, FormerNumber, Label, Task
from projets.boards.permissions import Ground, grounds
from projets.boards.queries import assignable_ids
from projets.usecase.action import action
from projets.usecase.errors import Invalid


@action("cards", "to_list")
def transfer_cards(actor, cards, to_list, position=None):
    """Send cards to a list of another board, by default at its end.

    Labels go with them, made there if it has none of the name and the actor may; members, and those to whom their
    tasks are given, when they see that board; fields as bringing.py says. In another project cards get new numbers,
    or those they once had there, and the old ones lead to them.
    """
    if any(card.board_id == to_list.board_id for card in cards):
        raise Invalid(_("These cards are on this board already."))
    were = states(cards)
    brought = fit(actor, cards, to_list.board)
    shifted = put_in_list(cards, to_list, position)
    save(events.CardTransferred, were)
    brought.write()
    save(events.CardShifted, shifted)
    fit_tasks(cards, to_list.board)
    follow(linked_to(cards))


def fit(actor, cards, board):
    """Leave behind what does not go with these cards to another board; save nothing of them.

    Returns the fields that they bring along, to be written after them.
    """
    brought = bring_fields(cards, board)
    fit_labels(actor, cards, board)
    fit_people(cards, board)
    _change_project([card for card in cards if card.board.project_id != board.project_id], board)
    return brought


def fit_labels(actor, cards, board):
    """Give cards the labels of this board that are called like theirs; who edits it brings those that it lacks.

    Of several with one name the same colour is meant; colours alone must be the same. Saves nothing of the cards.
    """
    there = [*Label.objects.filter(board=board, binned_at=None).order_by("position", "pk")]
    may_bring = Ground.EDITOR in grounds(actor, [board])[board]
    ids = {id for card in cards for id in card.label_ids}
    same = {}
    for label in Label.objects.filter(pk__in=ids, binned_at=None).order_by("position", "pk"):
        known = _like(label, there) or (may_bring and _brought(label, board, there))
        if known:
            same[label.pk] = known.pk
    for card in cards:
        card.label_ids = sorted({same[id] for id in card.label_ids if id in same})


def _like(label, there):
    of_name = [one for one in there if one.name == label.name]
    of_look = [one for one in of_name if one.color == label.color]
    return next(iter(of_look or (of_name if label.name else [])), None)


def _brought(label, board, there):
    brought = Label(board=board, name=label.name, color=label.color)
    shifted = arrange([brought], Label.objects.filter(board=board, binned_at=None), label.position)
    create(events.LabelCreated, brought)
    save(events.LabelShifted, shifted)
    there.append(brought)
    return brought


def fit_people(cards, board):
    """Unclaimed names are their board's; whoever cannot see a card is not on it. Saves nothing."""
    staying = assignable_ids([board.pk])[board.pk]
    for card in cards:
        card.member_ids = tuple(one for one in card.member_ids if one in staying)
        card.responsible_id = card.responsible_id if card.responsible_id in staying else None


def keep_former_numbers(numbers):
    """`numbers` are (project id, number, card); there may be such a way to the card already."""
    FormerNumber.objects.bulk_create(
        [FormerNumber(project_id=project, number=number, card=card) for project, number, card in numbers],
        ignore_conflicts=True,
    )


def _change_project(cards, board):
    if not cards:
        return
    keep_former_numbers([(card.board.project_id, card.number, card) for card in cards])
    former = FormerNumber.objects.filter(project=board.project_id, card__in=cards).order_by("number")
    back = dict(former.values_list("card", "number"))
    number_cards([card for card in cards if card.pk not in back], board)
    for card in cards:
        card.number = back.get(card.pk, card.number)


def fit_tasks(cards, board):
    """Their tasks are given to nobody who cannot see the board they are on now."""
    staying = assignable_ids([board.pk])[board.pk]
    tasks = Task.objects.filter(task_list__card__in=cards, assignee_id__isnull=False).order_by("pk")
    leaving = [task for task in tasks if task.assignee_id not in staying]
    were = states(leaving)
    for task in leaving:
        task.assignee_id = None
    save(events.TaskEdited, were)
    CardSubscription.objects.filter(card__in=cards).exclude(user__in=staying).delete()
