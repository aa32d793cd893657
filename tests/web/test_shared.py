"""What whoever holds a link is shown, and what never is (E-21, E-25)."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client, override_settings
from django.utils import timezone
from PIL import Image

from projets.boards import uploads
from projets.boards.actions.attachments import attach_file
from projets.boards.actions.cards import archive_cards, describe_card
from projets.boards.actions.comments import write_comment
from projets.boards.actions.details import assign_cards, value_cards
from projets.boards.actions.restricting import restrict_cards
from projets.boards.actions.tasks import create_task_list, create_tasks, edit_task, edit_task_list, link_cards
from projets.boards.models import Attachment, Card, Project, Task, TaskList
from projets.boards.queries import seen
from projets.boards.sharing.actions.links import make_link, revoke_link
from projets.boards.sharing.models import Link, LinkUse
from projets.usecase.guard import writes_allowed

NAMES = ["Zénobie", "Aristide"]
SECRET = "s" * 43


@pytest.fixture
def filled(boards):
    """A card that names people everywhere a card can; (its editor, whoever manages)."""
    editor = boards.member("editor", name="Zénobie Quatremer")
    manager = boards.member("project manager", name="Aristide Valmont")
    card = boards.card("A")
    boards.field("Pilote", "person")
    field = boards.field("Relecteur", "person", on_front=True)
    assign_cards(editor, [card], add=[manager.user_id], responsible=editor.user_id)
    value_cards(editor, [boards.card("A")], field, str(editor.user_id))
    describe_card(editor, boards.card("A"), f"Voir PORT-2 et PORT-4, demander à @[]({manager.user_id}).")
    create_task_list(editor, card, "Étapes")
    create_tasks(editor, TaskList.objects.get(), ["Relire"])
    edit_task(editor, Task.objects.get(), assignee_id=manager.user_id)
    edit_task_list(editor, TaskList.objects.get(), on_front=True)
    write_comment(editor, card, f"Merci @[]({manager.user_id})")
    attach_file(editor, card, uploads.receive(BytesIO(b"Lu et relu."), "note.txt"))
    file = BytesIO()
    Image.new("RGB", (900, 900)).save(file, "PNG")
    file.seek(0)
    attach_file(editor, card, uploads.receive(file, "plan.png"))
    return editor, manager


def shared(actor, board, secret=SECRET, **how):
    make_link(actor, board, secret, "Cabinet", timezone.now() + timedelta(days=10), **how)
    return f"/partage/{secret}/"


def text_of(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, address
    return (answer.getvalue() if answer.streaming else answer.content).decode()


def test_the_board_and_its_cards_are_there_to_read(boards, filled):
    at, client = shared(filled[1], boards.board), Client()
    board = text_of(client, at)
    for said in ("Feuille de route", "À faire", "En cours", "cartes/PORT-1/", "cartes/PORT-6/", "Zénobie Quatremer"):
        assert said in board
    card = text_of(client, at + "cartes/PORT-1/")
    for said in ("Étapes", "Relire", "Merci", "note.txt", "@Aristide Valmont", 'href="../PORT-2/"', "Relecteur"):
        assert said in card
    assert "<form" not in board + card
    assert "/tableaux/" not in board + card
    assert 'href="/cartes/' not in board + card
    assert SECRET not in board + card
    assert LinkUse.objects.get().times == 1


def test_nothing_of_it_is_kept_listed_or_told_elsewhere(boards, filled):
    at, client = shared(filled[1], boards.board), Client()
    file = Attachment.objects.get(name="note.txt")
    for address in (at, at + "cartes/PORT-1/", f"{at}pieces-jointes/{file.pk}/", "/partage/nulle-part/"):
        answer = client.get(address)
        assert "no-store" in answer["Cache-Control"]
        assert answer["X-Robots-Tag"] == "noindex, nofollow, noarchive"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "ETag" not in answer or answer.streaming
        if answer.streaming:
            assert (
                "sandbox" in answer["Content-Security-Policy"]
                or "default-src 'none'" in answer["Content-Security-Policy"]
            )
            answer.getvalue()
        else:
            assert '<meta name="robots" content="noindex, nofollow">' in answer.content.decode()


def test_names_can_be_hidden_everywhere(boards, filled):
    at, client = shared(filled[1], boards.board, hides_names=True), Client()
    said = text_of(client, at) + text_of(client, at + "cartes/PORT-1/")
    for actor, name in zip(filled, NAMES, strict=True):
        assert name not in said
        assert str(actor.user_id) not in said
    assert "Une personne" in said
    assert "@Une personne" in said
    assert "Merci" in said


def test_comments_and_files_can_be_left_out(boards, filled):
    editor, manager = filled
    picture = Attachment.objects.get(name="plan.png").pk
    describe_card(editor, boards.card("A"), f"![plan](/pieces-jointes/{picture}/apercu/720/)")
    client = Client()
    with_all = shared(manager, boards.board)
    assert f'src="../../pieces-jointes/{picture}/apercu/720/"' in text_of(client, with_all + "cartes/PORT-1/")
    assert "WEBP" in client.get(f"{with_all}pieces-jointes/{picture}/apercu/720/").getvalue().decode("latin-1")
    at = shared(manager, boards.board, "t" * 43, hides_comments=True, hides_files=True)
    said = text_of(client, at) + text_of(client, at + "cartes/PORT-1/")
    for hidden in ("Merci", "note.txt", "plan.png", "pieces-jointes", "Commentaires"):
        assert hidden not in said
    for address in (f"{at}pieces-jointes/{picture}/", f"{at}pieces-jointes/{picture}/apercu/720/"):
        assert client.get(address).status_code == 404


def test_restricted_cards_are_not_there_nor_in_any_count(boards, filled):
    editor, manager = filled
    link_cards(editor, TaskList.objects.get(), [boards.card("B")])
    at, client = shared(manager, boards.board), Client()
    assert "0/2" in text_of(client, at)
    assign_cards(editor, [boards.card("B")], responsible=editor.user_id)
    attach_file(editor, boards.card("B"), uploads.receive(BytesIO(b"x"), "secret.txt"))
    restrict_cards(editor, [seen(editor, Card, boards.card("B").pk)[0]])
    board, card = text_of(client, at), text_of(client, at + "cartes/PORT-1/")
    assert "PORT-2/" not in board + card
    assert str(boards.card("B").pk) not in board + card
    assert "0/1" in board
    assert "0/2" not in board + card
    assert "<span>2</span>" in board  # cards of « À faire »
    assert client.get(at + "cartes/PORT-2/").status_code == 404
    assert client.get(f"{at}pieces-jointes/{Attachment.objects.get(name='secret.txt').pk}/").status_code == 404


def test_neither_is_what_was_put_away_or_is_of_another_board(boards, filled):
    editor, manager = filled
    boards.join(editor, "editor", boards.elsewhere.board)
    archive_cards(editor, [boards.card("C")])
    at, client = shared(manager, boards.board), Client()
    assert "PORT-3/" not in text_of(client, at)
    other = shared(manager, boards.elsewhere.board, "o" * 43)
    file = Attachment.objects.get(name="note.txt").pk
    for address in (at + "cartes/PORT-3/", other + "cartes/PORT-1/", f"{other}pieces-jointes/{file}/"):
        assert client.get(address).status_code == 404, address


def test_what_opens_nothing_answers_the_same_whatever_the_reason(boards, filled):
    at, client = shared(filled[1], boards.board), Client()
    none = text_of(client, "/partage/" + "x" * 43 + "/", 404)
    revoke_link(filled[1], Link.objects.get())
    for address in (at, at + "cartes/PORT-1/", at + "pieces-jointes/1/", "/partage/x/", f"/partage/{'x' * 900}/"):
        assert text_of(client, address, 404) == none


def test_a_password_is_asked_before_anything_is_said(boards, filled):
    at, client = shared(filled[1], boards.board, password="saperlipopette"), Client(enforce_csrf_checks=True)
    asked = client.get(at)
    assert "Feuille" not in asked.content.decode()
    assert asked["Referrer-Policy"] == "same-origin"  # or browsers send the form as if from elsewhere
    assert (client.get(at + "cartes/PORT-1/").status_code, LinkUse.objects.count()) == (303, 0)
    token = client.cookies["csrftoken"].value
    wrong = client.post(at, {"password": "autre", "csrfmiddlewaretoken": token})
    assert (wrong.status_code, "Feuille" in wrong.content.decode()) == (422, False)
    right = client.post(at, {"password": "saperlipopette", "csrfmiddlewaretoken": token})
    assert (right.status_code, right["Location"]) == (303, at)
    assert "Feuille de route" in text_of(client, at)
    assert client.get(at + "cartes/PORT-1/").status_code == 200
    assert Client().get(at + "cartes/PORT-1/").status_code == 303
    for _again in range(5):
        Client().post(at, {"password": "autre"})
    assert Client().post(at, {"password": "saperlipopette"}).status_code == 429


def test_who_is_signed_in_sees_the_same_page(boards, filled, browser):
    at = shared(filled[1], boards.board)
    assert "Aristide" in text_of(browser(filled[1]), at + "cartes/PORT-1/")
    assert 'data-person="' not in text_of(browser(filled[1]), at)


def test_a_link_is_made_on_the_page_and_its_address_shown_once(boards, filled, browser):
    _editor, manager = filled
    client, page = browser(manager), f"/tableaux/{boards.board.pk}/partage/"
    day = (timezone.localdate() + timedelta(days=5)).isoformat()
    answer = client.post(page, {"name": "Cabinet", "until": day, "hides_names": "on"})
    link = Link.objects.get()
    assert (link.name, link.hides_names, link.hides_comments, link.password) == ("Cabinet", True, False, "")
    address = answer.content.decode().partition('value="http')[2].partition('"')[0]
    assert "no-store" in answer["Cache-Control"]
    assert Client().get("/partage/" + address.rpartition("/partage/")[2]).status_code == 200
    again = client.get(page).content.decode()
    assert "Cabinet" in again
    assert "/partage/" not in again.replace(page, "")
    refused = client.post(page, {"name": "", "until": "hier"})
    assert (refused.status_code, Link.objects.count()) == (422, 1)
    gone = client.post(f"/liens/{link.pk}/revocation/", {"next": page})
    assert gone.status_code == 303
    assert Client().get("/partage/" + address.rpartition("/partage/")[2]).status_code == 404


def test_only_those_who_manage_see_what_is_shared(boards, filled, browser):
    editor, _manager = filled
    page = f"/tableaux/{boards.board.pk}/partage/"
    assert browser(editor).get(page).status_code == 403
    assert browser(boards.member(None, name="Ève Tranger")).get(page).status_code == 404
    assert "/partage/" not in text_of(browser(editor), f"/tableaux/{boards.board.pk}/")


def test_administrators_see_all_links_and_no_name_of_a_private_project(boards, filled, browser):
    shared(filled[1], boards.board)
    administrator = browser(boards.member("administrator", name="Ada Min"))
    assert "Feuille de route" in text_of(administrator, "/administration/invites-et-liens/")
    with writes_allowed():
        Project.objects.update(is_shared=False)
    said = text_of(administrator, "/administration/invites-et-liens/")
    assert "Feuille de route" not in said
    administrator.post(f"/liens/{Link.objects.get().pk}/revocation/")
    assert Link.objects.get().revoked_at is not None


@override_settings(RATE_LIMITS={})
def test_reading_takes_a_fixed_number_of_queries(boards, filled, django_assert_num_queries):
    at, client = shared(filled[1], boards.board), Client()
    client.get(at)
    with django_assert_num_queries(9):
        client.get(at)
