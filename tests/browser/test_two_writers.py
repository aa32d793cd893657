"""The page's own writes on the real server: a description that two people change, a session that ends."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from projets.accounts.models import User
from projets.usecase.guard import writes_allowed
from tests.domain import make_boards


@pytest.fixture
def world(site):
    return make_boards()


def at_card(browsers, world, name):
    user = User.objects.get(pk=world.member("editor", name=name).user_id)
    page = browsers.open(f"/cartes/PORT-{world.card('A').number}/", user)
    page.locator("[data-element^='card-description'] summary").click()
    return page


def write(page, text):
    page.get_by_role("textbox", name="Description").fill(text)
    save(page)


def save(page):
    page.locator("[data-element^='card-description']").get_by_role("button", name="Enregistrer").click()


def test_the_second_of_two_sees_both_texts_and_keeps_theirs(browsers, world):
    first, second = at_card(browsers, world, "Awa Diop"), at_card(browsers, world, "Camille Martin")
    second.get_by_role("textbox", name="Description").fill("Le mien")
    write(first, "Le texte d’Awa")
    expect(first.locator(".prose").first).to_have_text("Le texte d’Awa")
    save(second)
    shown = second.get_by_role("dialog", name="Quelqu’un d’autre a modifié ce texte")
    expect(shown).to_contain_text("Le texte d’Awa")
    shown.get_by_role("button", name="Garder la mienne").click()
    expect(shown).to_have_count(0)
    expect(second.locator(".prose").first).to_have_text("Le mien")
    assert world.card("A").description == "Le mien"
    browsers.forgive("409")


def test_a_session_that_ends_while_typing_loses_nothing(browsers, world):
    page = at_card(browsers, world, "Awa Diop")
    user = User.objects.get(name="Awa Diop")
    with writes_allowed():
        user.set_password("Passe-muraille")
        user.save()
        Session.objects.all().delete()
    write(page, "Écrit après la fin")
    dialog = page.get_by_role("dialog", name="Votre session est terminée")
    dialog.get_by_label("Adresse").fill(user.email)
    dialog.get_by_label("Mot de passe").fill("Passe-muraille")
    dialog.get_by_role("button", name="Se connecter", exact=True).click()
    expect(dialog).to_have_count(0)
    expect(page.locator(".prose").first).to_have_text("Écrit après la fin")
    browsers.forgive("401", "403")
