"""Two people on one board, as their pages show it."""

import pytest

from projets.accounts.models import User
from projets.boards.actions.cards import create_cards

SIGN = "#live-state"


@pytest.fixture
def address(boards):
    return f"/tableaux/{boards.board.pk}/"


def user_of(actor):
    return User.objects.get(pk=actor.user_id)


def live_page(browsers, actor, address):
    page = browsers.open(address, user_of(actor))
    page.locator(SIGN, has_text="En direct").wait_for()
    return page


def test_a_card_that_somebody_adds_appears_and_the_card_they_have_open_is_marked(browsers, boards, editor, address):
    awa = boards.member("editor", name="Awa Diop")
    one, other = live_page(browsers, editor, address), live_page(browsers, awa, address)

    create_cards(awa, boards.todo, ["Venue d’ailleurs"])
    for page in (one, other):
        page.get_by_role("heading", name="Venue d’ailleurs").wait_for()
    one.locator("#presence [aria-label='Awa Diop']").wait_for()

    other.get_by_role("link", name="B", exact=True).click()
    one.locator(f"[data-element='card:{boards.card('B').pk}'][data-open-by='Awa Diop']").wait_for()
    other.go_back()
    one.locator("[data-open-by]").wait_for(state="detached")
    other.goto(f"/cartes/PORT-{boards.card('C').number}/")
    one.locator(f"[data-element='card:{boards.card('C').pk}'][data-open-by='Awa Diop']").wait_for()


def test_signing_out_in_one_tab_asks_the_other_to_sign_in(browsers, boards, editor, address):
    page = live_page(browsers, editor, address)
    other_tab = page.context.new_page()
    other_tab.goto(address)
    other_tab.evaluate("document.querySelector('form[action=\"/deconnexion/\"]').requestSubmit()")
    page.locator("dialog[data-signin]").wait_for()
    browsers.forgive("401", "4401")
