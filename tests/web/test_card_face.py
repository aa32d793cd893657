"""What the face of a card says of its kind and of its task lists, and that open pages follow."""

import pytest

from projets.boards.actions import tasks
from projets.boards.actions.boards import edit_board
from projets.boards.actions.details import retype_cards
from projets.boards.actions.undoing import undo_act
from projets.boards.models import Card, Task, TaskList
from tests.web.page import patches_tell_all


@pytest.fixture
def steps(boards, editor):
    """A list of two tasks on the front of card A, « Lire » being done."""
    tasks.create_task_list(editor, boards.card("A"), "Étapes <1>", on_front=True)
    tasks.create_tasks(editor, TaskList.objects.get(), ["Lire", "Écrire"])
    tasks.finish_tasks(editor, [Task.objects.get(name="Lire")])
    return TaskList.objects.get()


def face(boards, browser, actor):
    page = browser(actor).get(f"/tableaux/{boards.board.pk}/").content.decode()
    start = page.index(f'data-element="card:{boards.card("A").pk}"')
    return page[start : page.index("</article>", start)]


def test_task_lists_on_the_front(boards, editor, steps, browser):
    shown = face(boards, browser, editor)
    assert "Étapes &lt;1&gt;</span>" in shown
    assert (">1/2</span>" in shown, "Écrire" in shown, '<li dir="auto">Lire' in shown) == (True, True, False)
    assert '<details class="card__tasks">' in shown
    edit_board(boards.member("project manager"), boards.board, expands_task_lists=True)
    assert '<details class="card__tasks" open>' in face(boards, browser, editor)


ACTS = {
    "off the front": lambda actor, steps: tasks.edit_task_list(actor, steps, on_front=False),
    "renamed list": lambda actor, steps: tasks.edit_task_list(actor, steps, "Suite"),
    "renamed task": lambda actor, steps: tasks.edit_task(actor, Task.objects.get(name="Écrire"), "Relire"),
    "moved task": lambda actor, steps: tasks.move_task(actor, Task.objects.get(name="Écrire"), steps, 0),
    "new task": lambda actor, steps: tasks.create_tasks(actor, steps, ["Signer"]),
    "finished": lambda actor, steps: tasks.finish_tasks(actor, [Task.objects.get(name="Écrire")]),
    "binned": lambda actor, steps: tasks.bin_task_list(actor, steps),
}


@pytest.mark.parametrize("name", ACTS)
def test_open_pages_follow(boards, editor, steps, name):
    """An undo too: a face that is not shown again would be an old one."""
    with patches_tell_all(editor, boards.board, changes=name != "moved task"):  # the only one that is left
        act = ACTS[name](editor, steps)
    if name != "moved task":
        with patches_tell_all(editor, boards.board):
            undo_act(editor, act)


def test_a_list_that_is_not_on_the_front_changes_no_face(boards, editor, steps):
    tasks.edit_task_list(editor, steps, on_front=False)
    version = boards.card("A").version
    tasks.edit_task_list(editor, TaskList.objects.get(), "Suite")
    tasks.edit_task(editor, Task.objects.get(name="Écrire"), "Relire")
    assert boards.card("A").version == version


def test_queries_do_not_grow(boards, editor, steps, browser, django_assert_max_num_queries):
    for title in "BC":
        tasks.create_task_list(editor, boards.card(title), "Étapes", on_front=True)
    for one in TaskList.objects.exclude(pk=steps.pk):
        tasks.create_tasks(editor, one, ["Lire"])
    client = browser(editor)
    with django_assert_max_num_queries(23):  # two of them once a minute: what the instance says
        client.get(f"/tableaux/{boards.board.pk}/")


def test_a_story_is_told_apart(boards, editor, browser):
    assert "Récit" not in face(boards, browser, editor)
    with patches_tell_all(editor, boards.board):
        retype_cards(editor, [boards.card("A")], "story")
    assert "Récit" in face(boards, browser, editor)
    assert "Récit" in browser(editor).get("/cartes/PORT-1/").content.decode()


def test_the_kind_is_changed_from_the_card(boards, editor, browser):
    address = f"/cartes/{boards.card('A').pk}/type/"
    assert browser(editor).post(address, {"kind": "story"}, headers={"Accept": "application/json"}).status_code == 200
    assert Card.objects.get(title="A").kind == "story"
    assert browser(editor).post(address, {"kind": "epic"}, headers={"Accept": "application/json"}).status_code == 422
