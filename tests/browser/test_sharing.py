"""Sharing a board, in a browser: axe, width, and the whole way of a guest, letter included (E-25)."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from PIL import Image

from projets.accounts.models import User
from projets.boards import uploads
from projets.boards.actions.attachments import attach_file
from projets.boards.actions.cards import describe_card
from projets.boards.actions.comments import write_comment
from projets.boards.actions.details import assign_cards, schedule_cards
from projets.boards.actions.tasks import create_task_list, create_tasks
from projets.boards.models import TaskList
from projets.boards.sharing.actions.guests import accept_invitation, invite_guest
from projets.boards.sharing.actions.links import make_link
from projets.boards.sharing.models import Guest
from projets.notifications.mail.models import MailServer
from projets.usecase.actor import Actor
from projets.usecase.guard import writes_allowed
from tests.browser.axe import faults
from tests.domain import make_boards
from tests.receiving import mailbox

OPEN, LOCKED, LETTER = "o" * 43, "p" * 43, "l" * 43
ADDRESSES = {
    "sharing": "/tableaux/{board}/partage/",
    "guests and links": "/administration/invites-et-liens/",
    "members": "/tableaux/{board}/membres/",
    "who sees the board": "/tableaux/{board}/visibilite/",
    "shared board": f"/partage/{OPEN}/",
    "shared card": f"/partage/{OPEN}/cartes/PORT-1/",
    "password of a link": f"/partage/{LOCKED}/",
    "link that opens nothing": "/partage/rien/",
    "invitation": f"/invitation/{LETTER}/",
    "invitation that serves no more": "/invitation/rien/",
    "guest": "/connexion/invite/",
    "late": "/connexion/invite/rien/",
}


@pytest.fixture
def mail(site, settings):
    settings.OUTGOING_PRIVATE = True
    with mailbox() as server:
        with writes_allowed():
            MailServer.objects.create(pk=MailServer.THE_ONE, host="127.0.0.1", port=server.port)
        yield server


@pytest.fixture
def shared(mail):
    """(who manages the project and administers the instance, {name: address})."""
    boards = make_boards()
    manager = boards.member("project manager", name="Ada Min")
    editor = boards.member("editor", name="Nadia Benali")
    card = boards.card("A")
    assign_cards(editor, [card], add=[manager.user_id], responsible=editor.user_id)
    schedule_cards(editor, [boards.card("A")], due_at=timezone.now() + timedelta(days=3))
    describe_card(editor, boards.card("A"), "# But\n\nUn **texte** et PORT-2.\n\n- un\n- deux")
    create_task_list(editor, card, "Étapes")
    create_tasks(editor, TaskList.objects.get(), ["Relire", "Publier"])
    write_comment(editor, card, f"Merci @[]({manager.user_id}), c'est très bien ainsi.")
    file = BytesIO()
    Image.new("RGB", (640, 360), "steelblue").save(file, "PNG")
    file.seek(0)
    attach_file(editor, card, uploads.receive(file, "plan.png"))
    with writes_allowed():
        User.objects.filter(pk=manager.user_id).update(role="administrator")
    ends, person = timezone.now() + timedelta(days=6), User.objects.get(pk=manager.user_id)
    make_link(manager, boards.board, OPEN, "Cabinet du ministre " * 4, ends)
    make_link(manager, boards.board, LOCKED, "Presse", ends, password="saperlipopette", hides_names=True)
    for secret, email in (("g" * 43, "iris@cabinet.example"), (LETTER, f"{'bo' * 30}@cabinet.example")):
        invite_guest(manager, boards.board, person, secret, email, ends)
    accept_invitation(Actor(None, "system"), Guest.objects.get(email="iris@cabinet.example"), "Iris Ovale")
    return boards, person, {name: address.format(board=boards.board.pk) for name, address in ADDRESSES.items()}


def test_the_pages_read_well(browsers, shared):
    _boards, person, addresses = shared
    page = browsers.context(person).new_page()
    found = {}
    for name, address in addresses.items():
        page.goto(address)
        for one in page.locator("details.sharing__new").all():
            one.evaluate("one => one.open = true")
        found[name] = faults(page)
    browsers.forgive("404 (Not Found)")
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_a_link_is_made_opened_with_its_password_and_taken_back(browsers, shared):
    """CSRF and no-referrer together: a form that real browsers send from the page of a link (docs/decisions/0030)."""
    _boards, person, addresses = shared
    manager, stranger = browsers.context(person).new_page(), browsers.context().new_page()
    manager.goto(addresses["sharing"])
    manager.get_by_text("Créer un lien").click()
    manager.get_by_label("À qui il est destiné").fill("Comité")
    manager.get_by_label("Mot de passe").fill("saperlipopette")
    manager.get_by_label("Les noms des personnes").check()
    manager.get_by_role("button", name="Créer le lien").click()
    address = manager.get_by_label("Adresse du lien").input_value()
    path = "/partage/" + address.rpartition("/partage/")[2]
    stranger.goto(path)
    assert "Feuille de route" not in stranger.content()
    stranger.get_by_label("Mot de passe du lien").fill("saperlipopette")
    stranger.get_by_role("button", name="Ouvrir").click()
    stranger.get_by_role("heading", name="Feuille de route").wait_for()
    stranger.get_by_role("link", name="A", exact=True).click()
    stranger.get_by_role("heading", name="Étapes").wait_for()
    assert "Nadia" not in stranger.content()
    assert stranger.locator("img.files__picture").evaluate("one => one.decode().then(() => one.naturalWidth)") > 0
    manager.get_by_role("row", name=re.compile("Comité")).get_by_role("button").click()
    manager.wait_for_load_state()
    assert stranger.goto(path).status == 404
    browsers.forgive("404 (Not Found)")


def test_a_guest_comes_by_the_letter_and_later_by_another(browsers, shared, mail):
    boards, person, addresses = shared
    manager, context = browsers.context(person).new_page(), browsers.context()
    manager.goto(addresses["sharing"])
    manager.get_by_text("Inviter quelqu’un").click()
    manager.get_by_label("Adresse électronique").fill("lea@presse.example")
    manager.get_by_role("button", name="Envoyer l’invitation").click()
    manager.get_by_text("lea@presse.example").first.wait_for()
    letter = mail.letters[-1]
    assert letter["To"] == "lea@presse.example"
    guest = context.new_page()
    guest.goto(re.search(r"(/invitation/\S+)", letter.get_content())[1])
    guest.get_by_label("Votre nom").fill("Léa Presse")
    guest.get_by_role("button", name="Entrer").click()
    guest.get_by_role("heading", name="Feuille de route").wait_for()
    assert guest.locator('.board-head [href$="/partage/"]').count() == 0
    manager.goto(addresses["members"])
    manager.get_by_text("Léa Presse").first.wait_for()
    assert manager.get_by_text("Invité", exact=True).count() == 2
