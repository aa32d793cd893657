"""To whom a project belongs: a service of an organisation, never a person; and what that organisation allows in it.

A project founded by somebody who works nowhere belongs to none, and everything is allowed in it.
"""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from projets.accounts.models import User
from projets.accounts.organisations.models import Affiliation, Organisation
from projets.accounts.organisations.queries import (
    administers_instance,
    affiliations_of,
    brings_outsiders,
    creates_projects,
    tree_of,
    works_in,
)
from projets.boards.models import Board, Project, ProjectManager
from projets.usecase.errors import Invalid


@dataclass(frozen=True)
class Rules:
    """Whether people without an account may be let in, by e-mail (`guests`) or by a link that is enough (`links`)."""

    guests: bool = True
    links: bool = True
    inviting_outside: str = Organisation.Inviting.ALLOWED  # who may bring people of elsewhere


def rules_of(project):
    """One query, none for a project without organisation. Ask again at each act: switches are turned at any time."""
    if project.organisation_id is None:
        return Rules()
    columns = ("allows_guests", "allows_links", "inviting_outside")
    return Rules(*Organisation.objects.filter(pk=project.organisation_id).values_list(*columns).get())


def may_found(user_id):
    """Does an organisation keep this person from creating projects? Their role of the instance is another matter."""
    theirs = affiliations_of(user_id)
    return not theirs or _founding(user_id, theirs) is not None


def place(project, founder_id):
    """Put a new project where its founder works and may create some: what sign-in says first. Saves nothing."""
    theirs = affiliations_of(founder_id) if founder_id else []
    if not theirs:
        return
    affiliation = _founding(founder_id, theirs)
    if affiliation is None:
        raise Invalid(
            _("Your organisation lets only some of its people create projects: ask those who administer it.")
        )
    project.organisation, project.service = affiliation.organisation, affiliation.service


def _founding(user_id, affiliations):
    if administers_instance(user_id):
        return affiliations[0]
    return next((one for one in affiliations if creates_projects(one)), None)


def require_may_bring(actor, project_id, *users):
    """Raise Invalid if any of these people is of elsewhere, and the organisation keeps such people out."""
    organisation = _keeping_to_itself(project_id)
    if organisation and not all(works_in(user.pk, organisation.pk) for user in users):
        _require_brings(actor, organisation)


def require_may_bring_team(actor, project_id, team):
    """The same of a team, whoever will be in it."""
    organisation = _keeping_to_itself(project_id)
    if organisation and team.organisation_id != organisation.pk:
        _require_brings(actor, organisation)


def _keeping_to_itself(project_id):
    """The organisation of a project, unless it lets whoever manages the project bring anybody."""
    found = Organisation.objects.filter(pk__in=Project.objects.filter(pk=project_id).values("organisation"))
    return found.exclude(inviting_outside=Organisation.Inviting.ALLOWED).first()


def _require_brings(actor, organisation):
    if brings_outsiders(actor, organisation):
        return
    if organisation.inviting_outside == Organisation.Inviting.FORBIDDEN:
        raise Invalid(_("The organisation of this project keeps it to its own people: choose one of them."), "user")
    raise Invalid(
        _("Only those who administer the organisation of this project bring people of elsewhere: ask them."), "user"
    )


def places_for(actor, project):
    """[(organisation, its services)] where somebody may put a project: none, if it is not theirs to take away."""
    works = [one.organisation for one in affiliations_of(actor.user_id)] if actor.user_id else []
    here = project.organisation
    if here is not None and here not in works:
        if not administers_instance(actor.user_id):
            return []
        works.append(here)
    return [(one, tree_of(one)) for one in works]


def managed_there():
    """Of projects: somebody who works in their organisation, and whose account is open, manages them.

    Of private ones anybody whose account is open, wherever they work: else whoever administers the organisation would
    take them off it by hand, and then take over what was not open to them.
    """
    managers = ProjectManager.objects.filter(project=OuterRef("pk"), user__is_active=True)
    of_theirs = managers.filter(user__affiliations__organisation=OuterRef("organisation"))
    return Q(Exists(of_theirs)) | (Q(is_shared=False) & Q(Exists(managers)))


def headed_by(user_id):
    """Of projects: this person administers their organisation."""
    administrator = Affiliation.Role.ADMINISTRATOR
    return Exists(Affiliation.objects.filter(organisation=OuterRef("organisation"), user=user_id, role=administrator))


def boards_headed_by(actor, board_ids):
    """Of these boards, ids of those of projects whose organisation this person administers, private ones too.

    They close what such a board lets out, knowing no more of it; what they may is each part's to say.
    """
    if actor.user_id is None or actor.projects is not None or not any(board_ids):
        return set()
    theirs = Project.objects.filter(headed_by(actor.user_id)).order_by()
    able = User.objects.filter(pk=actor.user_id, is_active=True)
    boards = Board.objects.filter(Exists(able), pk__in=board_ids, project__in=theirs).order_by()
    return set(boards.values_list("pk", flat=True))


def without_manager(organisation):
    """Its projects that nobody of its people manages any more, private ones too: they wait to be taken over."""
    standing = Project.objects.filter(organisation=organisation, binned_at=None).exclude(managed_there())
    return standing.order_by("name", "pk").select_related("service")


def shared_of(organisation):
    """Its projects as its people know of them: neither private, nor put away."""
    shared = Project.objects.filter(organisation=organisation, is_shared=True, archived_at=None, binned_at=None)
    return shared.order_by("name", "pk")
