"""The pages around boards: looked at by axe, used by keyboard and by pointer, on paper."""

import pytest
from playwright.sync_api import expect

from projets.accounts.models import User
from projets.boards.actions.boards import bin_board
from projets.boards.actions.cards import archive_cards, bin_cards, create_cards, rename_card
from projets.boards.actions.details import assign_cards, schedule_cards, value_cards
from projets.boards.actions.fields import bin_field, create_field
from projets.boards.actions.labels import create_label
from projets.boards.actions.lists import edit_list
from projets.boards.actions.projects import bin_project, create_project
from projets.boards.dates import parse_due
from projets.boards.models import Board, Field, List, Membership, Project, ProjectManager, Unclaimed
from projets.usecase.actor import Actor
from projets.usecase.guard import writes_allowed
from tests.browser.axe import faults, violations
from tests.domain import make_boards

ADDRESSES = {
    "projects": "/projets/",
    "no project": "/projets/?q=absent",
    "new project": "/projets/nouveau/",
    "project": "/projets/{project}/",
    "settings of the project": "/projets/{project}/reglages/",
    "bin of the project": "/projets/{project}/corbeille/",
    "members": "/tableaux/{board}/membres/",
    "settings of the board": "/tableaux/{board}/reglages/",
    "archives": "/tableaux/{board}/archives/",
    "history": "/tableaux/{board}/historique/",
    "bin of projects": "/corbeille/",
    "list": "/tableaux/{board}/liste/",
    "list, not grouped": "/tableaux/{board}/liste/?groupe=non&tri=titre",
}
LONG = "anticonstitutionnellement " * 4 + "x" * 60


@pytest.fixture
def here(site):
    boards = make_boards()
    actor = boards.member("editor", name="Nadia Benali")
    boards.member("contributor", name="Awa Diop")
    with writes_allowed():
        ProjectManager.objects.create(project=boards.project, user_id=actor.user_id)
        Unclaimed.objects.create(board=boards.board, name="Léa Import", username="lea")
    return boards, actor


@pytest.fixture
def person(here):
    return User.objects.get(pk=here[1].user_id)


def address(here, name):
    boards, _actor = here
    return ADDRESSES[name].format(board=boards.board.pk, project=boards.project.pk)


@pytest.fixture
def full(here):
    """Something of everything, some of it very long."""
    boards, actor = here
    rename_card(actor, boards.card("A"), LONG)
    edit_list(actor, boards.doing, wip_limit=2)
    create_label(actor, boards.board, "", "ambre")
    create_field(actor, boards.project, "Coût", "euros")
    create_field(actor, boards.project, "Phase", "one_of", options=["Cadrage", "Recette"], on_front=True)
    value_cards(actor, [boards.card("B")], Field.objects.get(name="Coût"), "12 345,60")
    schedule_cards(actor, [boards.card("B")], due_at=parse_due("2020-01-31T00:00Z", "", None)[0])
    create_field(actor, boards.project, "Ancien", "text")
    bin_field(actor, Field.objects.get(name="Ancien"))
    bin_board(actor, Board.objects.get(name="Ailleurs"))
    archive_cards(actor, [boards.card("C")])
    bin_cards(actor, [boards.card("D")])
    create_project(actor, User.objects.get(pk=actor.user_id), "Supprimé", prefix="SUP")
    bin_project(actor, Project.objects.get(prefix="SUP"))
    create_project(actor, User.objects.get(pk=actor.user_id), "Un projet " + LONG, prefix="LONG")
    return here


def test_the_pages_read_well(browsers, full, person):
    page = browsers.context(person).new_page()
    found = {}
    for name in ADDRESSES:
        page.goto(address(full, name))
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        found[name] = faults(page)
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_a_star_keeps_the_focus(browsers, here, person):
    page = browsers.open("/projets/", person)
    star = page.get_by_role("button", name="Portail, favori")
    star.focus()
    page.keyboard.press("Enter")
    page.locator(".project-row [aria-pressed=true]").wait_for()
    assert page.evaluate("document.activeElement.textContent.trim()") == "Portail, favori"


def test_what_is_finished_at_home_gives_the_focus_to_what_is_next(browsers, here, person):
    """B-16: one after the other, without coming back from the top of the page."""
    boards, actor = here
    schedule_cards(actor, [boards.card(title) for title in "AB"], due_at=parse_due("2020-01-31T00:00Z", "", None)[0])
    assign_cards(actor, [boards.card(title) for title in "ABC"], responsible=actor.user_id)
    page = browsers.open("/", person)
    late, later = page.get_by_role("region", name="En retard"), page.get_by_role("region", name="Sans date")
    late.get_by_role("button").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#announcements")).to_have_text("Terminée")
    expect(late.get_by_role("heading", level=2)).to_have_text("En retard 1 carte")
    expect(late.get_by_role("button")).to_be_focused()
    page.keyboard.press("Enter")
    expect(late).to_have_count(0)
    expect(later.get_by_role("button")).to_be_focused()


def test_a_new_project_with_its_first_board(browsers, here, person):
    page = browsers.open("/projets/nouveau/", person)
    page.get_by_label("Nom").press_sequentially("Gestion des aides")
    expect(page.get_by_label("Préfixe")).to_have_value("GEST")
    page.get_by_role("button", name="Créer le projet").click()
    page.get_by_role("heading", name="Gestion des aides GEST").wait_for()
    page.get_by_label("Nom").fill("Suivi")
    page.get_by_role("button", name="Créer le tableau").click()
    page.get_by_role("heading", name="Suivi", exact=True).wait_for()
    assert list(List.objects.filter(board__name="Suivi").values_list("name", flat=True)) == [
        "À faire",
        "En cours",
        "Terminé",
    ]


def test_without_script_a_board_and_a_member_are_added(browsers, here, person):
    boards, _actor = here
    page = browsers.open(address(here, "project"), person, script=False)
    page.locator("summary", has_text="Nouveau tableau").click()
    page.get_by_label("Nom").fill("Sans script")
    page.get_by_role("button", name="Créer le tableau").click()
    assert page.url.endswith(f"/tableaux/{Board.objects.get(name='Sans script').pk}/")
    boards.person("Paul Kerdreux")
    page.goto(address(here, "members"))
    page.get_by_label("Ajouter quelqu’un").fill("Paul Kerdreux")
    page.get_by_label("Rôle", exact=True).select_option("reader")
    page.get_by_role("button", name="Ajouter").click()
    page.get_by_text("Paul Kerdreux").first.wait_for()
    assert Membership.objects.get(user__name="Paul Kerdreux").role == "reader"


def test_a_member_is_found_added_and_changed(browsers, here, person):
    boards, _actor = here
    colleague = boards.person("Élodie Fabre")
    page = browsers.open(address(here, "members"), person)
    page.get_by_label("Ajouter quelqu’un").press_sequentially("elod")
    page.locator(f"option[value='{colleague.email}']").wait_for(state="attached")
    page.get_by_label("Ajouter quelqu’un").fill(colleague.email)
    page.get_by_role("button", name="Ajouter").click()
    page.get_by_label("Rôle de Élodie Fabre").select_option("reader")
    expect(page.locator("#announcements")).to_contain_text("Enregistré")
    assert Membership.objects.get(user=colleague).role == "reader"


def test_a_field_s_form_shows_what_its_kind_has(browsers, here, person):
    page = browsers.open(address(here, "settings of the project"), person)
    page.get_by_text("Nouveau champ").click()
    form = page.locator("form[action$='/champs/']")
    assert not form.get_by_label("Unité").is_visible()
    form.get_by_label("Nature").select_option("one_of")
    form.get_by_label("Choix", exact=True).fill("Cadrage\nRecette")
    form.get_by_label("Nom", exact=True).fill("Phase")
    form.get_by_role("button", name="Ajouter le champ").click()
    page.get_by_text("Phase", exact=True).wait_for()
    assert [one["name"] for one in Field.objects.get().options] == ["Cadrage", "Recette"]


def test_others_work_shows_in_the_list(browsers, here, person):
    boards, actor = here
    page = browsers.open(address(here, "list"), person)
    page.get_by_text("En direct").wait_for()
    create_cards(Actor(actor.user_id, "api"), boards.doing, ["Venue d’ailleurs"])
    page.get_by_role("link", name="Venue d’ailleurs").wait_for()
    page.get_by_text("7 cartes").wait_for()


def test_cards_are_added_in_a_row_while_typing_goes_on(browsers, here, person):
    boards, _actor = here
    page = browsers.open(address(here, "list"), person)
    draft = page.get_by_label("Ajouter une carte à À faire")
    draft.fill("Première")
    draft.press("Enter")
    draft.press_sequentially("Deux")
    page.get_by_role("link", name="Première").wait_for()
    assert draft.input_value() == "Deux"
    draft.press_sequentially("ième")
    draft.press("Enter")
    page.get_by_role("link", name="Deuxième").wait_for()
    assert boards.titles(boards.todo) == "ABCPremièreDeuxième"


def test_rows_are_chosen_and_finished_together(browsers, here, person):
    boards, _actor = here
    page = browsers.open(address(here, "list"), person)
    page.get_by_label("Sélectionner PORT-1", exact=True).check()
    page.get_by_label("Sélectionner PORT-2", exact=True).check()
    page.get_by_role("toolbar").get_by_role("button", name="Terminée").click()
    expect(page.locator(".row.card--done")).to_have_count(2)
    assert page.locator(".selection__count").inner_text() == "2 cartes"
    assert [boards.card(title).done_at is not None for title in "ABC"] == [True, True, False]


def test_sorting_keeps_the_filters(browsers, here, person):
    page = browsers.open(address(here, "list"), person)
    page.get_by_role("button", name="Filtrer").click()
    page.get_by_label("Texte dans les cartes").fill("PORT-2")
    page.get_by_role("heading", name="Feuille de route").click()
    page.get_by_text("1 carte sur 6").wait_for()
    page.get_by_role("link", name="Titre").click()
    page.locator("th[aria-sort=ascending]").wait_for()
    assert "q=PORT-2" in page.url
    page.get_by_text("1 carte sur 6").wait_for()
    assert page.locator(".row:visible").count() == 1


def test_the_board_s_menu(browsers, here, person):
    page = browsers.open(f"/tableaux/{here[0].board.pk}/", person)
    page.get_by_label("Autres actions sur le tableau").click()
    menu = page.get_by_role("menu", name="Actions du tableau")
    assert [one.inner_text().split("\n")[0] for one in menu.get_by_role("menuitem").all()][:4] == [
        "Membres",
        "Partager",
        "Réglages",
        "Archives et corbeille",
    ]
    assert violations(page) == []
    menu.get_by_role("menuitem", name="S’abonner").click()
    page.get_by_text("Vous êtes averti de ce qui se passe sur ce tableau.").wait_for()


def test_a_card_comes_back_from_the_bin(browsers, full, person):
    page = browsers.open(address(full, "archives"), person)
    page.get_by_role("button", name="Restaurer D").click()
    expect(page.get_by_role("button", name="Restaurer D")).to_have_count(0)
    assert not full[0].card("D").in_bin


def test_on_paper_all_cards_and_nothing_to_press(browsers, here, person):
    boards, actor = here
    create_cards(actor, boards.todo, [f"Carte {number}" for number in range(40)])
    for place in (f"/tableaux/{boards.board.pk}/?toutes", address(here, "list")):
        page = browsers.open(place, person)
        page.emulate_media(media="print")
        assert page.locator(".card__link:visible").count() == 46
        assert page.locator("button:visible, input:visible, textarea:visible, .topbar:visible").count() == 0
