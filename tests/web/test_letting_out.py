"""What an organisation's administrator sees and closes of what its projects let out (A-09, E-10, E-25, E-28)."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from projets.accounts.audit.models import Entry
from projets.accounts.factors.events import LockedOut
from projets.accounts.factors.models import OpenSession
from projets.accounts.models import User
from projets.boards.actions.boards import create_board
from projets.boards.actions.cards import create_cards
from projets.boards.actions.details import assign_cards
from projets.boards.actions.lists import create_lists
from projets.boards.actions.projects import create_project
from projets.boards.models import Attachment, Board, Card, List, Membership, Project
from projets.boards.sharing.actions.guests import accept_invitation, invite_guest
from projets.boards.sharing.actions.links import make_link
from projets.boards.sharing.models import Guest, Link
from projets.notifications.webhooks.models import Delivery, Message, Webhook
from projets.usecase.actor import Actor
from projets.usecase.dispatch import dispatch
from projets.usecase.guard import writes_allowed
from tests.accounts.organisations.world import acts, make_world

SYSTEM = Actor(None, "system")
SOON = timezone.now() + timedelta(days=20)


@pytest.fixture
def world(db):
    return make_world()


@pytest.fixture
def head(world):
    return world.user(place="administrator")


@pytest.fixture
def manager(world):
    return world.user(place="member")


def board_of(user, name="Portail", **columns):
    create_project(acts(user), user, name, **columns)
    create_board(acts(user), Project.objects.get(name=name), "Tableau caché")
    return Board.objects.get(project__name=name)


def part(page, start, end):
    return page[page.index(f'id="h-{start}"') : page.index(f'id="h-{end}"')]


def settings_of(browser, user, world):
    return browser(acts(user)).get(f"/organisations/{world.organisation.pk}/reglages/").content.decode()


def posted(browser, user, address):
    return browser(acts(user)).post(address, headers={"accept": "application/json"})


def linked(manager, board):
    make_link(acts(manager), board, "s" * 43, "Cabinet", SOON)
    return Link.objects.get(board=board)


def a_guest_on_a_card(manager, board):
    invite_guest(acts(manager), board, manager, "i" * 43, "iris@cabinet.example", SOON, Membership.Role.CONTRIBUTOR)
    accept_invitation(SYSTEM, Guest.objects.get(), "Iris Roy")
    create_lists(acts(manager), board, ["À faire"])
    create_cards(acts(manager), List.objects.get(board=board, name="À faire"), ["Titre à taire"])
    guest = Guest.objects.get()
    assign_cards(acts(manager), [Card.objects.get()], add=[guest.user_id])
    return guest


@pytest.mark.parametrize("is_shared", [True, False])
def test_a_link_is_revoked_alone_by_who_administers_the_organisation(world, head, manager, browser, is_shared):
    board = board_of(manager, is_shared=is_shared)
    link, other = linked(manager, board), board_of(manager, "Autre")
    make_link(acts(manager), other, "t" * 43, "Presse", SOON)
    shown = part(settings_of(browser, head, world), "shares", "webhooks")
    assert f"/liens/{link.pk}/revocation/" in shown
    assert "Cabinet" not in shown  # the words of who made it
    answer = posted(browser, head, f"/liens/{link.pk}/revocation/")
    assert (answer.status_code, answer.json()["messages"]) == (200, [])
    assert Link.objects.get(pk=link.pk).revoked_at is not None
    assert Link.objects.get(board=other).revoked_at is None
    dispatch()
    entry = Entry.objects.get(kind="link.revoked")
    assert (entry.author_id, entry.nature, entry.row_id) == (head.pk, "sharing", link.pk)


def test_a_guest_goes_alone_and_nothing_of_the_board_is_told(world, head, manager, browser):
    guest = a_guest_on_a_card(manager, board_of(manager, is_shared=False))
    answer = posted(browser, head, f"/invites/{guest.pk}/retrait/")
    assert (answer.status_code, answer.json()["messages"]) == (200, [])
    assert Guest.objects.get().ended_at is not None
    assert not Membership.objects.filter(user=guest.user_id).exists()
    assert Card.objects.to_act_on().get().member_ids == ()


def test_who_names_another_manager_of_a_private_project_is_told_nothing_of_it(world, head, manager, browser):
    board = board_of(manager, is_shared=False)
    create_lists(acts(manager), board, ["À faire"])
    create_cards(acts(manager), List.objects.get(board=board, name="À faire"), ["Titre à taire"])
    assign_cards(acts(manager), [Card.objects.get()], add=[manager.pk])
    with writes_allowed():
        User.objects.filter(pk=manager.pk).update(is_active=False)
    heir = world.user(place="member")
    address = f"/projets/{board.project_id}/reprise/"
    answer = browser(acts(head)).post(address, {"who": heir.email}, headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["messages"]) == (200, [])


def test_whoever_manages_the_project_gets_their_patches_all_the_same(world, manager, browser):
    guest = a_guest_on_a_card(manager, board_of(manager))
    answer = posted(browser, manager, f"/invites/{guest.pk}/retrait/")
    assert any(one["patches"] for one in answer.json()["messages"])


def test_the_board_says_who_took_the_link_back(world, head, manager, browser):
    board = board_of(manager)
    link = linked(manager, board)
    with writes_allowed():
        User.objects.filter(pk=head.pk).update(name="Nadia Benali")
    posted(browser, head, f"/liens/{link.pk}/revocation/")
    page = browser(acts(manager)).get(f"/tableaux/{board.pk}/historique/").content.decode()
    assert "Nadia Benali" in page
    assert "a révoqué un lien" in page


@pytest.mark.parametrize("who", ["member", "administrator elsewhere", "closed"])
def test_nobody_else_of_an_organisation_closes_anything(world, head, manager, browser, who):
    board = board_of(manager)
    link, guest = linked(manager, board), a_guest_on_a_card(manager, board)
    webhook = hook(board)
    if who == "closed":
        other = head
        signed_in = browser(acts(head))
        with writes_allowed():
            User.objects.filter(pk=head.pk).update(is_active=False)
    else:
        place = {"place": "member"} if who == "member" else {"place": "administrator", "at": world.elsewhere}
        other = world.user(**place)
        signed_in = browser(acts(other))
    for address in (
        f"/liens/{link.pk}/revocation/",
        f"/invites/{guest.pk}/retrait/",
        f"/organisations/webhooks/{webhook.pk}/suspension/",
    ):
        answer = signed_in.post(address, headers={"accept": "application/json"})
        assert answer.status_code == (401 if who == "closed" else 404)
    assert Link.objects.get().revoked_at is None
    assert Guest.objects.get().ended_at is None
    assert Webhook.objects.get().is_on


def test_an_administrator_of_the_organisation_closes_and_prolongs_nothing(world, head, manager, browser):
    guest = a_guest_on_a_card(manager, board_of(manager))
    form = {"until": str(timezone.localdate() + timedelta(days=300))}
    answer = browser(acts(head)).post(f"/invites/{guest.pk}/fin/", form, headers={"accept": "application/json"})
    assert answer.status_code == 403
    assert Guest.objects.get().ends_at == guest.ends_at


def hook(board, name="Suivi", **columns):
    with writes_allowed():
        return Webhook.objects.create(
            name=name, url="https://hook.example/chemin-secret", secret="whsec_eA==", board=board, **columns
        )


def delivered(webhook, **columns):
    with writes_allowed():
        message = Message.objects.create(name="cardCreate", body='{"item": "Titre à taire"}')
        Delivery.objects.create(webhook=webhook, message=message, tried_at=timezone.now(), **columns)


def test_webhooks_of_its_boards_are_listed_with_their_state_and_nothing_they_say(world, head, manager, browser):
    open_one, private = board_of(manager), board_of(manager, "Secret", is_shared=False)
    elsewhere = board_of(world.user(), "Ailleurs")
    delivered(hook(open_one, "Nom caché", access_token="jeton"), state="done")
    given_up = hook(private, is_on=False, given_up_at=timezone.now())
    delivered(given_up, state="failed", answer="Titre à taire")
    hook(elsewhere)
    hook(None)
    shown = part(settings_of(browser, head, world), "webhooks", "services")
    assert "Portail" in shown
    assert "Un projet privé" in shown
    assert "reçue" in shown
    assert "non reçue" in shown
    assert "Désactivé : échecs répétés" in shown
    assert "1 autre webhook est informé de tout le site" in shown
    hidden = ("Secret", "Ailleurs", "Tableau caché", "Nom caché", "hook.example", "whsec", "jeton", "Titre à taire")
    assert not [one for one in hidden if one in shown]
    assert shown.count("/suspension/") == 1  # the one that is on


@pytest.mark.parametrize("is_shared", [True, False])
def test_a_webhook_is_suspended_and_switched_on_by_the_instance_alone(world, head, manager, browser, is_shared):
    webhook = hook(board_of(manager, is_shared=is_shared))
    assert posted(browser, head, f"/organisations/webhooks/{webhook.pk}/suspension/").status_code == 200
    assert not Webhook.objects.get().is_on
    dispatch()
    entry = Entry.objects.get(kind="webhook.switched_off")
    assert (entry.author_id, entry.row_id) == (head.pk, webhook.pk)
    back = browser(acts(head)).post(f"/administration/webhooks/{webhook.pk}/marche/", {"on": "1"})
    assert back.status_code == 403
    assert browser(acts(head)).get(f"/administration/webhooks/{webhook.pk}/").status_code == 403
    assert not Webhook.objects.get().is_on


def test_one_of_the_whole_instance_is_not_there_for_them(world, head, browser):
    webhook = hook(None)
    assert posted(browser, head, f"/organisations/webhooks/{webhook.pk}/suspension/").status_code == 404
    assert Webhook.objects.get().is_on


def test_the_room_its_projects_take_private_ones_in_one_line(world, head, manager, browser):
    def files(board, *sizes):
        create_lists(acts(manager), board, ["À faire"])
        create_cards(acts(manager), List.objects.get(board=board, name="À faire"), ["Une"])
        card = Card.objects.get(board=board)
        with writes_allowed():
            for size in sizes:
                Attachment.objects.create(card=card, name="Annexe", key="a", size=size)

    files(board_of(manager), 3 * 1024 * 1024, 1024 * 1024)
    files(board_of(manager, "Secret", is_shared=False), 2 * 1024 * 1024)
    files(board_of(manager, "Intime", is_shared=False), 6 * 1024 * 1024)
    page = settings_of(browser, head, world)
    shown = page[page.index('id="h-room"') :]
    assert "12 Mo de fichiers joints" in shown
    assert shown.index("Portail") < shown.index("2 fichiers · 4 Mo") < shown.index("Projets privés")
    assert shown.index("Projets privés") < shown.index("2 fichiers · 8 Mo")
    assert "Secret" not in shown
    assert "Intime" not in shown


def test_sessions_and_failed_sign_ins_of_its_own_people_are_counted_and_no_more(world, head, browser):
    """Of somebody who works elsewhere too, and signs in from there, it learns nothing."""
    own, shared = world.user(place="member", source="sign_in"), world.user(place="member")
    world.affiliate(shared, world.elsewhere, source="sign_in")
    with writes_allowed():
        for number, user in enumerate((own, own, shared)):
            session = Session.objects.create(
                session_key=f"k{number}",
                session_data=Session.objects.encode({}),
                expire_date=timezone.now() + timedelta(hours=1),
            )
            now = {"opened_at": timezone.now(), "seen_at": timezone.now()}
            OpenSession.objects.create(session=session, user=user, browser="Firefox", address="192.0.2.x", **now)
        for number, (user, days) in enumerate(((own, 2), (own, 40), (shared, 2))):
            Entry.objects.create(
                number=1000 + number,
                at=timezone.now() - timedelta(days=days),
                nature="sign-in",
                kind=LockedOut.kind,
                row_id=user.pk,
                stream=f"user:{user.pk}",
                act_id=1,
                event_id=number + 1,
                via="web",
                digest="",
            )
    page = browser(acts(head)).get(f"/organisations/{world.organisation.pk}/personnes/").content.decode()
    shown = page[page.index(own.email) :].partition("</li>")[0]
    assert "2 sessions ouvertes · 1 blocage en 30 jours" in shown
    theirs = page[page.index(shared.email) :].partition("</li>")[0]
    assert "session" not in theirs
    assert "blocage" not in theirs
    assert "Firefox" not in page
    assert "192.0.2" not in page
