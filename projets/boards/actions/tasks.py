"""What can happen to the task lists of a card, and to the tasks in them."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projets.boards import events
from projets.boards.actions.cards import create_cards
from projets.boards.actions.counting import recount, show_again, show_on_front
from projets.boards.actions.details import KEEP, require_dates
from projets.boards.actions.linking import card_to_link, link, require_free
from projets.boards.actions.placing import arrange
from projets.boards.actions.saving import create, save, state, states
from projets.boards.dates import at, day_of
from projets.boards.models import Card, Task, TaskList
from projets.boards.queries import member_ids_of, unclaimed_on
from projets.boards.wording import worded
from projets.usecase.action import action
from projets.usecase.errors import Invalid
from projets.usecase.log import recorded

MOST_AT_ONCE = 1000


@action("card")
def create_task_list(actor, card, name, position=None, on_front=False, hides_done=False):
    task_list = TaskList(card=card, name=worded(name, 128), on_front=bool(on_front), hides_done=bool(hides_done))
    shifted = arrange([task_list], _lists_of(card), position)
    create(events.TaskListCreated, task_list)
    save(events.TaskListShifted, shifted)


@action("task_list")
def edit_task_list(actor, task_list, name=None, on_front=None, hides_done=None, position=None):
    """What is None stays as it is."""
    were = states([task_list])
    if name is not None:
        task_list.name = worded(name, 128)
    if on_front is not None:
        task_list.on_front = bool(on_front)
    if hides_done is not None:
        task_list.hides_done = bool(hides_done)
    save(events.TaskListEdited, were)
    if were[task_list] != state(task_list) and (were[task_list].on_front or task_list.on_front):
        show_again([task_list.card_id])
    if position is not None:
        move_task_list(actor, task_list, position)


@action("task_list")
def move_task_list(actor, task_list, position=None):
    were = states([task_list])
    shifted = arrange([task_list], _lists_of(task_list.card), position)
    save(events.TaskListMoved, were)
    save(events.TaskListShifted, shifted)
    show_on_front([task_list])


@action("task_list")
def bin_task_list(actor, task_list):
    """Into the bin with its tasks, which keep their places in it."""
    were = states([task_list])
    task_list.binned_at = timezone.now()
    save(events.TaskListBinned, were)
    recount([task_list.card])


@action("task_list")
def create_tasks(actor, task_list, names, position=None, done=False):
    """Add tasks one below the other from `position` on, by default at the end; `done` from the start, or to do."""
    names = [worded(name, 1024) for name in names]
    if not 0 < len(names) <= MOST_AT_ONCE:
        raise Invalid(_("Type a task; at most 1,000 can be added at once."), field="name")
    now = timezone.now() if done else None
    tasks = [Task(task_list=task_list, name=name, done_at=now) for name in names]
    shifted = arrange(tasks, _tasks_of(task_list), position)
    create(events.TaskCreated, *tasks)
    save(events.TaskShifted, shifted)
    recount([task_list.card])


@action("task_list")
def link_cards(actor, task_list, cards, position=None):
    """Add tasks that are cards which the actor sees, of any board, one below the other from `position` on."""
    tasks = []
    for card in cards:
        tasks.append(Task(task_list=task_list))
        link(tasks[-1], card_to_link(actor, card))
    shifted = arrange(tasks, _tasks_of(task_list), position)
    create(events.TaskCreated, *tasks)
    save(events.TaskShifted, shifted)
    recount([task_list.card])


@action("task", "to_list")
def edit_task(
    actor,
    task,
    name=None,
    assignee_id=KEEP,
    due_at=KEEP,
    due_has_time=KEEP,
    *,
    done=None,
    to_list=None,
    position=None,
):
    """Name a task, give it to somebody (None: to nobody), date, tick and move it; what is not given stays."""
    were = states([task])
    if name is not None:
        require_free(task)
        task.name = worded(name, 1024)
    if assignee_id is not KEEP:
        _require_seeing(task, assignee_id)
        task.assignee_id = assignee_id
    require_dates(KEEP, due_at)
    if due_at is not KEEP:
        task.due_at = due_at
    if due_has_time is not KEEP:
        task.due_has_time = bool(due_has_time)
    _settle_due(task)
    save(events.TaskEdited, were)
    if name is not None:
        show_on_front([task.task_list])
    if done is not None:
        finish_tasks(actor, [task], done)
    if to_list or position is not None:
        move_task(actor, task, to_list or task.task_list, position)


@action("tasks")
def finish_tasks(actor, tasks, done=True):
    were, now = states(tasks), timezone.now()
    for task in tasks:
        require_free(task)
        task.done_at = (task.done_at or now) if done else None
    save(events.TaskFinished if done else events.TaskReopened, were)
    recount({task.card_id: task.card for task in tasks}.values())


@action("task", "to_list")
def move_task(actor, task, to_list, position=None):
    """Within its list, or to another list of the same card."""
    if to_list.card_id != task.card_id:
        raise Invalid(_("A task stays on its card: choose a list of this card."))
    were, lists = states([task]), [task.task_list, to_list]
    shifted = arrange([task], _tasks_of(to_list), position)
    task.task_list = to_list
    save(events.TaskMoved, were)
    save(events.TaskShifted, shifted)
    show_on_front(lists)


@action("tasks")
def bin_tasks(actor, tasks):
    were, now = states(tasks), timezone.now()
    for task in tasks:
        task.binned_at = now
    save(events.TaskBinned, were)
    recount({task.card_id: task.card for task in tasks}.values())


@action("task", "to_list")
def make_card_of_task(actor, task, to_list):
    """Make a task into a card of its own, in a list of the same board; the task stays, linked to it."""
    if to_list.board_id != task.board_id:
        raise Invalid(_("The new card stays on this board: choose a list of this board."))
    if task.linked_card_id:
        raise Invalid(_("This task is a card already."))
    create_cards(actor, to_list, [task.name])
    were = states([task])
    link(task, Card(pk=recorded(events.CardCreated)[-1].after.id, board=to_list.board, list=to_list, title=task.name))
    save(events.TaskEdited, were)
    recount([task.card])


def _lists_of(card):
    return TaskList.objects.filter(card=card, binned_at=None)


def _tasks_of(task_list):
    return Task.objects.filter(task_list=task_list, binned_at=None)


def _settle_due(task):
    """Without a time of day, a task is due at the end of its day, as a card is."""
    if task.due_at is None:
        task.due_has_time = False
    elif not task.due_has_time:
        zone = timezone.get_default_timezone()
        task.due_at = at(day_of(task.due_at, zone), None, zone)


def _require_seeing(task, person_id):
    board = task.card.board
    if person_id is not None and person_id not in member_ids_of(board) | unclaimed_on(board).keys():
        raise Invalid(_("Tasks are for people who see the board: invite this person first."), field="assignee")
