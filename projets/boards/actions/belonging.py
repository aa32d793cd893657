"""A project goes from service to service; one that nobody manages any more is taken over."""

from django.utils.translation import gettext_lazy as _

from projets.accounts.organisations.models import Affiliation
from projets.accounts.organisations.queries import administers_instance, works_in
from projets.accounts.permissions import FOUNDERS
from projets.boards import events
from projets.boards.actions.memberships import take_off_cards
from projets.boards.actions.projects import dismiss, let_manage
from projets.boards.actions.saving import save, states
from projets.boards.models import Board, ProjectManager
from projets.usecase.action import action
from projets.usecase.errors import Invalid


@action("project", "organisation", "service")
def set_project_service(actor, project, organisation, service=None):
    """To a service of an organisation, or to the organisation as a whole, where whoever does it works.

    Out of another organisation, by somebody who works there too: nobody takes along what is not theirs.
    """
    if service is not None and service.organisation_id != organisation.pk:
        raise Invalid(_("This service belongs to another organisation."), "service")
    left = project.organisation_id
    if left not in (None, organisation.pk) and not (
        works_in(actor.user_id, left) or administers_instance(actor.user_id)
    ):
        raise Invalid(
            _("This project belongs to another organisation: somebody who works in both must move it."), "organisation"
        )
    were = states([project])
    project.organisation_id, project.service_id = organisation.pk, service.pk if service else None
    save(events.ProjectEdited, were)


def _those_who_left(actor, project, user):
    """The manager of a private project, who is none any more, and the boards that they no longer see."""
    if project.is_shared:
        return set()
    managers = ProjectManager.objects.filter(project=project)
    return {stream for manager in managers for stream in manager.streams} | {f"user:{user.pk}"}


@action("project", "user", also_holding=_those_who_left)
def take_over_project(actor, project, user):
    """Nobody of its organisation manages it any more: somebody of them does from now on.

    A private project has one manager: whoever was it, and is gone, is it no longer.
    """
    if not user.is_active or user.role not in FOUNDERS:
        raise Invalid(
            _("This person cannot manage projects: an administrator must allow them to create some first."), "user"
        )
    if not Affiliation.objects.filter(organisation=project.organisation_id, user=user).exists():
        raise Invalid(
            _("This person does not work in the organisation of the project: choose somebody who does."), "user"
        )
    were = states([project])
    heir = ProjectManager(project=project, user=user)
    if not project.is_shared:
        for manager in ProjectManager.objects.filter(project=project):
            dismiss(manager)
            take_off_cards(Board.objects.filter(project=project), manager.user_id)
        project.owner_manager_id = heir.pk
    let_manage(heir)
    save(events.ProjectEdited, were)
