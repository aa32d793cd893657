"""The task lists of a card, and the tasks in them."""

from collections import defaultdict
from typing import Annotated

from ninja import Query
from pydantic import Field

from projets.api.v1 import models, rows, shapes
from projets.api.v1.answers import send
from projets.api.v1.cards import made_cards
from projets.api.v1.door import WRITE, api
from projets.api.v1.once import acted, acted_on, became, made, once
from projets.api.v1.paging import Paged, part
from projets.api.v1.parsing import CardRef, Id, Line, Moment, Position, Sent, ids, left_out
from projets.boards import events
from projets.boards.actions import tasks as actions
from projets.boards.actions.restoring import restore_content
from projets.boards.actions.saving import state
from projets.boards.models import List, Task, TaskList

TAGS = ["tasks"]
Tasks = models.many("Tasks", tasks=models.Task)


class NewTaskList(Sent):
    name: Line
    position: Position | None = None
    on_front: bool = False


class TaskListChanges(Sent):
    name: Line = left_out()
    on_front: bool = left_out()
    hides_done: bool = left_out()
    position: Position = left_out()


class NewTasks(Sent):
    names: Annotated[list[Line], Field(min_length=1, max_length=1000)]
    position: Position | None = None
    done: bool = False


class LinkedCards(Sent):
    card_ids: ids(CardRef, most=100)
    position: Position | None = None


class TaskChanges(Sent):
    name: Line = left_out()
    assignee_id: Id | None = left_out()
    due_at: Moment | None = left_out()
    due_has_time: bool = left_out()
    done: bool = left_out()
    task_list_id: Id = left_out()
    position: Position = left_out()


class FinishedTasks(Sent):
    task_ids: ids()
    done: bool


class ToList(Sent):
    list_id: Id


class TaskListWithTasks(models.TaskList):
    tasks: list[models.Task]


@api.get("/cards/{id}/task-lists", response=models.paged("TaskLists", task_lists=TaskListWithTasks), tags=TAGS)
def list_tasks(request, id: CardRef, paged: Query[Paged]):
    """The task lists of a card, in order, with their tasks."""
    card = rows.card(id)(request.actor)
    lists = list(TaskList.objects.filter(card=card, binned_at=None).order_by("position", "id"))
    return send(part(lists, paged, lambda some: _with_tasks(request.actor, some), name="task_lists"))


@api.post("/cards/{id}/task-lists", response={201: models.TaskList}, auth=WRITE, tags=TAGS)
def create_task_list(request, id: CardRef, body: NewTaskList):
    """Add a list of tasks to a card."""
    act = once(
        request,
        actions.create_task_list,
        rows.card(id),
        lambda actor, card: actions.create_task_list(actor, card, body.name, body.position, body.on_front),
    )
    return acted(act, shapes.item(made(act, events.TaskListCreated)[0]), 201)


@api.patch("/task-lists/{id}", response=models.TaskList, auth=WRITE, tags=TAGS)
def edit_task_list(request, id: Id, body: TaskListChanges):
    """Call it otherwise, put it elsewhere or change how it is shown; what is left out stays."""
    act = once(
        request,
        actions.edit_task_list,
        rows.one(TaskList, id),
        lambda actor, one: actions.edit_task_list(actor, one, **body.given),
    )
    return acted_on(act, TaskList, id)


@api.delete("/task-lists/{id}", response=models.TaskList, auth=WRITE, tags=TAGS)
def bin_task_list(request, id: Id):
    """Into the bin, with its tasks."""
    act = once(request, actions.bin_task_list, rows.one(TaskList, id), actions.bin_task_list)
    return acted_on(act, TaskList, id)


@api.post("/task-lists/{id}/tasks", response={201: Tasks}, auth=WRITE, tags=TAGS)
def create_tasks(request, id: Id, body: NewTasks):
    """Add tasks one below the other from `position` on, by default at the end."""
    act = once(
        request,
        actions.create_tasks,
        rows.one(TaskList, id),
        lambda actor, one: actions.create_tasks(actor, one, body.names, body.position, body.done),
    )
    return _made(act)


@api.post("/task-lists/{id}/links", response={201: Tasks}, auth=WRITE, tags=TAGS)
def link_cards(request, id: Id, body: LinkedCards):
    """Add tasks that are cards, of any board you see: each is done when its card is."""
    act = once(
        request,
        actions.link_cards,
        rows.one(TaskList, id),
        lambda actor, one: actions.link_cards(actor, one, rows.cards(body.card_ids)(actor), body.position),
    )
    return _made(act)


@api.patch("/tasks/{id}", response=models.Task, auth=WRITE, tags=TAGS)
def edit_task(request, id: Id, body: TaskChanges):
    """What is left out stays, null clears."""
    given = body.given
    changes = {name: value for name, value in given.items() if name not in ("assignee_id", "task_list_id")}
    if "assignee_id" in given:
        changes["assignee_id"] = given["assignee_id"] and int(given["assignee_id"])

    def do(actor, task):
        to_list = rows.one(TaskList, given["task_list_id"])(actor) if "task_list_id" in given else None
        return actions.edit_task(actor, task, **changes, to_list=to_list)

    return acted_on(once(request, actions.edit_task, rows.one(Task, id), do), Task, id)


@api.delete("/tasks/{id}", response=models.Task, auth=WRITE, tags=TAGS)
def bin_task(request, id: Id):
    """Throw it into the bin, from where it comes back."""
    act = once(request, actions.bin_tasks, rows.one(Task, id), lambda actor, task: actions.bin_tasks(actor, [task]))
    return acted_on(act, Task, id)


@api.post("/tasks/finish", response=Tasks, auth=WRITE, tags=TAGS)
def finish_tasks(request, body: FinishedTasks):
    """Tick tasks as done, or not done any more."""
    act = once(
        request,
        actions.finish_tasks,
        rows.many(Task, body.task_ids),
        lambda actor, tasks: actions.finish_tasks(actor, tasks, body.done),
    )
    return acted(act, {"tasks": [shapes.item(became(act, Task, id)) for id in dict.fromkeys(body.task_ids)]})


@api.post("/tasks/{id}/card", response={201: models.many("Cards", cards=models.CardOnBoard)}, auth=WRITE, tags=TAGS)
def make_card_of_task(request, id: Id, body: ToList):
    """Make a task into a card of its own, in a list of the same board; the task stays, and leads to it."""
    act = once(
        request,
        actions.make_card_of_task,
        rows.one(Task, id),
        lambda actor, task: actions.make_card_of_task(actor, task, rows.one(List, body.list_id)(actor)),
    )
    return made_cards(act, events.CardCreated)


@api.post("/task-lists/{id}/restore", response=models.TaskList, auth=WRITE, tags=TAGS)
def restore_task_list(request, id: Id):
    """Take a task list out of the bin."""
    return _restored(request, TaskList, id)


@api.post("/tasks/{id}/restore", response=models.Task, auth=WRITE, tags=TAGS)
def restore_task(request, id: Id):
    """Take a task out of the bin."""
    return _restored(request, Task, id)


def _restored(request, model, id):
    act = once(request, restore_content, rows.in_bin(model, id), lambda actor, row: restore_content(actor, [row]))
    return acted_on(act, model, id)


def _with_tasks(actor, lists):
    tasks = defaultdict(list)
    found = Task.objects.filter(task_list__in=[one.pk for one in lists], binned_at=None).open_to(actor)
    for task in found.order_by("position", "id"):
        tasks[task.task_list_id].append(shapes.item(state(task)))
    return [shapes.item(state(one)) | {"tasks": tasks[one.pk]} for one in lists]


def _made(act):
    return acted(act, {"tasks": [shapes.item(one) for one in made(act, events.TaskCreated)]}, 201)
