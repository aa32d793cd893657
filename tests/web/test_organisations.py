"""Pages of organisations: what each shows to whom, and what their forms do (A-09)."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from projets.accounts.models import User
from projets.accounts.organisations.models import Affiliation, Organisation, Service, Team
from projets.boards.actions.boards import create_board
from projets.boards.actions.projects import create_project
from projets.boards.models import Board, Membership, Project, TeamOnBoard
from projets.boards.sharing.actions.links import make_link
from projets.usecase.guard import writes_allowed
from tests.accounts.organisations.world import acts, make_world


@pytest.fixture
def world(db):
    return make_world()


@pytest.fixture
def head(world):
    return world.user(place="administrator")


def founded(user, name="Portail", **columns):
    create_project(acts(user), user, name, **columns)
    return Project.objects.get(name=name)


def shown(browser, user, address):
    answer = browser(acts(user)).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def posted(browser, user, address, **form):
    return browser(acts(user)).post(address, form, headers={"accept": "application/json"})


def test_its_people_see_what_it_is_and_only_administrators_change_it(world, head, browser):
    member = world.user(place="member", service=world.service)
    page = shown(browser, member, f"/organisations/{world.organisation.pk}/")
    assert "13002526500013" in page
    assert "Opérateur de produits" in page
    assert "/reglages/" not in page
    assert f"/organisations/{world.organisation.pk}/reglages/" in shown(
        browser, head, f"/organisations/{world.organisation.pk}/"
    )
    answer = browser(acts(member)).get(f"/organisations/{world.organisation.pk}/reglages/")
    assert answer.status_code == 403


def test_its_administrators_see_what_is_shared_outside_and_no_name_of_a_private_project(world, head, browser):
    address = f"/organisations/{world.organisation.pk}/reglages/"
    member, other = world.user(place="member"), world.user()
    open_one, private = founded(member), founded(member, "Secret", is_shared=False)
    elsewhere = founded(other, "Ailleurs")
    assert "Rien n’est partagé" in shown(browser, head, address)
    until = timezone.now() + timedelta(days=20)
    for number, project in enumerate((open_one, private, elsewhere)):
        create_board(acts(member if project != elsewhere else other), project, "Tableau caché")
        board = Board.objects.get(project=project)
        make_link(acts(member if project != elsewhere else other), board, str(number) * 43, "Cabinet", until)
    page = shown(browser, head, address)
    part = page[page.index('id="h-shares"') : page.index('id="h-services"')]
    assert part.count("Lien en lecture seule") == 2
    assert "Portail" in part
    assert "Un projet privé" in part
    assert not any(hidden in part for hidden in ("Secret", "Ailleurs", "Tableau caché"))


def test_the_menu_leads_to_organisations_of_who_has_some(world, browser):
    link = 'href="/organisations/"'
    assert link in shown(browser, world.user(place="member"), "/")
    assert link not in shown(browser, world.user(), "/")


def test_settings_are_kept_as_sent(world, head, browser):
    address = f"/organisations/{world.organisation.pk}/reglages/"
    answer = posted(
        browser,
        head,
        address,
        local_name="Nous",
        project_creators="named",
        inviting_outside="forbidden",
        switches=["allows_guests", "allows_links"],
        allows_links="1",
    )
    assert answer.status_code == 200
    now = Organisation.objects.get(pk=world.organisation.pk)
    assert (now.local_name, now.project_creators, now.inviting_outside) == ("Nous", "named", "forbidden")
    assert (now.allows_guests, now.allows_links) == (False, True)


def test_projects_are_listed_by_service_private_ones_only_without_manager(world, head, browser):
    founder = world.user(place="member", service=world.service)
    founded(founder, "Portail partagé")
    founded(founder, "Carnet secret", is_shared=False)
    address = f"/organisations/{world.organisation.pk}/reglages/"
    page = shown(browser, head, address)
    assert "Portail partagé" in page
    assert "Carnet secret" not in page
    with writes_allowed():
        User.objects.filter(pk=founder.pk).update(is_active=False)
    assert "Carnet secret" in shown(browser, head, address)


def test_a_project_without_manager_is_taken_over_on_the_page(world, head, browser):
    founder = world.user(place="member")
    project = founded(founder, is_shared=False)
    assert posted(browser, head, f"/projets/{project.pk}/reprise/", who=head.email).status_code == 404
    with writes_allowed():
        User.objects.filter(pk=founder.pk).update(is_active=False)
    assert posted(browser, head, f"/projets/{project.pk}/reprise/", who=head.email).status_code == 200
    assert project.managers.get().user == head


def test_a_project_goes_to_a_service_on_the_page_and_its_head_says_so(world, browser):
    founder = world.user(place="member")
    project = founded(founder)
    place = f"{world.organisation.pk}:{world.service.pk}"
    assert f'value="{place}"' in shown(browser, founder, f"/projets/{project.pk}/reglages/")
    assert posted(browser, founder, f"/projets/{project.pk}/service/", place=place).status_code == 200
    assert "Opérateur de produits, DINUM" in shown(browser, founder, f"/projets/{project.pk}/")


@pytest.mark.parametrize("place", ["", "x", "1", "999:1"])
def test_a_place_that_is_none_is_refused(world, browser, place):
    founder = world.user(place="member")
    project = founded(founder)
    answer = posted(browser, founder, f"/projets/{project.pk}/service/", place=place)
    assert answer.status_code in (404, 422)
    project.refresh_from_db()
    assert (project.organisation, project.service) == (world.organisation, None)


def test_nothing_of_it_shows_where_there_are_no_organisations(world, browser):
    founder = world.user()
    project = founded(founder)
    assert "project-place" not in shown(browser, founder, f"/projets/{project.pk}/reglages/")
    assert "project__place" not in shown(browser, founder, f"/projets/{project.pk}/")


def test_who_may_not_create_projects_is_told_so(world, browser):
    member = world.user(place="member")
    assert "found_project" not in shown(browser, member, "/projets/")
    assert 'id="project-name"' in shown(browser, member, "/projets/nouveau/")
    world.let(project_creators="administrators")
    assert 'id="project-name"' not in shown(browser, member, "/projets/nouveau/")


def test_a_persons_service_role_and_right_to_create_are_set(world, head, browser):
    member = world.user(place="member")
    row = Affiliation.objects.get(user=member)
    address = f"/affiliations/{row.pk}/"
    form = {"service": world.service.pk, "role": "administrator", "boxes": "creates", "creates": "1"}
    assert posted(browser, head, address, **form).status_code == 200
    row.refresh_from_db()
    assert (row.service, row.role, row.creates_projects) == (world.service, "administrator", True)
    assert posted(browser, head, address, service="", boxes="creates").status_code == 200
    row.refresh_from_db()
    assert (row.service, row.role, row.creates_projects) == (None, "administrator", False)


def test_what_is_inside_another_organisation_is_not_there(world, head, browser):
    with writes_allowed():
        foreign = Service.objects.create(organisation=world.elsewhere, name="Autre")
        team = Team.objects.create(organisation=world.elsewhere, name="Autre")
    for address in (f"/organisations/services/{foreign.pk}/nom/", f"/equipes/{team.pk}/nom/"):
        assert posted(browser, head, address, name="Pris").status_code == 404
    assert browser(acts(head)).get(f"/equipes/{team.pk}/").status_code == 404
    assert Service.objects.get(pk=foreign.pk).name == Team.objects.get(pk=team.pk).name == "Autre"


def test_a_lead_says_who_is_in_the_team(world, browser):
    lead, other = world.user(place="member"), world.user(place="member")
    world.join(lead, is_lead=True)
    page = shown(browser, lead, f"/equipes/{world.team.pk}/")
    assert "/membres/" in page
    assert "/regles/" not in page
    assert posted(browser, lead, f"/equipes/{world.team.pk}/membres/", who=other.email).status_code == 200
    assert world.team.members.filter(user=other).exists()
    assert browser(acts(lead)).get("/personnes/?q=a").status_code == 200  # whom to add


def test_all_accounts_for_administrators_of_the_instance(world, browser):
    administrator = world.user(role="administrator")
    asking = browser(acts(administrator))
    asking.get("/administration/personnes/")
    counts = []
    for _each in range(2):
        for _other in range(3):
            world.user(place="administrator", service=world.service)
        with CaptureQueriesContext(connection) as asked:
            page = asking.get("/administration/personnes/").content.decode()
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert page.count("Opérateur de produits") == 6
    found = shown(browser, administrator, f"/administration/personnes/?q={administrator.email}")
    assert "Opérateur de produits" not in found
    assert f"/departs/?qui={quote(administrator.email)}" in found
    with writes_allowed():
        closed = world.user()
        type(closed).objects.filter(pk=closed.pk).update(is_active=False)
    assert closed.email in shown(browser, administrator, "/administration/personnes/?comptes=fermes")
    assert closed.email not in shown(browser, administrator, "/administration/personnes/?comptes=ouverts")
    with writes_allowed():
        type(closed).objects.filter(pk=closed.pk).update(is_guest=True)
    assert "Invité" in shown(browser, administrator, f"/administration/personnes/?q={closed.email}")
    assert 'value="a@b.example"' in shown(browser, administrator, "/departs/?qui=a@b.example")


def test_members_say_whence_they_come_and_a_team_is_put_on_the_board(world, browser):
    manager, colleague = world.user(place="member"), world.user(place="member")
    world.join(colleague)
    create_board(acts(manager), founded(manager), "Tableau")
    board = Board.objects.get()
    address = f"/tableaux/{board.pk}/membres/"
    assert "par l’équipe Produit" not in shown(browser, manager, address)
    form = {"team": world.team.pk, "role": "reader"}
    assert posted(browser, manager, f"/tableaux/{board.pk}/equipes/", **form).status_code == 200
    assert "par l’équipe Produit" in shown(browser, manager, address)
    row = Membership.objects.get(user=colleague)
    assert posted(browser, manager, f"/membres/{row.pk}/retrait/").status_code == 409
    on_board = TeamOnBoard.objects.get()
    assert posted(browser, manager, f"/equipes/presences/{on_board.pk}/retrait/").status_code == 200
    assert not Membership.objects.filter(user=colleague).exists()


def test_members_where_there_are_no_teams_are_as_ever(world, browser):
    manager = world.user()
    create_board(acts(manager), founded(manager), "Tableau")
    assert "h-teams" not in shown(browser, manager, f"/tableaux/{Board.objects.get().pk}/membres/")


def test_names_stand_in_the_order_of_a_french_dictionary(world, head, browser):
    with writes_allowed():
        for name in ("Zones", "Économie", "Achats"):
            Service.objects.create(organisation=world.organisation, name=name)
            Team.objects.create(organisation=world.organisation, name=f"Équipe {name}")
    page = shown(browser, head, f"/organisations/{world.organisation.pk}/")
    places = [page.index(f">{name}<") for name in ("Achats", "Économie", "Opérateur de produits", "Zones")]
    assert places == sorted(places)
    places = [page.index(f">{name}<") for name in ("Équipe Achats", "Équipe Économie", "Équipe Zones", "Produit")]
    assert places == sorted(places)


def test_its_administrator_gives_a_project_that_they_do_not_open_to_a_service(world, head, browser):
    project = founded(world.user(place="member"))
    page = shown(browser, head, f"/organisations/{world.organisation.pk}/reglages/")
    place = f"{world.organisation.pk}:{world.service.pk}"
    assert f'action="/projets/{project.pk}/service/"' in page
    assert f'href="/projets/{project.pk}/"' not in page
    assert posted(browser, head, f"/projets/{project.pk}/service/", place=place).status_code == 200
    project.refresh_from_db()
    assert project.service == world.service
    assert browser(acts(head)).get(f"/projets/{project.pk}/").status_code == 404
