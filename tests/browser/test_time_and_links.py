"""The time spent on a card, and tasks that are cards, by hand in two browsers."""

import re

import pytest
from playwright.sync_api import expect

from projets.accounts.models import User
from projets.boards.actions.tasks import create_task_list
from projets.boards.models import Card, Task
from tests.browser.axe import violations
from tests.domain import make_boards


@pytest.fixture
def world(site):
    return make_boards()


@pytest.fixture
def nadia(world):
    return world.member("editor", name="Nadia Benali")


@pytest.fixture
def opened(browsers, world, nadia):
    def at_board(**options):
        return browsers.open(f"/tableaux/{world.board.pk}/", User.objects.get(pk=nadia.user_id), **options)

    return at_board


def test_a_stopwatch_runs_on_every_page(world, opened):
    page, other = opened(), opened()
    page.locator(".card__link").first.click()
    dialog = page.get_by_role("dialog").first
    dialog.get_by_role("button", name="Ajouter du temps passé").press("Enter")
    page.get_by_role("button", name="Lancer le chronomètre").press("Enter")
    running = re.compile(r"0:00:0[1-9]|0:00:[1-5]\d")
    expect(dialog.locator(".timer--running")).to_have_text(running)
    expect(other.locator(".card .timer--running")).to_have_text(running)
    assert violations(page) == []
    dialog.locator("[popovertarget=pick-time]").click()
    page.get_by_label("Heures").fill("2")
    page.get_by_label("Minutes").fill("5")
    page.get_by_role("button", name="Enregistrer").locator("visible=true").click()
    expect(other.locator(".card .timer--running")).to_have_text(re.compile(r"2:05:\d\d"))
    expect(page.get_by_label("Heures")).to_be_hidden()  # the other page may know before the answer is here
    dialog.locator("[popovertarget=pick-time]").click()
    page.get_by_role("button", name="Arrêter le chronomètre").click()
    expect(other.locator(".card .timer--running")).to_have_count(0)
    expect(other.locator(".card .timer").first).to_contain_text("2\xa0h\xa005")
    assert Card.objects.get(title="A").timed_since is None


def test_a_card_is_put_among_the_tasks_of_another(world, nadia, opened):
    create_task_list(nadia, world.card("A"), "Étapes")
    page = opened()
    page.set_viewport_size({"width": 390, "height": 800})
    page.locator(".card__link").first.click()
    dialog = page.get_by_role("dialog").first
    dialog.get_by_text("Ajouter une carte existante").click()
    field = dialog.get_by_label("Numéro ou titre de la carte")
    field.press_sequentially("port-5")
    expect(dialog.locator("datalist option")).to_have_count(1)
    field.press("Enter")
    link = dialog.get_by_role("link", name="PORT-5 E")
    expect(link).to_be_visible()
    assert Task.objects.get().linked_card_id == world.card("E").pk
    assert violations(page) == []
    link.click()
    expect(page).to_have_url(re.compile("/cartes/PORT-5/"))
    expect(page.get_by_role("heading", name="E", exact=True).first).to_be_visible()
