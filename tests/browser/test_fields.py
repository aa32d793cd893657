"""A group of fields on a card, by keyboard alone; others see it come."""

from playwright.sync_api import expect

from projets.accounts.models import User
from tests.domain import make_boards


def test_a_card_gets_a_group_and_a_field_by_keyboard(browsers, site):
    boards = make_boards()
    actor, other = boards.member("editor", name="Nadia Benali"), boards.member("editor", name="Awa Diop")
    page = browsers.context(User.objects.get(pk=actor.user_id)).new_page()
    watching = browsers.context(User.objects.get(pk=other.user_id)).new_page()
    for one in (page, watching):
        one.goto("/cartes/PORT-1/")
    page.get_by_role("button", name="Ajouter un groupe de champs").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Marché")
    page.keyboard.press("Enter")
    for one in (page, watching):
        expect(one.get_by_role("heading", name="Marché", level=3)).to_be_visible()
    page.get_by_role("button", name="Champs de Marché").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Titulaire")
    page.keyboard.press("Enter")
    field = page.get_by_role("textbox", name="Titulaire")
    expect(field).to_be_visible()
    field.focus()
    page.keyboard.type("Une entreprise")
    page.keyboard.press("Tab")
    expect(watching.get_by_role("textbox", name="Titulaire")).to_have_value("Une entreprise")
