"""The whole journey in a real browser, at a real provider: in, out of both, and refused (A-14, A-19, A-30)."""

import re

import pytest

from projets.accounts.actions.people import create_user
from projets.accounts.models import User
from projets.accounts.queries import instance
from projets.notifications.mail.models import MailServer
from projets.usecase.actor import Actor
from projets.usecase.guard import writes_allowed
from projets.web.pages.openid import joining
from tests.browser.axe import faults
from tests.openid import PRO, serving

BUTTON = "S’identifier avec ProConnect"


@pytest.fixture
def provider(site, settings):
    settings.BASE_URL = site
    with serving(site) as provider:
        settings.OIDC_OP_URL = provider.issuer
        for name, value in PRO.items():
            setattr(settings, name, value)
        yield provider


@pytest.fixture
def visitors(browsers, provider):
    """The provider is elsewhere on purpose."""
    yield browsers
    browsers.forgive(f"asked elsewhere: {provider.issuer}")


def sign_in(page, person):
    page.get_by_role("link", name=BUTTON, exact=True).click()
    page.get_by_role("button", name=re.compile(person)).click()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_in_and_out_of_both(visitors, site, provider, script):
    page = visitors.open("/connexion/?next=/projets/", script=script)
    sign_in(page, "Camille")
    page.wait_for_url(f"{site}/projets/")
    assert User.objects.get().name == "Camille Roussel"
    page.get_by_role("banner").locator("[popovertarget]").last.click()
    page.get_by_role("button", name="Se déconnecter").click()
    page.wait_for_url(f"{site}/connexion/")
    page.goto("/projets/")
    page.get_by_role("link", name=BUTTON, exact=True).click()
    page.get_by_role("heading", name="Choisissez qui vous êtes").wait_for()  # the session there has ended too


def test_closed_at_the_provider(visitors, site, provider):
    """A-21: its server tells ours; the open page hears it."""
    page = visitors.open("/connexion/?next=/projets/")
    sign_in(page, "Camille")
    page.wait_for_url(f"{site}/projets/")
    there = page.context.new_page()
    there.goto(provider.issuer)
    there.get_by_role("button", name="Fermer ma session partout").click()
    there.get_by_text("Le site a répondu 204").wait_for()
    page.goto("/projets/")
    assert page.url == f"{site}/connexion/?next=%2Fprojets%2F"
    visitors.forgive("401", "WebSocket")


def test_the_pages_read_well(visitors, site, monkeypatch):
    """B-10 and on: nothing for axe to find, nothing wider than the window."""
    create_user(Actor(None, "command"), instance(), "ibrahim.cisse@ville.example", "Ibrahim (local)")
    with writes_allowed():
        MailServer.objects.create(pk=MailServer.THE_ONE, host="mail.example")
    letters = []
    monkeypatch.setattr(joining, "send", lambda server, to, subject, text: letters.append(text))
    page = visitors.open("/connexion/")

    def reads_well(heading):
        page.get_by_role("heading", name=heading, level=1).wait_for()
        assert faults(page) == []

    reads_well("Se connecter à Projets")
    sign_in(page, "Lou")
    reads_well("La connexion n’a pas abouti")
    page.get_by_role("link", name="Utiliser un autre compte").click()
    page.get_by_role("button", name=re.compile("Ibrahim")).click()
    reads_well("La connexion n’a pas abouti")
    page.get_by_role("button", name="Envoyer le lien").click()
    reads_well("Consultez votre messagerie")
    page.goto(re.search(r"http\S+rattachement/\S+", letters[-1])[0])
    reads_well("Ce compte est-il le vôtre ?")
    page.get_by_role("button", name="Oui, me connecter à ce compte").click()
    page.wait_for_url(f"{site}/")
    visitors.forgive("403", "409")
