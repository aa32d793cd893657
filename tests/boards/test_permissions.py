"""Actions × grounds: who may do what, and why the others may not."""

import pytest

from projets.accounts.models import User
from projets.boards.actions import boards as of_boards
from projets.boards.actions import fields, labels, lists, memberships, projects
from projets.boards.models import Board, Card, Field, Label, List, Membership, Project, ProjectManager
from projets.usecase.actor import Actor
from projets.usecase.errors import Refused, Why
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Act

YES, UNSEEN, STRANGER, LOW = None, Why.UNSEEN, Why.NOT_A_MEMBER, Why.ROLE_TOO_LOW


def somebody():
    return User.objects.get(name="Jeanne Roy")


def field():
    return Field.objects.get()


def of_somebody(model):
    return model.objects.get(user=somebody())


MANAGING = {
    "edit_project": lambda actor, boards: projects.edit_project(actor, boards.project, name="Autre"),
    "archive_project": lambda actor, boards: projects.archive_project(actor, boards.project),
    "unarchive_project": lambda actor, boards: projects.unarchive_project(actor, boards.project),
    "bin_project": lambda actor, boards: projects.bin_project(actor, boards.project),
    "restore_project": lambda actor, boards: projects.restore_project(actor, boards.project),
    "create_field": lambda actor, boards: fields.create_field(actor, boards.project, "Budget", "euros"),
    "edit_field": lambda actor, boards: fields.edit_field(actor, field(), name="Budget"),
    "move_field": lambda actor, boards: fields.move_field(actor, field(), 0),
    "bin_field": lambda actor, boards: fields.bin_field(actor, field()),
    "restore_field": lambda actor, boards: fields.restore_field(actor, field()),
    "create_board": lambda actor, boards: of_boards.create_board(actor, boards.project, "Nouveau"),
}
MANAGING_BOARDS = {
    "edit_board": lambda actor, boards: of_boards.edit_board(actor, boards.board, name="Autre"),
    "move_board": lambda actor, boards: of_boards.move_board(actor, boards.board),
    "archive_board": lambda actor, boards: of_boards.archive_board(actor, boards.board),
    "unarchive_board": lambda actor, boards: of_boards.unarchive_board(actor, boards.board),
    "bin_board": lambda actor, boards: of_boards.bin_board(actor, boards.board),
    "restore_board": lambda actor, boards: of_boards.restore_board(actor, boards.board),
    "add_member": lambda actor, boards: memberships.add_member(actor, boards.board, boards.person()),
    "change_role": lambda actor, boards: memberships.change_role(actor, of_somebody(Membership), "commenter"),
    "remove_member": lambda actor, boards: memberships.remove_member(actor, of_somebody(Membership)),
}
NAMING_MANAGERS = {
    "add_manager": lambda actor, boards: projects.add_manager(actor, boards.project, boards.person()),
    "remove_manager": lambda actor, boards: projects.remove_manager(actor, of_somebody(ProjectManager)),
}
SEEING_PROJECT = {"favor_project": lambda actor, boards: projects.favor_project(actor, boards.project)}
SEEING_BOARD = {"subscribe_board": lambda actor, boards: of_boards.subscribe_board(actor, boards.board)}
EDITING = {
    "create_lists": lambda actor, boards: lists.create_lists(actor, boards.board, ["Fait"]),
    "edit_list": lambda actor, boards: lists.edit_list(actor, boards.todo, name="Autre"),
    "move_list": lambda actor, boards: lists.move_list(actor, boards.todo),
    "duplicate_list": lambda actor, boards: lists.duplicate_list(actor, boards.todo),
    "sort_list": lambda actor, boards: lists.sort_list(actor, boards.todo, "title"),
    "archive_lists": lambda actor, boards: lists.archive_lists(actor, [boards.todo]),
    "unarchive_lists": lambda actor, boards: lists.unarchive_lists(actor, [boards.todo]),
    "bin_lists": lambda actor, boards: lists.bin_lists(actor, [boards.todo]),
    "restore_lists": lambda actor, boards: lists.restore_lists(actor, [boards.todo]),
    "create_label": lambda actor, boards: labels.create_label(actor, boards.board, "Bloqué"),
    "edit_label": lambda actor, boards: labels.edit_label(actor, boards.urgent, "Pressé"),
    "move_label": lambda actor, boards: labels.move_label(actor, boards.urgent),
    "bin_label": lambda actor, boards: labels.bin_label(actor, boards.urgent),
    "restore_label": lambda actor, boards: labels.restore_label(actor, boards.urgent),
}
MEMBERS = ("editor", "contributor", "commenter", "reader")
NO_MEMBER = dict.fromkeys(MEMBERS, LOW) | {None: UNSEEN}
#                    who manages              an administrator             members and others
MATRIX = (
    (MANAGING, {"project manager": YES, "administrator": STRANGER} | NO_MEMBER),
    (MANAGING_BOARDS, {"project manager": YES, "administrator": STRANGER} | NO_MEMBER),
    (NAMING_MANAGERS, {"project manager": YES, "administrator": YES} | NO_MEMBER),
    (SEEING_PROJECT, {"project manager": YES, "administrator": YES} | dict.fromkeys(MEMBERS, YES) | {None: UNSEEN}),
    (SEEING_BOARD, {"project manager": YES, "administrator": YES} | dict.fromkeys(MEMBERS, YES) | {None: UNSEEN}),
    (EDITING, {"project manager": STRANGER, "administrator": STRANGER} | NO_MEMBER | {"editor": YES}),
)
CASES = [
    pytest.param(name, act, ground, why, id=f"{name}-{ground}")
    for acts, grounds in MATRIX
    for name, act in acts.items()
    for ground, why in grounds.items()
]


@pytest.fixture
def furnished(boards):
    """With a field, and somebody who manages the project and is on the board."""
    person = boards.person("Jeanne Roy")
    boards.field("Charge", "number")
    with writes_allowed():
        Membership.objects.create(board=boards.board, user=person, role="reader")
        for manager in (person, boards.person("Paul Blanc")):
            ProjectManager.objects.create(project=boards.project, user=manager)
    return boards


@pytest.mark.parametrize(("name", "act", "ground", "why"), CASES)
def test_matrix(furnished, name, act, ground, why):
    actor = furnished.member(ground)
    if why is None:
        act(actor, furnished)
        assert Act.objects.get().action == name
    else:
        with pytest.raises(Refused) as refused:
            act(actor, furnished)
        assert (refused.value.why, refused.value.action, Act.objects.count()) == (why, name, 0)


def test_a_list_is_sent_by_an_editor_of_both_boards(boards, both):
    for ground in ("project manager", "administrator", "reader"):
        with pytest.raises(Refused):
            lists.transfer_list(boards.member(ground), boards.todo, boards.elsewhere.board)
    assert List.objects.get(pk=boards.todo.pk).board == boards.board
    lists.transfer_list(both, boards.todo, boards.elsewhere.board)


@pytest.mark.parametrize(("ground", "sees"), [("editor", 1), ("reader", 1), ("project manager", 2), (None, 0)])
def test_visible_to(boards, ground, sees):
    """Who manages the project sees both its boards."""
    actor = boards.member(ground)
    assert Board.objects.visible_to(actor).count() == sees
    assert Card.objects.visible_to(actor).count() == (6 if sees else 0)
    assert List.objects.visible_to(actor).count() == (0, 2, 3)[sees]
    assert Label.objects.visible_to(actor).count() == (1 if sees else 0)
    assert Project.objects.visible_to(actor).count() == (1 if sees else 0)


def test_administrators_see_what_is_shared_and_nothing_private(boards):
    administrator = boards.member("administrator")
    assert Board.objects.visible_to(administrator).count() == 2
    with writes_allowed():
        Project.objects.update(is_shared=False)
    assert not Board.objects.visible_to(administrator).exists()
    with pytest.raises(Refused) as refused:
        projects.favor_project(administrator, boards.project)
    assert refused.value.why == UNSEEN


@pytest.mark.parametrize("ground", ["editor", "project manager", "administrator"])
def test_a_closed_account_sees_and_does_nothing(boards, ground):
    actor = boards.member(ground)
    with writes_allowed():
        User.objects.filter(pk=actor.user_id).update(is_active=False)
    for act in (
        lambda: lists.create_lists(actor, boards.board, ["Fait"]),
        lambda: projects.favor_project(actor, boards.project),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert (refused.value.why, Act.objects.count()) == (UNSEEN, 0)


def test_nobody_sees_nothing_not_even_a_board_without_people(boards):
    nobody = Actor(None, "web")
    assert not Board.objects.visible_to(nobody).exists()
    with pytest.raises(Refused) as refused:
        lists.bin_lists(nobody, [boards.todo])
    assert refused.value.why == UNSEEN
