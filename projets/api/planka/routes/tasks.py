from projets.api.planka import content
from projets.api.planka.calling import delete, get, patch, post
from projets.api.planka.items import tasks as items
from projets.api.planka.parameters import Flag, Id, Position, Text
from projets.api.planka.refusals import forbidden, not_found, unprocessable
from projets.boards.actions import tasks as actions
from projets.boards.models import Card, Task, TaskList
from projets.boards.queries import find, seen
from projets.usecase.errors import Invalid
from projets.usecase.rights import require

NAME = Text("name", most=1024)
SHOWN = (Flag("showOnFrontOfCard"), Flag("hideCompletedTasks"))
OF_LISTS = {
    "name": "name",
    "position": "position",
    "showOnFrontOfCard": "on_front",
    "hideCompletedTasks": "hides_done",
}
OF_TASKS = {"name": "name", "position": "position", "isCompleted": "done", "assigneeUserId": "assignee_id"}
OF_CARDS = {"name", "isCompleted", "assigneeUserId"}  # what a task that is a card does not take


@post(
    "/cards/{card}/task-lists",
    Position(required=True),
    Text("name", required=True),
    *SHOWN,
    of="Card",
    answers={"item": items.TaskListItem},
)
def create_list(call, given, card):
    """A new task list on a card."""
    [card] = seen(call.actor, Card, card)
    asked = {"on_front": True} | _ours(given, OF_LISTS)
    act = actions.create_task_list(call.actor, card, **asked)
    return {"item": items.task_list(act.facts[0].after, None)}


@get(
    "/task-lists/{task_list}",
    of="Task list",
    answers={"item": items.TaskListItem, "included": {"tasks": list[items.TaskItem]}},
)
def show_list(call, given, task_list):
    """A task list with its tasks."""
    there = TaskList.objects.filter(card__in=content.known(call.actor).order_by(), binned_at=None)
    [task_list] = find(there, task_list)
    tasks = Task.objects.filter(task_list=task_list, binned_at=None).open_to(call.actor)
    return {"item": items.task_list(task_list), "included": {"tasks": items.tasks(call.actor, tasks)}}


@patch(
    "/task-lists/{task_list}", Position(), Text("name"), *SHOWN, of="Task list", answers={"item": items.TaskListItem}
)
def edit_list(call, given, task_list):
    """Changes a task list."""
    [task_list] = seen(call.actor, TaskList, task_list)
    actions.edit_task_list(call.actor, task_list, **_ours(given, OF_LISTS))
    task_list.refresh_from_db()
    return {"item": items.task_list(task_list)}


@delete("/task-lists/{task_list}", of="Task list", answers={"item": items.TaskListItem})
def remove_list(call, given, task_list):
    """Puts a task list in the bin."""
    [task_list] = seen(call.actor, TaskList, task_list)
    actions.bin_task_list(call.actor, task_list)
    return {"item": items.task_list(task_list)}


@post(
    "/task-lists/{task_list}/tasks",
    *(Position(required=True), NAME, Id("linkedCardId"), Flag("isCompleted")),
    of="Task list",
    answers={"item": items.TaskItem},
)
def create(call, given, task_list):
    """A new task, named, or a card that is one."""
    [task_list] = seen(call.actor, TaskList, task_list)
    require(call.actor, "create_tasks", task_list)
    if linked := given.get("linkedCardId"):
        card = Card.objects.visible_to(call.actor).filter(pk=linked).first()
        if card is None:
            raise not_found("Linked card")
        act = actions.link_cards(call.actor, task_list, [card], given["position"])
    elif name := given.get("name"):
        act = actions.create_tasks(call.actor, task_list, [name], given["position"], given.get("isCompleted", False))
    else:
        raise unprocessable("Name or linked card must be present")
    return {"item": items.tasks(call.actor, Task.objects.filter(pk=act.facts[0].after.id))[0]}


@patch(
    "/tasks/{task}",
    *(Id("taskListId"), Id("assigneeUserId", null=True), Position(), NAME, Flag("isCompleted")),
    of="Task",
    answers={"item": items.TaskItem},
)
def edit(call, given, task):
    """Changes a task, its place, its list or who does it."""
    [task] = seen(call.actor, Task, task)
    require(call.actor, "edit_task", task)
    if task.linked_card_id and OF_CARDS & given.keys():
        raise forbidden()
    asked = _ours(given, OF_TASKS)
    if "taskListId" in given:
        asked["to_list"] = TaskList.objects.filter(card=task.card_id, binned_at=None, pk=given["taskListId"]).first()
        if asked["to_list"] is None:
            raise not_found("Task list")
        if asked["to_list"].pk == task.task_list_id and "position" not in given:
            del asked["to_list"]  # where it is already is no move
    try:
        actions.edit_task(call.actor, task, **asked)
    except Invalid as error:
        if error.field == "assignee":
            raise not_found("User") from None
        raise
    return {"item": items.tasks(call.actor, Task.objects.filter(pk=task.pk))[0]}


@delete("/tasks/{task}", of="Task", answers={"item": items.TaskItem})
def remove(call, given, task):
    """Puts a task in the bin."""
    [task] = seen(call.actor, Task, task)
    actions.bin_tasks(call.actor, [task])
    return {"item": items.tasks(call.actor, [task])[0]}


def _ours(given, names):
    return {names[name]: value for name, value in given.items() if name in names}
