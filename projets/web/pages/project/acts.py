"""What managers do to a project: each address calls one action."""

from projets.boards.actions import boards as board_actions
from projets.boards.actions import projects as project_actions
from projets.boards.colleagues import named
from projets.boards.models import Board, Project, ProjectManager
from projets.boards.queries import find
from projets.usecase.rights import require
from projets.web.door import door


def project_of(actor, project_id):
    (found,) = find(Project.objects.visible_to(actor), project_id)
    return found


def _board(actor, board_id):
    (found,) = find(Board.objects.visible_to(actor), board_id)
    return found


def lines_of(text):
    return [line.strip() for line in text.splitlines() if line.strip()]


@door(project_actions.edit_project)
def edit(actor, form, project_id):
    """What the form holds changes; a form with boxes says so by `boxes`, for one not ticked is not sent."""
    given = {name: form[name] for name in ("name", "description", "prefix") if name in form}
    given |= {name: form.get(name) == "1" for name in ("is_shared", "is_hidden") if name in form.getlist("boxes")}
    return project_actions.edit_project(actor, project_of(actor, project_id), **given)


@door(project_actions.archive_project)
def archive(actor, form, project_id):
    return project_actions.archive_project(actor, project_of(actor, project_id))


@door(project_actions.unarchive_project)
def unarchive(actor, form, project_id):
    return project_actions.unarchive_project(actor, project_of(actor, project_id))


@door(project_actions.bin_project, then=lambda act: "/projets/")
def bin_it(actor, form, project_id):
    return project_actions.bin_project(actor, project_of(actor, project_id))


@door(project_actions.restore_project)
def restore(actor, form, project_id):
    (project,) = find(Project.objects.of_projects_seen_by(actor), project_id)
    return project_actions.restore_project(actor, project)


@door(project_actions.add_manager)
def add_manager(actor, form, project_id):
    project = project_of(actor, project_id)
    require(actor, "add_manager", project)  # before anybody is looked for: else it would tell who has an account
    return project_actions.add_manager(actor, project, named(form.get("who")))


@door(project_actions.remove_manager)
def remove_manager(actor, form, manager_id):
    (manager,) = find(ProjectManager.objects.visible_to(actor), manager_id)
    return project_actions.remove_manager(actor, manager)


@door(board_actions.create_board, then=lambda act: _to_the_new_board(act))
def create_board(actor, form, project_id):
    """With its first lists, one a line."""
    project = project_of(actor, project_id)
    return board_actions.create_board(actor, project, form.get("name"), list_names=lines_of(form.get("lists", "")))


def _to_the_new_board(act):
    return f"/tableaux/{next(fact.after.id for fact in act.facts if fact.kind == 'board.created')}/"


@door(board_actions.move_board)
def move_board(actor, form, board_id):
    return board_actions.move_board(actor, _board(actor, board_id), form.get("position") or None)
