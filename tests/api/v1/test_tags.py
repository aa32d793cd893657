"""Tags: what is read carries them, acts mind them where the document says so, and nowhere else."""

import json
from contextlib import contextmanager
from io import BytesIO

import pytest
from django.db import transaction

from projets.accounts.models import User
from projets.accounts.organisations.models import Affiliation
from projets.api.v1.document import ROOT, document
from projets.boards.actions.cards import rename_card
from projets.boards.actions.comments import react, write_comment
from projets.boards.actions.labels import edit_label
from projets.boards.models import Board, Comment, Label
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Event
from tests.doors.test_api_walk import BODIES, FILES, STANDS_FOR, _filled, _usual
from tests.doors.walk import build

BY_GET = ("boards", "cards", "comments", "projects")
PATCHES = {"board": {"name": "Neuf"}, "project": {"name": "Neuf"}, "card": {"title": "Neuf"}, "comment": {"text": "N"}}


@contextmanager
def taken_back():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def world(boards, asking):
    """(one who may everything, ids of one row of everything)."""
    manager = boards.member("project manager", name="Camille Essai")
    boards.join(manager, "editor", boards.board)
    boards.join(manager, "editor", boards.elsewhere.board)
    ids = build(boards).ids
    with writes_allowed():
        User.objects.filter(pk=manager.user_id).update(role="administrator")
        Affiliation.objects.create(
            organisation_id=ids["organisation"], user_id=manager.user_id, source="manual", role="member"
        )
    write_comment(manager, boards.card("B"), "Le mien")
    ids |= dict.fromkeys(("agent", "free", "person"), ids["user"])
    ids |= {"act": "12", "other_card": str(boards.card("B").pk)}
    ids["comment"] = str(Comment.objects.latest("pk").pk)
    return asking(manager), ids


def _acts():
    for path, methods in document()["paths"].items():
        for method, operation in methods.items():
            headers = {one["name"] for one in operation["parameters"] if one["in"] == "header"}
            yield method, path.removeprefix(ROOT), "If-Match" in headers


def test_a_tag_is_minded_where_the_document_says_so_and_refused_elsewhere(world):
    program, ids = world
    minding = 0
    for method, path, minds in _acts():
        address = f"{ROOT}{path}".replace("{id}", ids.get(STANDS_FOR.get(path.split("/")[1]), "12"))
        body = _filled(BODIES.get(f"{method.upper()} {path}", _usual(path)), ids)
        sent = {} if method in ("get", "delete") else {"data": json.dumps(body), "content_type": "application/json"}
        if f"{method.upper()} {path}" in FILES:
            continue  # a form: below
        headers = {"authorization": f"Bearer {program.secret}", "if-match": '"abc"', "accept-language": "en"}
        before = Event.objects.count()
        with taken_back():
            answer = program.client.generic(method.upper(), address, headers=headers, **sent)
        assert answer.status_code == (412 if minds else 422), (method, path, answer.content)
        if not minds:
            assert [one["header"] for one in answer.json()["errors"]] == ["If-Match"], (method, path)
        assert Event.objects.count() == before
        minding += minds
    assert minding > 60


def test_a_form_minds_it_too(boards, editor_asking):
    path, file = f"/api/v1/cards/{boards.card('A').pk}/attachments", BytesIO(b"Lu.")
    file.name = "note.txt"
    headers = {"authorization": f"Bearer {editor_asking.secret}", "if-match": '"abc"'}
    assert editor_asking.client.post(path, {"files": file}, headers=headers).status_code == 412


@pytest.mark.parametrize("noun", BY_GET)
@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_the_tag_that_is_read_is_the_tag_that_is_minded(world, noun, encoding):
    program, ids = world
    row = STANDS_FOR[noun]
    path = f"{noun}/{ids[row]}"
    read = program.get(path)
    tag = read["ETag"]
    if encoding == "gzip":
        headers = {"authorization": f"Bearer {program.secret}", "accept-encoding": "gzip"}
        tag = program.client.get(f"/api/v1/{path}", headers=headers)["ETag"]
        assert tag.startswith("W/") == (len(read.content) > 1_400)
    changed = program.patch(path, PATCHES[row], if_match=tag)
    assert changed.status_code == 200, changed.content
    again = program.patch(path, PATCHES[row], if_match=tag)
    assert again.status_code == 412
    assert program.patch(path, PATCHES[row], if_match=changed["ETag"]).status_code == 200
    assert program.patch(path, PATCHES[row], if_match=program.get(path)["ETag"]).status_code == 200


def test_every_row_carries_its_tag_wherever_it_is_shown(boards, world):
    """The same one on the board, in lists of a card, and by itself: each is minded, once."""
    program, ids = world
    board = program.get(f"boards/{ids['board']}").json()
    project = program.get(f"projects/{ids['project']}").json()
    card = ids["card"]
    of_card = {name: program.get(f"cards/{card}/{name}").json() for name in ("task-lists", "attachments")}
    (task_list,) = of_card["task-lists"]["task_lists"]
    comments = program.get(f"cards/{ids['other_card']}/comments").json()["items"]
    shown = {
        "lists": board["lists"],
        "labels": board["labels"],
        "cards": board["cards"],
        "memberships": board["memberships"],
        "field-groups": board["field_groups"],
        "fields": board["fields"],
        "boards": [board["board"], *project["boards"]],
        "projects": [board["project"], project["project"], *program.get("projects").json()["projects"]],
        "managers": project["managers"],
        "task-lists": [task_list],
        "tasks": task_list["tasks"],
        "attachments": of_card["attachments"]["attachments"],
        "comments": comments,
    }
    changes = {
        "cards": {"title": "Z"},
        "comments": {"text": "Z"},
        "memberships": {"role": "reader"},
    }
    for noun, rows in shown.items():
        assert rows, noun
        for row in rows:
            for wrong in (True, False):
                with taken_back():
                    tag = '"abc"' if wrong else row["etag"]
                    path = f"{noun}/{row['id']}"
                    if noun == "managers":
                        answer = program.delete(path, if_match=tag)
                    else:
                        answer = program.patch(path, changes.get(noun, {"name": "Z"}), if_match=tag)
                assert answer.status_code in ((412,) if wrong else (200, 204)), (noun, answer.content)


def test_cards_have_one_tag_on_the_board_and_alone(boards, editor, editor_asking):
    (card, *_more) = editor_asking.get("cards").json()["items"]
    alone = editor_asking.get(f"cards/{card['id']}")
    on_board = next(
        one for one in editor_asking.get(f"boards/{boards.board.pk}").json()["cards"] if one["id"] == card["id"]
    )
    assert alone["ETag"] == alone.json()["etag"] == card["etag"] == on_board["etag"]
    rename_card(editor, boards.card(card["title"]), "Autre")
    assert editor_asking.get(f"cards/{card['id']}")["ETag"] != alone["ETag"]


def test_what_is_read_beside_a_row_changes_the_tag_but_not_what_is_minded(boards, editor, world):
    """A board where a card has moved on is read again, and can still be renamed by who read it before."""
    program, ids = world
    path = f"boards/{ids['board']}"
    tag = program.get(path)["ETag"]
    rename_card(editor, boards.card("B"), "Z")
    assert program.get(path, if_none_match=tag).status_code == 200
    assert program.patch(path, {"name": "Neuf"}, if_match=tag).status_code == 200
    assert Board.objects.get(pk=ids["board"]).name == "Neuf"
    project = f"projects/{ids['project']}"
    tag = program.get(project)["ETag"]
    assert program.get(project, if_none_match=tag).status_code == 304
    program.post(f"{project}/boards", {"name": "De plus"})
    assert program.get(project, if_none_match=tag).status_code == 200
    comment = f"comments/{ids['comment']}"
    tag = program.get(comment)["ETag"]
    react(editor, Comment.objects.get(pk=ids["comment"]), "seen", True)
    assert program.get(comment, if_none_match=tag).status_code == 200
    assert program.patch(comment, {"text": "Autre"}, if_match=tag).status_code == 200


def test_what_has_changed_is_not_changed_again(boards, editor, editor_asking):
    (label, *_more) = editor_asking.get(f"boards/{boards.board.pk}").json()["labels"]
    edit_label(editor, Label.objects.get(pk=label["id"]), name="Autre")
    path = f"labels/{label['id']}"
    assert editor_asking.patch(path, {"name": "Mien"}, if_match=label["etag"]).status_code == 412
    assert editor_asking.post(f"{path}/move", {}, if_match=label["etag"]).status_code == 412
    assert editor_asking.delete(path, if_match=label["etag"]).status_code == 412
    assert Label.objects.get(pk=label["id"]).name == "Autre"
