"""What administrators fill in for everybody, in a real browser: axe in both themes, narrow, and an announcement."""

from datetime import timedelta

import pytest
from django.utils import timezone

from projets.accounts.legal.actions.saying import make_announcement
from projets.accounts.legal.models import legal_information
from projets.accounts.queries import instance
from projets.usecase.actor import Actor
from tests.browser.axe import faults, faults_on

OF, ANNOUNCEMENTS = "/administration/informations-legales/", "/administration/annonces/"


@pytest.fixture
def ada(agent):
    return agent("Ada Admin", role="administrator")


def announce(ada, text="Coupure ce soir de 20 h à 22 h", level="warning"):
    now = timezone.now()
    make_announcement(
        Actor(ada.pk, "web"), instance(), text, level, now - timedelta(hours=1), now + timedelta(hours=1)
    )


def test_they_read_well(browsers, ada):
    for level in ("info", "warning", "danger"):
        announce(ada, "Une annonce plutôt longue https://exemple.gouv.fr/" + "chemin/" * 10, level)
    page = browsers.context(ada).new_page()
    assert faults_on(page, (ANNOUNCEMENTS, "/", OF)) == {}
    assert page.locator(".announcement").count() == 3
    page.get_by_label("Adresse du délégué").fill("personne")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_text("1 champ est à corriger").wait_for()
    assert faults(page) == []
    browsers.forgive("422 (Unprocessable Entity)")
    assert legal_information().texts == {}


def test_an_announcement_is_hidden_for_the_session(browsers, ada):
    announce(ada)
    page = browsers.open("/", ada)
    page.get_by_role("status").get_by_text("Coupure ce soir").wait_for()
    page.get_by_role("button", name="Masquer").click()
    page.locator(".announcement").wait_for(state="detached")
    page.goto("/projets/")
    assert page.locator(".announcement").count() == 0


def test_what_is_filled_in_is_read_by_a_visitor_without_script(browsers, ada):
    page = browsers.open(OF, ada)
    page.get_by_label("Organisme éditeur du service").fill("Ministère de l’Exemple")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_text("Enregistré").wait_for()
    visitor = browsers.context(script=False).new_page()
    visitor.goto("/connexion/")
    visitor.get_by_role("link", name="Mentions légales").click()
    assert "Ministère de l’Exemple" in visitor.locator("main").inner_text()
