"""Organisations, their people and teams, in a browser: axe, width, and changes that show in place (A-09)."""

import pytest

from projets.accounts.models import User
from projets.accounts.organisations.models import Affiliation, Service, Team
from projets.boards.actions.boards import create_board
from projets.boards.actions.projects import create_project
from projets.boards.actions.teams import put_team
from projets.boards.models import Board, Project
from projets.usecase.guard import writes_allowed
from tests.accounts.organisations.world import acts, make_world
from tests.browser.axe import faults_on

ADDRESSES = {
    "mine": "/organisations/",
    "organisation": "/organisations/{organisation}/",
    "settings": "/organisations/{organisation}/reglages/",
    "people": "/organisations/{organisation}/personnes/",
    "team": "/equipes/{team}/",
    "project": "/projets/{project}/",
    "project settings": "/projets/{project}/reglages/",
    "members": "/tableaux/{board}/membres/",
    "all organisations": "/administration/organisations/",
    "all people": "/administration/personnes/",
}
LONG = "Direction interministérielle aux ressources et compétences numériques " * 2


@pytest.fixture
def house(site):
    """(its administrator, who administers the instance too, {name: address})."""
    world = make_world()
    head = world.user(role="administrator", place="administrator", service=world.service)
    gone = world.user(place="member")
    with writes_allowed():
        inside = Service.objects.create(organisation=world.organisation, parent=world.service, name=LONG.strip())
        Service.objects.create(organisation=world.organisation, parent=inside, name="Bureau des achats")
        User.objects.filter(pk=head.pk).update(name="Nadia Benali")
        for name in ("Camille Martin", "Un nom interminable " * 5):
            one = world.user(place="member", service=inside, creates_projects=True)
            User.objects.filter(pk=one.pk).update(name=name)
            world.join(one, by_claims=name.startswith("Camille"), is_lead=True)
    world.let(project_creators="named")
    create_project(acts(head), head, "Portail des usagers")
    project = Project.objects.get()
    create_board(acts(head), project, "Feuille de route")
    put_team(acts(head), Board.objects.get(), world.team, "contributor")
    world.let(project_creators="everybody")
    create_project(acts(gone), gone, "Annuaire", is_shared=False)
    with writes_allowed():
        User.objects.filter(pk=gone.pk).update(is_active=False)
    world.let(project_creators="named")
    ids = {"organisation": world.organisation.pk, "team": world.team.pk, "project": project.pk}
    ids["board"] = Board.objects.get().pk
    return world, User.objects.get(pk=head.pk), {name: one.format(**ids) for name, one in ADDRESSES.items()}


def test_the_pages_read_well(browsers, house):
    _world, person, addresses = house
    assert faults_on(browsers.context(person).new_page(), addresses.values()) == {}


def test_services_and_teams_are_made_in_place(browsers, house):
    world, person, addresses = house
    page = browsers.context(person).new_page()
    page.goto(addresses["settings"])
    page.get_by_label("Nouveau service").fill("Juridique")
    page.get_by_role("button", name="Ajouter").first.click()
    page.locator(".rows__name", has_text="Juridique").wait_for()
    page.get_by_label("Nouvelle équipe").fill("Données")
    page.get_by_role("button", name="Ajouter").last.click()
    page.get_by_role("link", name="Données", exact=True).wait_for()
    assert Service.objects.filter(name="Juridique", organisation=world.organisation).exists()
    assert Team.objects.filter(name="Données").exists()


def test_a_project_without_manager_is_taken_over_in_place(browsers, house):
    _world, person, addresses = house
    page = browsers.context(person).new_page()
    page.goto(addresses["settings"])
    page.get_by_label("Qui est désormais responsable de Annuaire").fill(person.email)
    page.get_by_role("button", name="Nommer responsable").click()
    page.get_by_text("Chacun de ses projets a un responsable dans l’organisation.").wait_for()


def test_the_menu_leads_there_and_a_role_changes_in_place(browsers, house):
    world, person, addresses = house
    page = browsers.context(person).new_page()
    page.goto("/")
    page.get_by_role("button", name="Mon compte").click()
    page.get_by_role("link", name="Mes organisations").click()
    page.goto(addresses["people"])
    page.get_by_label("Rôle de Camille Martin").select_option("administrator")
    page.get_by_text("Enregistré").first.wait_for(state="attached")
    assert Affiliation.objects.get(user__name="Camille Martin").role == "administrator"


def test_a_project_is_given_to_another_service_in_place(browsers, house):
    _world, person, addresses = house
    page = browsers.context(person).new_page()
    page.goto(addresses["settings"])
    page.locator("[data-element=projects] summary").click()
    page.get_by_label("Service de Portail des usagers").select_option(label="– Bureau des achats")
    page.get_by_role("button", name="Attribuer à ce service").click()
    page.locator(".organisations__unit", has_text="Bureau des achats").wait_for()
    assert Project.objects.get(name="Portail des usagers").service.name == "Bureau des achats"
