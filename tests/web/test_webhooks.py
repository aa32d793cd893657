"""Webhooks and their journal, through the page."""

import pytest

from projets.accounts.queries import instance
from projets.notifications.webhooks.actions.webhooks import create_webhook
from projets.notifications.webhooks.models import Delivery, Message, Webhook
from projets.usecase.guard import writes_allowed

OF = "/administration/webhooks/"
JSON = {"Accept": "application/json"}
SENT = {"name": "Suivi", "url": "https://hook.example/a", "access_token": "sekret", "which": "all"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(boards):
    return boards.member("administrator", name="Ada Admin")


@pytest.fixture
def at_home(browser, admin):
    return browser(admin)


@pytest.fixture
def webhook(admin):
    create_webhook(admin, instance(), "Suivi", "https://hook.example/a", "sekret", ["cardCreate"])
    return Webhook.objects.get()


def delivered(webhook, **columns):
    with writes_allowed():
        message = Message.objects.create(name="cardCreate", body="{}")
        return Delivery.objects.create(webhook=webhook, message=message, **columns)


def page(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def test_made_and_found(at_home):
    answer = at_home.post(OF, SENT)
    webhook = Webhook.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"{OF}{webhook.pk}/")
    assert (webhook.access_token, webhook.events, webhook.board) == ("sekret", None, None)
    assert f"{OF}{webhook.pk}/" in page(at_home, OF)
    shown = page(at_home, f"{OF}{webhook.pk}/")
    assert "sekret" not in shown
    assert webhook.secret not in shown


def test_chosen_events_and_a_board(at_home, boards):
    at_home.post(OF, SENT | {"which": "only", "event": ["cardCreate", "nope"], "board": boards.board.pk})
    at_home.post(OF, SENT | {"name": "Autre", "which": "but", "event": ["userCreate"]})
    only, but = Webhook.objects.order_by("id")
    assert (only.events, only.excluded_events, only.board) == (["cardCreate"], None, boards.board)
    assert (but.events, but.excluded_events, but.board) == (None, ["userCreate"], None)


def test_what_is_wrong_is_said_beside_it_with_what_was_typed(at_home):
    answer = at_home.post(OF, SENT | {"url": "nope", "which": "only", "event": ["cardCreate"]})
    shown = answer.content.decode()
    assert (answer.status_code, Webhook.objects.count()) == (422, 0)
    assert "Ce n’est pas une adresse web." in shown
    assert 'value="nope"' in shown
    assert 'value="cardCreate" checked' in shown
    assert "sekret" not in shown


def test_no_more_than_ten(at_home):
    for number in range(10):
        at_home.post(OF, SENT | {"name": f"{number}"})
    answer = at_home.post(OF, SENT)
    assert (answer.status_code, Webhook.objects.count()) == (409, 10)


TOKENS = {"kept": ({}, "sekret"), "another": ({"access_token": "new"}, "new"), "none": ({"forget_token": "1"}, "")}


@pytest.mark.parametrize(("given", "token"), TOKENS.values(), ids=TOKENS)
def test_edited(at_home, webhook, given, token):
    sent = {"name": "Autre", "url": "https://hook.example/b", "access_token": "", "which": "all"} | given
    assert at_home.post(f"{OF}{webhook.pk}/", sent)["Location"] == f"{OF}{webhook.pk}/?enregistre=1"
    webhook.refresh_from_db()
    assert (webhook.name, webhook.url, webhook.access_token, webhook.events) == (
        "Autre",
        "https://hook.example/b",
        token,
        None,
    )


def test_the_secret_is_shown_once(at_home, webhook):
    before = webhook.secret
    shown = at_home.post(f"{OF}{webhook.pk}/secret/").content.decode()
    webhook.refresh_from_db()
    assert webhook.secret != before
    assert f'value="{webhook.secret}"' in shown
    assert webhook.secret not in page(at_home, f"{OF}{webhook.pk}/")


def test_a_trial_and_what_was_sent(at_home, webhook):
    assert at_home.post(f"{OF}{webhook.pk}/essai/", headers=JSON).status_code == 200
    assert Delivery.objects.get().message.name == "ping"
    delivered(webhook, state="done", tries=1, status=204, seconds=0.12, answer="merci <b>")
    delivered(webhook, state="failed", tries=12, status=400, seconds=0.5, answer="non")
    journal = at_home.get(f"{OF}{webhook.pk}/", headers={"X-Fragment": "journal"}).content.decode()
    assert "<main" not in journal
    for said in ("<code>ping</code>", "204", "merci &lt;b&gt;", "0,12", "Renvoyer 1 envoi abandonné"):
        assert said in journal


def test_sent_again(at_home, webhook):
    done, failed = delivered(webhook, state="done"), delivered(webhook, state="failed", tries=12)
    at_home.post(f"{OF}{webhook.pk}/renvois/", {"failed": "1"})
    assert list(Delivery.objects.filter(state="waiting")) == [failed]
    at_home.post(f"{OF}{webhook.pk}/renvois/", {"delivery": done.pk})
    assert Delivery.objects.filter(state="waiting").count() == 2


def test_the_journal_by_pages(at_home, webhook):
    rows = [delivered(webhook) for _number in range(52)]
    assert f"?avant={rows[2].pk}#journal" in page(at_home, f"{OF}{webhook.pk}/")
    assert page(at_home, f"{OF}{webhook.pk}/?avant={rows[2].pk}").count("<code>cardCreate</code>") == 3
    assert page(at_home, f"{OF}{webhook.pk}/?avant=x").count("<code>cardCreate</code></th") == 0


def test_off_on_and_gone(at_home, webhook):
    for on in "01":
        at_home.post(f"{OF}{webhook.pk}/marche/", {"on": on})
        webhook.refresh_from_db()
        assert webhook.is_on == (on == "1")
    answer = at_home.post(f"{OF}{webhook.pk}/suppression/", headers=JSON)
    assert answer.json()["redirect"] == OF
    page(at_home, f"{OF}{webhook.pk}/", 404)
    assert "Suivi" not in page(at_home, OF)


def test_administrators_are_told_when_one_was_given_up(at_home, webhook, browser, boards):
    said = "Un webhook n’a cessé d’échouer"
    assert said not in page(at_home, "/")
    with writes_allowed():
        Webhook.objects.update(is_on=False, given_up_at=webhook.created_at, failing_since=webhook.created_at)
    assert said in page(at_home, "/")
    assert said not in page(browser(boards.member("editor")), "/")
    assert "Rien n’a été reçu depuis" in page(at_home, f"{OF}{webhook.pk}/")
    at_home.post(f"{OF}{webhook.pk}/marche/", {"on": "0"})
    assert said not in page(at_home, "/")


def test_there_is_nothing_for_others(browser, boards, webhook):
    client = browser(boards.member("project manager"))
    assert f'href="{OF}"' not in page(client, "/")
    page(client, OF, 404)
    page(client, f"{OF}{webhook.pk}/", 404)


def test_the_menu_of_administrators(at_home):
    assert 'href="/administration/"' in page(at_home, "/")
    assert f'href="{OF}"' in page(at_home, "/administration/")
