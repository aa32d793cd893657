"""A webhook that fails for three days is switched off, and who answers for it is told: on the page, by mail."""

import pytest
from django.utils.translation import override

from projets.accounts.models import User
from projets.api.planka.items.notifications import notifications as planka_items
from projets.boards.actions.cards import rename_card
from projets.notifications.mail.models import MailServer
from projets.notifications.models import Notification
from projets.notifications.queries import unread_count
from projets.notifications.services.models import Service
from projets.notifications.services.wording import message
from projets.notifications.webhooks.actions import webhooks as acts
from projets.usecase.actor import Actor
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Event, SetAside
from tests.receiving import mailbox, serving

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def mail(allowed):
    with mailbox() as server:
        with writes_allowed():
            MailServer.objects.create(pk=MailServer.THE_ONE, host="127.0.0.1", port=server.port)
        yield server


@pytest.fixture
def fail(boards, editor, work, later):
    """What happens is sent, in vain, for more than three days."""

    def go():
        rename_card(editor, boards.card("A"), "a")
        for _hour in range(24 * 3 + 6):
            work()
            later(hours=1)
        work()
        assert not SetAside.objects.exists()

    return go


@pytest.fixture
def nowhere(allowed):
    with serving() as server:
        pass
    return server.url


def told():
    return list(Notification.objects.order_by("user").values_list("user__name", "kind", "reason"))


def addressees(mail):
    return sorted(letter["To"] for letter in mail.letters)


def close(*people):
    with writes_allowed():
        User.objects.filter(pk__in=[one.user_id for one in people]).update(is_active=False)


def test_its_owner_is_told_once_in_the_application_and_by_mail(hook, nowhere, admin, boards, fail, mail):
    boards.person(name="Bea Admin", role="administrator")
    webhook = hook(nowhere)
    fail()
    assert told() == [("Ada Admin", "given_up", "answering")]
    one = Notification.objects.get()
    assert one.event_id == Event.objects.get(kind="webhook.switched_off").pk
    assert (one.card_id, one.board_id, one.creator_id) == (None, None, None)
    assert one.data == {"webhook": {"id": str(webhook.pk), "name": "Suivi"}}
    assert unread_count(admin.user_id) == 1
    [letter] = mail.letters
    assert letter["To"] == User.objects.get(pk=admin.user_id).email
    assert letter["Subject"] == "Un webhook a été désactivé"
    assert f"/administration/webhooks/{webhook.pk}/" in letter.get_content()
    assert "Suivi" in letter.get_content()


def test_when_the_owner_is_gone_who_manages_the_project_of_its_board(hook, nowhere, admin, boards, fail, mail):
    manager = boards.member("project manager", name="Max Imum")
    other = boards.member("project manager", name="Mia Imum")
    boards.person(name="Bea Admin", role="administrator")
    hook(nowhere, board=boards.board)
    close(admin, other)
    fail()
    assert told() == [("Max Imum", "given_up", "answering")]
    assert addressees(mail) == [User.objects.get(pk=manager.user_id).email]


@pytest.mark.parametrize("bound", [True, False])
def test_without_any_of_these_the_administrators(hook, nowhere, admin, boards, fail, mail, bound):
    manager = boards.member("project manager", name="Max Imum")
    bea = boards.person(name="Bea Admin", role="administrator")
    hook(nowhere, board=boards.board if bound else None)
    close(admin, *([manager] if bound else []))
    fail()
    assert told() == [("Bea Admin", "given_up", "answering")]
    assert addressees(mail) == [bea.email]


def test_without_a_mail_server_in_the_application_alone(hook, nowhere, fail):
    hook(nowhere)
    fail()
    assert told() == [("Ada Admin", "given_up", "answering")]


def test_nobody_is_told_of_what_somebody_switched_off(hook, receiver, admin, work, mail):
    acts.switch_off_webhook(admin, hook(receiver.url))
    work()
    assert (told(), mail.letters) == ([], [])


def test_what_it_says_on_the_page_and_in_the_panel(hook, nowhere, admin, boards, fail, browser):
    webhook = hook(nowhere)
    fail()
    for headers in ({}, {"X-Fragment": "latest"}):
        html = browser(admin).get("/notifications/", headers=headers).content.decode()
        assert f'href="/administration/webhooks/{webhook.pk}/"' in html
        assert "qui n’avait rien reçu depuis des jours" in html
        assert "Vous répondez de ce webhook" in html
    mark = browser(admin).post(f"/notifications/{Notification.objects.get().pk}/", {"read": "1"})
    assert (mark.status_code, unread_count(admin.user_id)) == (303, 0)


def test_a_manager_has_no_link_to_what_is_not_open_to_them(hook, nowhere, admin, boards, fail, browser):
    manager = boards.member("project manager", name="Max Imum")
    hook(nowhere, board=boards.board)
    close(admin)
    fail()
    html = browser(manager).get("/notifications/").content.decode()
    assert "Webhook Suivi" in html
    assert "/administration/webhooks/" not in html


def test_clients_of_planka_know_nothing_of_it(hook, nowhere, fail):
    hook(nowhere)
    fail()
    assert planka_items(Notification.objects.all()) == []


def test_a_key_for_some_projects_is_told_nothing_of_it(hook, nowhere, admin, boards, fail):
    hook(nowhere)
    fail()
    limited = Actor(admin.user_id, "api", projects=frozenset([boards.project.pk]))
    assert not Notification.objects.visible_to(limited).exists()
    assert Notification.objects.visible_to(admin).count() == 1
    assert not Notification.objects.visible_to(boards.member("administrator", name="Bea Admin")).exists()


@pytest.mark.parametrize("format", ["text", "markdown", "html"])
def test_a_service_of_ones_own_carries_it(hook, nowhere, admin, fail, format):
    hook(nowhere)
    fail()
    service = Service(user_id=admin.user_id, url="json://chat.example", format=format)
    with override("fr"):
        title, body = message(service, "notification", str(Notification.objects.get().pk))
    assert title == "Un webhook a été désactivé"
    assert "Suivi" in body
    assert "Projets" in body
