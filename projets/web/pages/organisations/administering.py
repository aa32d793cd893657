"""What those who administer an organisation see to: what it allows, its services, teams, people and projects."""

from django.db.models import Count
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from projets.accounts.organisations.actions.affiliations import affiliate
from projets.accounts.organisations.actions.organisations import create_organisation, edit_organisation
from projets.accounts.organisations.models import Affiliation, Organisation
from projets.accounts.organisations.queries import manages, tree_of
from projets.accounts.organisations.sign_ins import counts_of
from projets.accounts.queries import instance
from projets.boards.belonging import shared_of, without_manager
from projets.boards.colleagues import named, working_in
from projets.boards.models import Project
from projets.boards.sharing.letting_out import room_of, shares
from projets.notifications.webhooks.queries import of_everything, of_organisation
from projets.usecase.rights import require
from projets.web.door import actor_of, door, for_administrators, signed_in
from projets.web.pages.organisations.views import ADMINISTRATOR, SIGN_IN, by_name, organisation_seen, teams_of

CREATORS = [
    (Organisation.Creators.EVERYBODY, _("All its people")),
    (Organisation.Creators.NAMED, _("Those named one by one, and its administrators")),
    (Organisation.Creators.ADMINISTRATORS, _("Its administrators")),
]
INVITING = [
    (Organisation.Inviting.ALLOWED, _("Whoever manages the project")),
    (Organisation.Inviting.ADMINISTRATORS, _("Its administrators alone")),
    (Organisation.Inviting.FORBIDDEN, _("Nobody")),
]
ROLES = [(Affiliation.Role.MEMBER, _("Member")), (Affiliation.Role.ADMINISTRATOR, _("Administrator"))]
SWITCHES = ("allows_guests", "allows_links")
CHOICES = ("project_creators", "inviting_outside")
PARTS = {
    "rules": "rules_of",
    "services": "services",
    "teams": "teams",
    "unmanaged": "unmanaged",
    "projects": "projects",
    "shares": "shares",
    "webhooks": "webhooks",
}


@require_safe
@signed_in
def settings_page(request, organisation_id):
    actor = actor_of(request)
    organisation = organisation_seen(actor, organisation_id)
    if not manages(actor, organisation):
        return render(request, "pages/errors/forbidden.html", status=403)
    services = tree_of(organisation)
    context = {
        "section": "organisations",
        "organisation": organisation,
        "creators": CREATORS,
        "inviting": INVITING,
        "services": services,
        "parents": [(service, depth) for service, depth in services if depth < service.DEEPEST],
        "teams": teams_of(organisation),
        "unmanaged": by_name(without_manager(organisation)),
        "projects": _by_service(actor, organisation, services),
        "shares": shares(organisation),
        "webhooks": of_organisation(organisation),
        "told_of_all": of_everything(),
        "room": room_of(organisation),
    }
    part = request.headers.get("X-Fragment")
    return render(request, f"pages/organisations/{PARTS.get(part, 'settings')}.html", context)


def _by_service(actor, organisation, services):
    """[(service or None, [(project, whether the actor can open it)])], as the tree goes; no service comes last."""
    of_service = {}
    seen = set(Project.objects.visible_to(actor).filter(organisation=organisation).values_list("pk", flat=True))
    for project in by_name(shared_of(organisation)):
        of_service.setdefault(project.service_id, []).append((project, project.pk in seen))
    units = [service for service, _depth in services]
    return [(one, of_service[one and one.pk]) for one in (*units, None) if (one and one.pk) in of_service]


@door(edit_organisation)
def edit(actor, form, organisation_id):
    """What the form holds; a switch that is off is not sent, hence `switches` beside it."""
    organisation = organisation_seen(actor, organisation_id)
    given = {name: form[name] for name in (*CHOICES, "local_name") if name in form}
    given |= {name: form.get(name) == "1" for name in SWITCHES if name in form.getlist("switches")}
    return edit_organisation(actor, organisation, **given)


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request, organisation_id):
    answer = edit if request.method == "POST" else settings_page
    return answer(request, organisation_id=organisation_id)


@require_safe
@signed_in
def people_page(request, organisation_id):
    """Its people: in which service, with which role, whether they may create projects."""
    actor = actor_of(request)
    organisation = organisation_seen(actor, organisation_id)
    if not manages(actor, organisation):
        return render(request, "pages/errors/forbidden.html", status=403)
    search = request.GET.get("q", "")[:100].strip()
    shown, count = working_in(organisation, search)
    sessions, shut_out = counts_of(organisation, [one.user_id for one in shown])
    context = {
        "section": "organisations",
        "organisation": organisation,
        "affiliations": [(one, sessions.get(one.user_id, 0), shut_out.get(one.user_id, 0)) for one in shown],
        "count": count,
        "search": search,
        "roles": ROLES,
        "services": tree_of(organisation),
        "names_creators": organisation.project_creators == Organisation.Creators.NAMED,
        "ADMINISTRATOR": ADMINISTRATOR,
        "SIGN_IN": SIGN_IN,
    }
    part = request.headers.get("X-Fragment") == "affiliations"
    return render(request, f"pages/organisations/{'affiliations' if part else 'people'}.html", context)


@door(affiliate)
def add_person(actor, form, organisation_id):
    organisation = organisation_seen(actor, organisation_id)
    require(actor, "affiliate", organisation)  # before anybody is looked for: else it would tell who has an account
    return affiliate(actor, organisation, named(form.get("who")), form.get("role") or Affiliation.Role.MEMBER)


@require_http_methods(["GET", "HEAD", "POST"])
def people(request, organisation_id):
    answer = add_person if request.method == "POST" else people_page
    return answer(request, organisation_id=organisation_id)


@require_safe
@for_administrators
def list_of_all(request):
    found = Organisation.objects.annotate(
        people=Count("affiliations", distinct=True), units=Count("services", distinct=True)
    )
    context = {"section": "administration", "organisations": by_name(found)}
    return render(request, "pages/organisations/all.html", context)


@door(create_organisation, then=lambda act: reverse("organisation_settings", args=[act.facts[0].after.id]))
def create(actor, form):
    return create_organisation(actor, instance(), form.get("name", ""), form.get("siret", "").strip())


@require_http_methods(["GET", "HEAD", "POST"])
def all_of_them(request):
    return create(request) if request.method == "POST" else list_of_all(request)
