"""Webhooks by an administrator: made, tried, looked up, from the keyboard alone, at every width and in both themes."""

import threading

import pytest
from django.db import connection

from projets.accounts.models import User
from projets.notifications.webhooks.models import Delivery, Message, Webhook
from projets.notifications.webhooks.sending import run_lane
from projets.usecase.guard import writes_allowed
from tests.browser.axe import faults
from tests.receiving import serving


@pytest.fixture
def admin(agent):
    return agent("Ada Admin", role=User.Role.ADMINISTRATOR)


def looks_right(page):
    assert faults(page) == [], page.url


def send_what_waits():
    def run():
        run_lane(Webhook.objects.get().pk)
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


def test_every_state_looks_right(browsers, admin):
    page = browsers.context(admin).new_page()
    page.goto("/administration/webhooks/")
    looks_right(page)
    page.click("text=Choisir des événements")
    looks_right(page)
    page.fill("#webhook-name", "Suivi " + "interminable" * 9)
    page.fill("#webhook-url", "https://hook.example/" + "chemin/" * 40)
    page.click("text=Ajouter le webhook")
    page.wait_for_selector("text=Rien pour l’instant")
    looks_right(page)
    with writes_allowed():
        webhook, message = Webhook.objects.get(), Message.objects.create(name="customFieldGroupUpdate", body="{}")
        about = {"webhook": webhook, "message": message, "tries": 3, "seconds": 0.25, "answer": "réponse" * 70}
        for state, status in (("done", 200), ("failed", 404), ("waiting", None)):
            Delivery.objects.create(state=state, status=status, **about)
        Webhook.objects.update(given_up_at=webhook.created_at, failing_since=webhook.created_at, is_on=False)
    page.reload()
    looks_right(page)
    page.click("text=Créer un secret")
    page.wait_for_selector("#webhook-secret")
    looks_right(page)
    page.goto("/administration/webhooks/")
    looks_right(page)


def test_from_the_keyboard_alone(browsers, admin, settings):
    settings.OUTGOING_PRIVATE = True
    page = browsers.context(admin).new_page()
    page.goto("/")
    page.focus(".account__button")
    page.keyboard.press("Enter")
    page.wait_for_selector("#account-menu >> text=Administration")
    page.focus("#account-menu >> text=Administration")
    page.keyboard.press("Enter")
    page.wait_for_selector("#contenu >> text=Webhooks")
    page.focus("#contenu >> text=Webhooks")
    page.keyboard.press("Enter")
    page.wait_for_selector("#webhook-name")
    with serving() as receiver:
        page.focus("#webhook-name")
        page.keyboard.type("Suivi")
        page.keyboard.press("Tab")
        page.keyboard.type(receiver.url)
        page.keyboard.press("Enter")
        page.wait_for_selector("h1:text-is('Suivi')")
        page.focus("text=Envoyer un essai")
        page.keyboard.press("Enter")
        page.wait_for_selector("[data-under-way]")
        send_what_waits()
        page.wait_for_selector("#contenu .badge:text-is('Reçu')")
        assert page.evaluate("document.activeElement.textContent") == "Envoyer un essai"
        page.focus("text=Renvoyer")
        page.keyboard.press("Enter")
        page.wait_for_selector("[data-under-way]")
        send_what_waits()
        page.wait_for_selector("#contenu .badge:text-is('Reçu')")
        assert [path for _method, path, _headers, _body in receiver.received] == ["/", "/"]


def test_without_script(browsers, admin):
    page = browsers.context(admin, script=False).new_page()
    page.goto("/administration/webhooks/")
    page.fill("#webhook-name", "Suivi")
    page.fill("#webhook-url", "https://hook.example/")
    page.click("text=Ajouter le webhook")
    page.click("text=Envoyer un essai")
    page.wait_for_selector("text=En attente")
    assert Delivery.objects.get().message.name == "ping"
    page.click("text=Supprimer ce webhook")
    page.wait_for_selector("text=Aucun webhook pour l’instant")
