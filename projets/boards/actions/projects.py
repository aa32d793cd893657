"""A project's life: founded, named, numbered, shared with managers, put away."""

from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projets.accounts.permissions import FOUNDERS
from projets.boards import belonging, events, wording
from projets.boards.actions.memberships import take_off_cards
from projets.boards.actions.saving import save, state, states, tell
from projets.boards.actions.subscribing import settle
from projets.boards.models import Board, Favorite, FormerPrefix, Project, ProjectManager
from projets.boards.names import PREFIX, prefix_for
from projets.boards.queries import prefixes_taken
from projets.boards.wording import worded
from projets.usecase.action import action
from projets.usecase.errors import Conflict, Invalid
from projets.usecase.log import begin_stream, moment, record

TRIES = 5  # at a prefix that somebody else takes meanwhile


@action("creator")
def create_project(actor, creator, name, description="", prefix=None, is_shared=True, background=""):
    """Found a project with its creator as manager, where they work; without `prefix` it gets one from its name."""
    project = Project(
        name=worded(name, 200),
        description=worded(description, 1024, "description", least=0),
        is_shared=bool(is_shared),
        background=wording.background(background),
    )
    belonging.place(project, creator.pk)
    manager = ProjectManager(project=project, user=creator)
    if not project.is_shared:  # as soon as it is there, it is given to its owner
        project.owner_manager_id, project.updated_at = manager.pk, moment()
    _insert(project, prefix)
    begin_stream(project.stream)
    founded = events.ProjectCreated(None, state(project))
    tell(project, founded)
    record(creator.stream, founded)  # whose home shows it
    let_manage(manager)


@action("project", "image")
def edit_project(
    actor,
    project,
    name=None,
    description=None,
    prefix=None,
    background=None,
    image=None,
    is_hidden=None,
    is_shared=None,
):
    """What is None stays as it is. Numbers under a former prefix go on leading to their cards.

    `background` is a hue, a gradient or "" for none; `image`, one of the project's, is shown instead.
    A private project has one manager, and administrators do not look in.
    """
    were = states([project])
    if name is not None:
        project.name = worded(name, 200)
    if description is not None:
        project.description = worded(description, 1024, "description", least=0)
    if background is not None:
        project.background, project.background_image_id = wording.background(background), None
    if image is not None:
        show_image(project, image)
    if is_hidden is not None:
        project.is_hidden = bool(is_hidden)
    if is_shared is not None:
        _share(project, bool(is_shared))
    if prefix is not None:
        _rename_numbers(project, prefix)
    with _prefix_of_one_project():
        save(events.ProjectEdited, were)


@action("project")
def hide_project(actor, project, hidden=True):
    """Out of everybody's home, or back: for an administrator too, when it is shared."""
    were = states([project])
    project.is_hidden = bool(hidden)
    save(events.ProjectEdited, were)


@action("project")
def share_project(actor, project, shared=True):
    """Let it have several managers and administrators look in, or neither: for an administrator too."""
    were = states([project])
    _share(project, bool(shared))
    save(events.ProjectEdited, were)


@action("project")
def archive_project(actor, project):
    were = states([project])
    project.archived_at = project.archived_at or timezone.now()
    save(events.ProjectArchived, were)


@action("project")
def unarchive_project(actor, project):
    were = states([project])
    project.archived_at = None
    save(events.ProjectUnarchived, were)


@action("project")
def bin_project(actor, project):
    """Put a project in the bin with all its boards; they keep their place in it."""
    were = states([project])
    project.binned_at = timezone.now()
    save(events.ProjectBinned, were)


@action("project", also_in_bin=True)
def restore_project(actor, project):
    were = states([project])
    project.binned_at = None
    save(events.ProjectRestored, were)


@action("project", "user")
def add_manager(actor, project, user):
    """Let somebody else manage a shared project: one who may create projects of their own."""
    if not project.is_shared:
        raise Invalid(_("A private project has one manager: share it first."), field="user")
    if not user.is_active or user.is_guest or user.role not in FOUNDERS:
        raise Invalid(
            _("This person cannot manage projects: an administrator must allow them to create some first."),
            field="user",
        )
    if ProjectManager.objects.filter(project=project, user=user).exists():
        raise Conflict(_("This person manages the project already."))
    belonging.require_may_bring(actor, project.pk, user)
    let_manage(ProjectManager(project=project, user=user))


@action("manager")
def remove_manager(actor, manager):
    """The last one stays. On boards that the person no longer sees, they are taken off cards and tasks."""
    others = ProjectManager.objects.filter(project=manager.project_id).exclude(pk=manager.pk)
    if not others.exists():
        raise Conflict(_("A project keeps one manager at least: add somebody else first."))
    dismiss(manager)
    take_off_cards(Board.objects.filter(project=manager.project_id), manager.user_id)


@action("project")
def favor_project(actor, project, favorite=True):
    """Keep a project at hand, or no longer."""
    settle(Favorite, favorite, actor.user_id, project=project)


def let_manage(manager):
    """Write down a new manager, and tell them."""
    manager.save(force_insert=True)
    added = events.ManagerAdded(None, state(manager))
    for stream in (f"project:{manager.project_id}", f"user:{manager.user_id}"):
        record(stream, added)


def dismiss(manager):
    """Strike out a manager, and tell them; whoever does takes them off the cards that they see no more."""
    was = state(manager)
    ProjectManager.objects.filter(pk=manager.pk).delete()
    for stream in (f"project:{manager.project_id}", f"user:{manager.user_id}"):
        record(stream, events.ManagerRemoved(was, was))


def show_image(project, image):
    """Lay a project's boards on one of its images; save nothing."""
    if image.project_id != project.pk:
        raise Invalid(_("This image is another project's: add it to this one first."), field="image")
    project.background, project.background_image_id = "", image.pk


def _share(project, is_shared):
    if project.is_shared and not is_shared and project.managers.count() > 1:
        raise Invalid(
            _("A private project has one manager: remove the others first, then make it private."), field="is_shared"
        )
    project.is_shared = is_shared
    project.owner_manager_id = None if is_shared else project.managers.values_list("pk", flat=True).get()


def _insert(project, wanted):
    if wanted is not None:
        project.prefix = _prefix(wanted)
        _require_unused(project)
        with _prefix_of_one_project():
            project.save(force_insert=True)
        return
    for again in range(TRIES):
        project.prefix = prefix_for(project.name, prefixes_taken())
        try:
            with transaction.atomic():
                project.save(force_insert=True)
        except IntegrityError:
            if again == TRIES - 1:
                raise
        else:
            return


def _rename_numbers(project, wanted):
    prefix = _prefix(wanted)
    if prefix == project.prefix:
        return
    FormerPrefix.objects.get_or_create(prefix=project.prefix, project=project)
    project.prefix = prefix
    _require_unused(project)


def _prefix(typed):
    prefix = worded(typed, 10, "prefix").upper()
    if not PREFIX.fullmatch(prefix):
        raise Invalid(_("A prefix has 2 to 6 letters from A to Z, such as PORT."), field="prefix")
    return prefix


def _require_unused(project):
    now = Project.objects.filter(prefix=project.prefix).exclude(pk=project.pk).order_by().values("prefix")
    former = FormerPrefix.objects.filter(prefix=project.prefix).exclude(project=project).order_by().values("prefix")
    if now.union(former).exists():  # one query: a prefix passing from present to former is in either
        raise _other_project()


@contextmanager
def _prefix_of_one_project():
    """Somebody else may take a prefix between our look and our write: the database tells."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise _other_project() from error


def _other_project():
    return Invalid(_("Another project has this prefix, or once had it: choose another one."), field="prefix")
