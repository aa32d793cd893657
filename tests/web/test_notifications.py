"""The bell, the page of notifications, and what reads them."""

import re

import pytest

from projets.boards.actions.boards import subscribe_board
from projets.boards.actions.cards import bin_cards, move_cards
from projets.boards.actions.comments import bin_comment, write_comment
from projets.boards.actions.details import assign_cards
from projets.boards.actions.subscribing import subscribe_card
from projets.boards.models import Comment
from projets.notifications.models import Notification
from projets.notifications.subscribers import notify_people
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Event
from projets.web.patches import patches

pytestmark = pytest.mark.django_db


@pytest.fixture
def awa(boards):
    return boards.member("editor", name="Awa Diop")


@pytest.fixture
def told(boards, editor, awa):
    """The editor follows A and the board; Awa did four things. Answers what tells of whatever happens next."""

    def tell():
        with writes_allowed():
            for event in Event.objects.order_by("id"):
                notify_people(event)

    subscribe_card(editor, boards.card("A"))
    subscribe_board(editor, boards.board)
    move_cards(awa, [boards.card("A"), boards.card("B")], boards.doing, 0)
    tell()
    write_comment(awa, boards.card("A"), f"Pour @[]({editor.user_id}), **vite**")
    assign_cards(awa, [boards.card("B")], [], responsible=editor.user_id)
    tell()
    return tell


def bell(html):
    return re.search(r'data-element="unread"( hidden)? aria-hidden="true">(\d+)<', html).groups()


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_bell_counts_what_is_unread(told, editor, awa, browser):
    assert bell(browser(editor).get("/profil/").content.decode()) == (None, "4")
    assert bell(browser(awa).get("/profil/").content.decode()) == (" hidden", "0")
    assert "Notifications, 4 non lues" in words(browser(editor).get("/").content.decode())


def test_the_page_by_card_with_who_what_why(told, boards, editor, browser, django_assert_num_queries):
    page = browser(editor)
    page.get("/notifications/")
    with django_assert_num_queries(9):
        html = page.get("/notifications/").content.decode()
    said = words(html[html.index("Non lues") :])
    assert said.index("PORT-2") < said.index("PORT-1")  # the card of the newest first
    for sentence in (
        "Awa Diop vous a confié la responsabilité de la carte",
        "On vous l’a confiée",
        "Awa Diop vous a mentionné sur la carte",
        "Pour @Camille Martin, **vite**",
        "On vous mentionne",
        "Awa Diop a déplacé la carte de À faire à En cours",
        "Vous suivez la carte",
        "Vous suivez le tableau",
    ):
        assert sentence in said


def test_nothing_yet(awa, boards, browser):
    assert "Rien pour l’instant" in words(browser(awa).get("/notifications/").content.decode())


def test_one_is_read_and_unread_again(told, editor, browser):
    page, one = browser(editor), Notification.objects.order_by("id").first()
    answer = page.post(f"/notifications/{one.pk}/", {"read": "1"}, headers={"accept": "application/json"}).json()
    (message,) = answer["messages"]
    assert message["patches"][0] == {"replace": "unread", "html": "3"}
    assert bell(page.get("/profil/").content.decode()) == (None, "3")
    page.post(f"/notifications/{one.pk}/", {"read": "0"})
    assert bell(page.get("/profil/").content.decode()) == (None, "4")


def test_all_are_read(told, editor, browser):
    page = browser(editor)
    page.post("/notifications/lues/")
    assert bell(page.get("/profil/").content.decode()) == (" hidden", "0")
    said = words(page.get("/notifications/").content.decode())
    assert "Vous avez tout lu." in said
    assert said.index("Lues") < said.index("On vous mentionne")


def test_opening_a_card_asks_to_read_its_own(told, boards, editor, browser):
    page, card = browser(editor), boards.card("A")
    assert "data-unread>" in page.get("/cartes/PORT-1/").content.decode().replace(" data-may-attach", "")
    page.post(f"/cartes/{card.pk}/notifications/")
    unread = Notification.objects.filter(read_at=None).values_list("card_id", flat=True)
    assert set(unread) == {boards.card("B").pk}
    assert "data-unread>" not in page.get("/cartes/PORT-1/").content.decode().replace(" data-may-attach", "")


def test_those_of_somebody_else_are_not_there(told, awa, editor, browser):
    one = Notification.objects.first()
    assert browser(awa).post(f"/notifications/{one.pk}/", headers={"accept": "application/json"}).status_code == 404
    assert Notification.objects.filter(read_at=None).count() == 4


def test_who_left_the_board_reads_nothing_of_it(told, boards, editor, browser):
    boards.leave(editor)
    page = browser(editor)
    assert bell(page.get("/profil/").content.decode()) == (" hidden", "0")
    assert "Rien pour l’instant" in words(page.get("/notifications/").content.decode())
    one = Notification.objects.first()
    assert page.post(f"/notifications/{one.pk}/", headers={"accept": "application/json"}).status_code == 404


def test_what_was_taken_away_since(told, boards, editor, awa, browser):
    bin_comment(awa, Comment.objects.get())
    bin_cards(awa, [boards.card("B")])
    told()
    html = browser(editor).get("/notifications/").content.decode()
    assert "Ce commentaire a été retiré." in words(html)
    assert "a mis la carte à la corbeille" in words(html)
    assert ('href="/cartes/PORT-1/"' in html, 'href="/cartes/PORT-2/"' in html) == (True, False)


def test_the_last_ones_in_the_panel(told, editor, browser):
    answer = browser(editor).get("/notifications/", headers={"X-Fragment": "latest"})
    assert "<html" not in answer.content.decode()
    assert words(answer.content.decode()).count("Awa Diop") == 4
    browser(editor).post("/notifications/lues/")
    answer = browser(editor).get("/notifications/", headers={"X-Fragment": "latest"})
    assert "Rien à lire." in words(answer.content.decode())


def test_every_open_page_of_the_person_follows(told, editor):
    events = Event.objects.filter(stream=f"user:{editor.user_id}", kind="notification.created").order_by("revision")
    for event in events:
        assert patches(event.fact, event.stream_id, "fr") == [
            {"replace": "unread", "html": "4"},
            {"refresh": "notifications"},
            {"refresh": "latest"},
        ]
    assert len(events) == 4
