"""Every list comes by pieces, each thing once, and in an order that does not depend on the size of the pieces."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projets.accounts.models import User
from projets.api.v1.document import ROOT, document
from projets.boards.actions.attachments import attach_link
from projets.boards.actions.boards import bin_board, create_board
from projets.boards.actions.cards import bin_cards, describe_card
from projets.boards.actions.comments import edit_comment, write_comment
from projets.boards.actions.details import assign_cards
from projets.boards.actions.fields import create_field
from projets.boards.actions.labels import bin_label
from projets.boards.actions.projects import bin_project, create_project, favor_project
from projets.boards.actions.tasks import create_task_list, create_tasks
from projets.boards.models import Board, Comment, Project, TaskList, TeamOnBoard
from projets.usecase.guard import writes_allowed
from tests.doors.walk import build

# What is read whole, as one document
WHOLE = {
    *("/acts/{id}", "/boards/{id}", "/imports/{id}", "/projects/{id}"),
    *("/boards/{id}/who-sees", "/cards/{id}/who-sees", "/organisations/{id}", "/organisations/{id}/storage"),
    *("/projects/{id}/review", "/announcements", "/retention", "/retention/due"),
    *("/sessions", "/sessions/failures", "/state", "/security-file"),
}


@pytest.fixture
def world(boards, asking):
    """(who may everything, {address: how many of which names are there})."""
    manager = boards.member("project manager", name="Camille Essai")
    boards.join(manager, "editor", boards.board)
    ids, user = build(boards).ids, User.objects.get(pk=manager.user_id)
    card = boards.card("A")
    create_field(manager, boards.project, "Coût", "euros")
    for name in ("Un", "Deux"):
        describe_card(manager, card, name)
        attach_link(manager, card, f"https://exemple.fr/{name}")
        create_task_list(manager, card, name)
        create_project(manager, user, name=name)
    create_tasks(manager, TaskList.objects.filter(card=card).last(), ["Lire", "Relire"])
    write_comment(manager, card, "Lu")
    comment = Comment.objects.latest("pk")
    edit_comment(manager, comment, "Relu")
    assign_cards(manager, [boards.card(title) for title in "ABC"], add=[manager.user_id])
    for name in ("Trois", "Quatre"):
        create_board(manager, boards.project, name)
        bin_board(manager, Board.objects.get(name=name))
        project = Project.objects.get(name={"Trois": "Un", "Quatre": "Deux"}[name])
        bin_project(manager, project)
    create_project(manager, user, name="Été")
    favor_project(manager, Project.objects.get(name="Été"), True)
    bin_cards(manager, [boards.card("E"), boards.card("F")])
    bin_label(manager, boards.urgent)
    with writes_allowed():
        for role in ("reader", "editor"):
            TeamOnBoard.objects.get_or_create(board=boards.board, team_id=ids["team"], defaults={"role": role})
    program = asking(manager)
    for _twice in "12":
        asking(manager)
    return program, ids | {"comment": str(comment.pk)}


HISTORIES = {"boards/{board}/history?", "cards/{card}/history?"}  # they ask once for each kind of thing they tell of
PAGED = {
    "bin?": ("items", 2),
    "boards/{board}/bin?": ("items", 3),
    "boards/{board}/fields?": ("field_groups", 1),
    "boards/{board}/history?": ("items", 3),
    "cards/{card}/attachments?": ("attachments", 3),
    "cards/{card}/comments?": ("items", 2),
    "cards/{card}/history?": ("items", 3),
    "cards/{card}/task-lists?": ("task_lists", 3),
    "cards/{card}/versions?": ("versions", 2),
    "cards?": ("items", 4),
    "comments/{comment}/versions?": ("versions", 2),
    "imports?": ("imports", 0),
    "me/cards?": ("undated", 3),
    "organisations?": ("organisations", 0),
    "people?search=autre&": ("people", 2),
    "projects/{project}/belonging?": ("teams", 1),
    "projects/{project}/bin?": ("items", 2),
    "projects/{project}/fields?": ("field_groups", 0),
    "projects?": ("projects", 2),
    "tokens?": ("tokens", 3),
}


@pytest.mark.parametrize("path", PAGED)
def test_piece_by_piece_is_as_at_once(world, path):
    program, ids = world
    address, (name, least) = path.format(**ids), PAGED[path]
    whole = program.get(f"{address}limit=200").json()
    assert whole["next"] is None
    assert len(whole[name]) >= least
    for limit in (1, 2):
        seen, cursor, pieces = [], "", 0
        while cursor is not None:
            piece = program.get(f"{address}limit={limit}&cursor={cursor}").json()
            assert len(piece[name]) <= limit
            seen, cursor, pieces = [*seen, *piece[name]], piece["next"], pieces + 1
        assert seen == whole[name]
        assert pieces == max(1, -(-len(whole[name]) // limit))
    refused = program.get(f"{address}cursor=x")
    assert (refused.status_code, refused.json()["errors"][0]["parameter"]) == (422, "cursor")


def test_every_list_comes_by_pieces():
    for path, methods in document()["paths"].items():
        operation = methods.get("get")
        if operation is None or path.removeprefix(ROOT) in WHOLE:
            continue
        content = operation["responses"]["200"].get("content", {}).get("application/json")
        named = {one["name"] for one in operation["parameters"]}
        holds = content and _lists(content["schema"])
        assert bool(holds) == ({"cursor", "limit"} <= named), path
        if holds:
            assert "next" in _resolved(content["schema"])["properties"], path


def _lists(schema):
    """Names of its lists of things that have names themselves."""
    properties = _resolved(schema).get("properties", {})
    return [name for name, one in properties.items() if one.get("type") == "array" and "$ref" in one["items"]]


def _resolved(schema):
    return document()["components"]["schemas"][schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema


def test_a_piece_takes_as_many_queries_whatever_its_size(world):
    program, ids = world
    for path in PAGED.keys() - HISTORIES:
        address, counts = path.format(**ids), []
        program.get(f"{address}limit=200")
        for limit in (2, 200):
            with CaptureQueriesContext(connection) as asked:
                program.get(f"{address}limit={limit}")
            counts.append(len(asked))
        assert counts[0] == counts[1], path
