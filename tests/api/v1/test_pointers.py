"""What an action refuses is told of the name that was sent, whatever the action calls it."""

import pytest

from projets.boards.actions.fields import create_field
from projets.boards.actions.tasks import create_task_list, create_tasks
from projets.boards.models import Card, FieldGroup, Label, Task, TaskList
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Event

NOBODY, BLANK = "12", [" "]
WRONG = [
    ("post", "lists/{list}/cards", "titles", BLANK),
    ("post", "boards/{board}/lists", "names", BLANK),
    ("post", "task-lists/{task_list}/tasks", "names", BLANK),
    ("post", "task-lists/{task_list}/links", "card_ids", ["{card}"]),
    ("post", "cards/label", "add", ["{label}"]),
    ("post", "cards/assign", "add", [NOBODY]),
    ("post", "cards/assign", "remove", [NOBODY]),
    ("post", "cards/assign", "responsible_id", NOBODY),
    ("post", "cards", "member_ids", [NOBODY]),
    ("post", "cards", "responsible_id", NOBODY),
    ("post", "cards", "label_ids", ["{label}"]),
    ("post", "cards", "title", " "),
    ("patch", "tasks/{task}", "assignee_id", NOBODY),
    ("post", "boards/{board}/field-groups", "base_id", "{group}"),
    ("post", "boards/{board}/members", "user_id", "{closed}"),
    ("post", "projects/{project}/managers", "user_id", "{closed}"),
]
BESIDE = {"cards": {"title": "Neuve", "list_id": "{list}"}}


@pytest.mark.parametrize(("method", "path", "name", "value"), WRONG)
def test_where_it_is_wrong(boards, editor, asking, method, path, name, value):
    card, manager = boards.card("A"), boards.member("project manager")
    boards.join(manager, "editor", boards.board)
    boards.join(manager, "editor", boards.elsewhere.board)
    create_task_list(editor, card, "Étapes")
    create_tasks(editor, TaskList.objects.get(), ["Lire"])
    create_field(manager, boards.project, "Budget", "number")
    closed = boards.person("Lou Part")
    with writes_allowed():
        type(closed).objects.filter(pk=closed.pk).update(is_active=False)
        theirs = Label.objects.create(board=boards.elsewhere.board, color="rouge", position=1)
    ids = {"list": boards.todo, "board": boards.board, "card": card, "label": theirs, "project": boards.project}
    ids |= {"task_list": TaskList.objects.get(), "task": Task.objects.get(), "closed": closed}
    ids["group"] = FieldGroup.objects.get(board=boards.board)
    ids = {key: str(row.pk) for key, row in ids.items()}
    body = BESIDE.get(path, {"card_ids": ["{card}"]} if path.startswith("cards/") else {}) | {name: value}
    sent = {
        key: [text.format(**ids) for text in given] if isinstance(given, list) else given.format(**ids)
        for key, given in body.items()
    }
    before, cards = Event.objects.count(), Card.objects.count()
    refused = asking(manager)(method, path.format(**ids), sent)
    assert refused.status_code == 422, refused.content
    assert [one["pointer"] for one in refused.json()["errors"]] == [f"#/{name}"]
    assert (Event.objects.count(), Card.objects.count()) == (before + 1, cards)  # the token was made
