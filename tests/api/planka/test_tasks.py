import pytest

from projets.boards.actions.cards import bin_cards
from projets.boards.models import Card, List, Task, TaskList
from projets.usecase.guard import writes_allowed
from tests.api.planka.client import Planka

NOWHERE = 1357158568008091264


@pytest.fixture
def planka(both):
    return Planka.of(both)


@pytest.fixture
def steps(planka, boards):
    """The address of a task list of card A."""
    path = f"/api/cards/{boards.card('A').pk}/task-lists"
    return f"/api/task-lists/{planka.post(path, {'name': 'Étapes', 'position': 65536})[1]['item']['id']}"


def test_a_task_list_is_made_changed_and_deleted(planka, boards):
    path = f"/api/cards/{boards.card('A').pk}/task-lists"
    status, body = planka.post(path, {"name": "Étapes", "position": 65536})
    made = body["item"]
    assert (status, made) == (
        200,
        {
            "id": made["id"],
            "createdAt": made["createdAt"],
            "updatedAt": None,
            "position": 65536,
            "name": "Étapes",
            "showOnFrontOfCard": True,
            "hideCompletedTasks": False,
            "cardId": str(boards.card("A").pk),
        },
    )
    hidden = {"name": "Autre", "position": 1, "showOnFrontOfCard": False, "hideCompletedTasks": True}
    other = planka.post(path, hidden)[1]["item"]
    assert (other["showOnFrontOfCard"], other["hideCompletedTasks"]) == (False, True)
    path = f"/api/task-lists/{made['id']}"
    sent = {"name": "Suite", "showOnFrontOfCard": "false", "hideCompletedTasks": True, "position": 200000}
    status, body = planka.patch(path, sent)
    changed = {name: body["item"][name] for name in sent}
    assert (status, changed) == (200, sent | {"showOnFrontOfCard": False})
    assert planka.get(path)[1]["included"] == {"tasks": []}
    assert planka.delete(path)[1]["item"]["name"] == "Suite"
    assert planka.get(path) == (404, {"code": "E_NOT_FOUND", "message": "Task list not found"})


def test_a_task_is_made_changed_moved_and_deleted(planka, boards, both, steps):
    status, body = planka.post(f"{steps}/tasks", {"name": "Une", "position": 65536, "isCompleted": True})
    made = body["item"]
    assert (status, made) == (
        200,
        {
            "id": made["id"],
            "createdAt": made["createdAt"],
            "updatedAt": None,
            "position": 65536,
            "name": "Une",
            "isCompleted": True,
            "taskListId": steps.rpartition("/")[2],
            "linkedCardId": None,
            "assigneeUserId": None,
        },
    )
    other = planka.post(f"/api/cards/{boards.card('A').pk}/task-lists", {"name": "Suite", "position": 1})[1]["item"]
    sent = {"name": "Un", "isCompleted": False, "assigneeUserId": str(both.user_id), "taskListId": other["id"]}
    status, body = planka.patch(f"/api/tasks/{made['id']}", sent)
    assert (status, {name: body["item"][name] for name in sent}) == (200, sent)
    assert Task.objects.get().card.tasks_done == 0
    assert planka.delete(f"/api/tasks/{made['id']}")[0] == 200
    assert planka.delete(f"/api/tasks/{made['id']}") == (404, {"code": "E_NOT_FOUND", "message": "Task not found"})


def test_a_task_stays_where_it_is_when_its_list_alone_is_named(planka, steps):
    first = planka.post(f"{steps}/tasks", {"name": "Une", "position": 65536})[1]["item"]
    planka.post(f"{steps}/tasks", {"name": "Deux", "position": 131072})
    sent = {"taskListId": first["taskListId"], "name": "Un"}
    assert planka.patch(f"/api/tasks/{first['id']}", sent)[1]["item"]["position"] == 65536


def test_a_task_that_is_a_card(planka, boards, steps):
    status, body = planka.post(
        f"{steps}/tasks", {"linkedCardId": str(boards.card("B").pk), "position": 1, "name": "x"}
    )
    made, path = body["item"], f"/api/tasks/{body['item']['id']}"
    assert (status, made["name"], made["isCompleted"], made["linkedCardId"]) == (
        200,
        "B",
        False,
        str(boards.card("B").pk),
    )
    for sent in ({"isCompleted": True}, {"name": "y"}, {"assigneeUserId": None}):
        assert planka.patch(path, sent) == (403, {"code": "E_FORBIDDEN", "message": "Not enough rights"})
    assert planka.patch(path, {"position": 5})[1]["item"]["position"] == 5


@pytest.mark.parametrize("what", ["nothing", "in the bin", "not seen"])
def test_a_card_that_is_not_there_is_not_linked(planka, boards, both, steps, what):
    card = boards.card("B")
    if what == "in the bin":
        bin_cards(both, [card])
    if what == "not seen":
        with writes_allowed():
            Card.objects.filter(pk=card.pk).update(board=boards.elsewhere.board, list=boards.elsewhere)
        planka = Planka.of(boards.member("editor"))
    sent = {"linkedCardId": str(NOWHERE if what == "nothing" else card.pk), "position": 1}
    assert planka.post(f"{steps}/tasks", sent) == (404, {"code": "E_NOT_FOUND", "message": "Linked card not found"})
    assert Task.objects.count() == 0


def test_the_title_of_a_card_of_another_board_is_for_who_sees_it(planka, boards, steps):
    with writes_allowed():
        there = {"board": boards.elsewhere.board, "list": boards.elsewhere, "title": "Confidentiel", "number": 77}
        Card.objects.filter(title="B").update(**there)
    made = planka.post(f"{steps}/tasks", {"linkedCardId": str(boards.card("Confidentiel").pk), "position": 1})[1]
    assert made["item"]["name"] == "Confidentiel"
    assert planka.get(steps)[1]["included"]["tasks"][0]["name"] == "Confidentiel"
    shown = Planka.of(boards.member("reader")).get(steps)[1]["included"]["tasks"]
    assert [one["name"] for one in shown] == ["PORT-77"]


@pytest.mark.parametrize(
    ("sent", "status", "message"),
    [
        ({"assigneeUserId": str(NOWHERE)}, 404, "User not found"),
        ({"taskListId": str(NOWHERE)}, 404, "Task list not found"),
        ({"position": -1}, 400, None),
        ({"name": ""}, 400, None),
        ({"name": "x" * 1025}, 400, None),
        ({"isCompleted": "peut-être"}, 400, None),
    ],
)
def test_what_a_task_cannot_be_changes_nothing(planka, steps, sent, status, message):
    made = planka.post(f"{steps}/tasks", {"name": "Une", "position": 1})[1]["item"]
    answered, body = planka.patch(f"/api/tasks/{made['id']}", {"name": "Autre"} | sent)
    assert (answered, message in (None, body["message"])) == (status, True)
    assert planka.get(steps)[1]["included"]["tasks"] == [made]


def test_a_task_needs_a_name_or_a_card(planka, steps):
    assert planka.post(f"{steps}/tasks", {"position": 1})[0] == 422
    assert planka.post(f"{steps}/tasks", {})[0] == 400
    assert Task.objects.count() == 0


def test_a_list_of_another_card_is_not_there(planka, boards, steps):
    made = planka.post(f"{steps}/tasks", {"name": "Une", "position": 1})[1]["item"]
    elsewhere = planka.post(f"/api/cards/{boards.card('B').pk}/task-lists", {"name": "L", "position": 1})[1]["item"]
    assert planka.patch(f"/api/tasks/{made['id']}", {"taskListId": elsewhere["id"], "position": 1})[0] == 404
    assert Task.objects.get().task_list_id == TaskList.objects.get(name="Étapes").pk


@pytest.mark.parametrize(
    ("role", "status"),
    [("reader", 403), ("commenter", 403), ("project manager", 404), ("administrator", 404), (None, 404)],
)
def test_who_may_not(boards, planka, steps, role, status):
    made = planka.post(f"{steps}/tasks", {"name": "Une", "position": 1})[1]["item"]
    others = Planka.of(boards.member(role, name="Louise Petit"))
    path = f"/api/tasks/{made['id']}"
    assert others.post(f"/api/cards/{boards.card('A').pk}/task-lists", {"name": "x", "position": 1})[0] == status
    assert others.post(f"{steps}/tasks", {"linkedCardId": str(NOWHERE), "position": 1})[0] == status
    assert others.patch(path, {"taskListId": str(NOWHERE)})[0] == status
    assert others.patch(steps, {"name": "x"})[0] == status
    assert (others.delete(path)[0], others.delete(steps)[0]) == (status, status)
    assert planka.get(steps)[1]["included"]["tasks"] == [made]


def test_done_with_its_card(planka, boards, steps):
    planka.post(f"{steps}/tasks", {"linkedCardId": str(boards.card("D").pk), "position": 1})
    with writes_allowed():
        List.objects.filter(pk=boards.doing.pk).update(kind="closed")
    planka.post(f"{steps}/tasks", {"linkedCardId": str(boards.card("E").pk), "position": 2})
    assert [one["isCompleted"] for one in planka.get(steps)[1]["included"]["tasks"]] == [False, True]
