"""What administrators do to an organisation, and to its projects: each address calls one action."""

from django.http import Http404

from projets.accounts.organisations.actions import affiliations, services
from projets.accounts.organisations.models import Affiliation, Service
from projets.boards.actions.belonging import set_project_service, take_over_project
from projets.boards.colleagues import named
from projets.boards.departures.actions import departures
from projets.boards.models import Project
from projets.boards.queries import find, number_of
from projets.notifications.webhooks.actions.webhooks import standing, switch_off_webhook
from projets.usecase.rights import require
from projets.web.door import door
from projets.web.pages.organisations.views import inside_seen, organisation_seen
from projets.web.pages.security.confirming import sensitive


@door(services.create_service)
def create_service(actor, form, organisation_id):
    organisation = organisation_seen(actor, organisation_id)
    return services.create_service(actor, organisation, form.get("name"), _unit(actor, form.get("parent")))


@door(services.rename_service)
def rename_service(actor, form, unit_id):
    return services.rename_service(actor, inside_seen(actor, Service, unit_id), form.get("name"))


@door(services.delete_service)
def delete_service(actor, form, unit_id):
    return services.delete_service(actor, inside_seen(actor, Service, unit_id))


@door(affiliations.edit_affiliation)
def edit_affiliation(actor, form, affiliation_id):
    """What the form holds; `service` empty is none."""
    unit = _unit(actor, form.get("service"))
    given = {"service": unit, "no_service": "service" in form and unit is None}
    if "role" in form:
        given["role"] = form["role"]
    if "creates" in form.getlist("boxes"):
        given["creates_projects"] = form.get("creates") == "1"
    return affiliations.edit_affiliation(actor, inside_seen(actor, Affiliation, affiliation_id), **given)


@door(affiliations.remove_affiliation)
def remove_affiliation(actor, form, affiliation_id):
    return affiliations.remove_affiliation(actor, inside_seen(actor, Affiliation, affiliation_id))


@sensitive
@door(departures.declare_departure)
def declare_departure(actor, form, affiliation_id):
    return departures.declare_departure(actor, inside_seen(actor, Affiliation, affiliation_id))


@door(set_project_service)
def give_project(actor, form, project_id):
    """`place` is « organisation » or « organisation:service », by their ids."""
    project = _known(actor, project_id, "set_project_service")
    organisation, _colon, unit = form.get("place", "").partition(":")
    return set_project_service(actor, project, organisation_seen(actor, number_of(organisation)), _unit(actor, unit))


@door(take_over_project, unseen=True)
def take_over(actor, form, project_id):
    project = _known(actor, project_id, "take_over_project")
    return take_over_project(actor, project, named(form.get("who")))


@door(switch_off_webhook, unseen=True)
def suspend(actor, form, webhook_id):
    return switch_off_webhook(actor, *find(standing(), webhook_id))


def _unit(actor, id):
    return inside_seen(actor, Service, number_of(id)) if id else None


def _known(actor, project_id, act):
    """A project that somebody may do this to: they need not see its boards, see `boards/permissions.py`."""
    project = Project.objects.standing().filter(pk=project_id).first()
    if project is None:
        raise Http404
    require(actor, act, project)  # before anything else is looked for
    return project
