"""What somebody leaves behind when their account is deleted."""

from django.contrib.auth import get_user_model
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projets.accounts.actions.people import end_sessions, require_another_administrator
from projets.accounts.events import UserDeleted, UserState
from projets.accounts.queries import instance
from projets.boards import events
from projets.boards.actions.memberships import take_off_cards
from projets.boards.actions.projects import let_manage
from projets.boards.actions.saving import delete, save, state, states
from projets.boards.models import Attachment, Board, Card, Comment, Membership, Project, ProjectManager, TextVersion
from projets.usecase.action import action
from projets.usecase.errors import Conflict
from projets.usecase.log import moment, record


def _all_that_know(actor, user):
    """The projects and boards of somebody, and who takes over what would be nobody's."""
    projects = Project.objects.filter(managers__user=user).order_by().values_list("pk", flat=True)
    on_boards = Q(project__managers__user=user) | Q(memberships__user=user)
    boards = Board.objects.filter(on_boards).order_by().values_list("pk", flat=True)
    return {
        instance().stream,
        f"user:{actor.user_id}",
        *(f"project:{pk}" for pk in projects),
        *(f"board:{pk}" for pk in boards),
    }


@action("user", also_holding=_all_that_know)
def delete_user(actor, user):
    """Close an account for good. What the person wrote and made stays, and is nobody's.

    Their private projects go to the bin; shared ones that nobody else manages, and these, get the administrator who
    deletes the account as their manager. But those of an organisation stay with it, which names somebody else.
    """
    if user.pk == actor.user_id:
        raise Conflict(_("This is your own account: ask another administrator to delete it."))
    require_another_administrator(user)
    boards = list(Board.objects.filter(Q(project__managers__user=user) | Q(memberships__user=user)).distinct())
    for manager in ProjectManager.objects.filter(user=user).select_related("project"):
        _hand_over(manager, actor)
    for membership in Membership.objects.filter(user=user):
        delete(events.MembershipRemoved, membership)
    take_off_cards(boards, user.pk)
    for model, column in ((Card, "creator_id"), (Attachment, "creator_id"), (Comment, "author_id")):
        dated = {"updated_at": moment()} if model is not Card else {}  # as clients know what is nobody's now
        model.objects.filter(**{column: user.pk}).update(**{column: None}, **dated)
    TextVersion.objects.filter(author_id=user.pk).update(author_id=None)
    end_sessions(user)
    was = UserState.of(user)
    for stream in (user.stream, instance().stream):
        record(stream, UserDeleted(was, was))
    avatar = user.avatar
    get_user_model().objects.get(pk=user.pk).delete()
    if avatar:
        transaction.on_commit(lambda: default_storage.delete(avatar))


def _hand_over(manager, actor):
    project = manager.project
    others = ProjectManager.objects.filter(project=project).exclude(pk=manager.pk)
    were, was = states([project]), state(manager)
    heir = None
    if project.organisation_id and not project.is_shared:
        project.owner_manager_id = None
    if not project.organisation_id and not others.exists():
        heir = others.model(project=project, user_id=actor.user_id)
        if not project.is_shared:
            project.binned_at, project.owner_manager_id = moment(), heir.pk
    ProjectManager.objects.filter(pk=manager.pk).delete()
    save(events.ProjectBinned if heir else events.ProjectEdited, were)
    for stream in (f"project:{manager.project_id}", f"user:{manager.user_id}"):
        record(stream, events.ManagerRemoved(was, was))
    if heir:
        let_manage(heir)
