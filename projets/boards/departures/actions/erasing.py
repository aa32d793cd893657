"""Somebody is erased (E-05): what they made stays, under a pseudonym; see accounts/erasing.py."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projets.accounts.actions.people import require_another_administrator
from projets.accounts.erasing import gone_as, wipe
from projets.accounts.queries import instance
from projets.boards import events
from projets.boards.actions.memberships import take_off_cards
from projets.boards.actions.projects import let_manage
from projets.boards.actions.saving import delete, save, state, states
from projets.boards.departures.actions.departures import note_departure
from projets.boards.departures.models import Departure
from projets.boards.models import Board, Membership, Project, ProjectManager
from projets.usecase.action import action
from projets.usecase.errors import Conflict
from projets.usecase.log import moment, record


def _instance(actor, *rows):
    return {instance().stream}


@action("user", also_holding=_instance)
def erase_person(actor, user):
    """Close the account if it is open, and forget who it was. What they held waits to be handed over."""
    if user.is_demo and actor.user_id == user.pk:
        raise Conflict(_("You are one of the invented people of the demonstration, whom others want to meet too."))
    _erase(actor, user)


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
    """Erase somebody, and take what they held from them at once.

    Their private projects go to the bin; shared ones that nobody else manages, and these, get the administrator who
    deletes the account as their manager. But those of an organisation stay with it, which names somebody else.
    """
    if user.pk == actor.user_id:
        raise Conflict(_("This is your own account: ask another administrator to delete it."))
    boards = list(Board.objects.filter(Q(project__managers__user=user) | Q(memberships__user=user)).distinct())
    for manager in ProjectManager.objects.filter(user=user).select_related("project"):
        _hand_over(manager, actor)
    for membership in Membership.objects.filter(user=user):
        delete(events.MembershipRemoved, membership)
    take_off_cards(boards, user.pk)
    _erase(actor, user)


def _erase(actor, user):
    if user.pseudonym is not None:
        raise Conflict(_("This person is erased already."))
    require_another_administrator(user)
    if not Departure.objects.filter(user=user).exists():
        note_departure(actor, user, Departure.Reason.ASKED if actor.user_id == user.pk else Departure.Reason.MANAGER)
    wipe(user, *gone_as(user))


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
