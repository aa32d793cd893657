"""The bell, as the pages of who is told show it."""

import re

import pytest

from projets.accounts.models import User
from projets.boards.actions.cards import move_cards
from projets.boards.actions.comments import write_comment
from projets.boards.actions.subscribing import subscribe_card
from projets.notifications.models import Notification
from projets.usecase.dispatch import dispatch
from tests.browser.axe import overflow, violations


@pytest.fixture
def awa(boards):
    return boards.member("editor", name="Awa Diop")


@pytest.fixture
def me(site, boards, editor):
    subscribe_card(editor, boards.card("A"))
    return User.objects.get(pk=editor.user_id)


def move(boards, awa):
    """Awa moves the card that I follow to the other list."""
    card = boards.card("A")
    move_cards(awa, [card], boards.doing if card.list_id == boards.todo.pk else boards.todo, 0)
    dispatch()


def shows(page, count):
    page.locator('#bell [data-element="unread"]:visible', has_text=str(count)).wait_for()


@pytest.mark.parametrize("address", ["/", "/tableaux/{board}/", "/profil/", "/notifications/"])
def test_it_follows_live_on_every_page_and_says_so(browsers, boards, awa, me, address):
    page = browsers.open(address.format(board=boards.board.pk), me)
    page.locator("notification-bell[data-live], #live-state:has-text('En direct')").first.wait_for(state="attached")
    move(boards, awa)
    shows(page, 1)
    page.locator("#announcements", has_text="1 notification non lue").wait_for()
    assert page.locator("#bell").inner_text().split() == ["1", "Notifications,", "1", "non", "lue"]
    move(boards, awa)
    shows(page, 2)


def test_the_panel_by_keyboard_alone(browsers, boards, awa, me):
    move(boards, awa)
    page = browsers.open("/", me, size="narrow")
    page.locator("#bell").focus()
    page.keyboard.press("Enter")
    panel = page.get_by_role("dialog", name="Notifications")
    panel.get_by_text("a déplacé la carte de À faire à En cours").wait_for()
    assert violations(page) == []
    assert overflow(page) == 0
    move(boards, awa)
    panel.get_by_text("a déplacé la carte de En cours à À faire").wait_for()  # it follows while it is open
    page.keyboard.press("Escape")
    panel.wait_for(state="hidden")
    assert page.evaluate("document.activeElement.id") == "bell"
    page.keyboard.press("Enter")
    page.locator("#bell-panel a:focus").wait_for()
    panel.get_by_role("button", name="Tout marquer comme lu").press("Enter")
    panel.get_by_text("Rien à lire.").wait_for()
    assert not Notification.objects.filter(read_at=None).exists()
    assert page.locator("#bell").inner_text() == "Notifications"


def test_opening_a_card_reads_what_is_told_of_it(browsers, boards, awa, me):
    move(boards, awa)
    page = browsers.open(f"/tableaux/{boards.board.pk}/", me)
    shows(page, 1)
    page.get_by_role("link", name="A", exact=True).click()
    page.locator('#bell [data-element="unread"]').wait_for(state="hidden")
    write_comment(awa, boards.card("A"), "Et ceci ?")
    dispatch()
    page.get_by_text("Et ceci ?").first.wait_for()
    page.locator('#bell [data-element="unread"]').filter(has_text=re.compile("^0$")).wait_for(state="attached")
    while Notification.objects.filter(read_at=None).exists():  # what comes while it is open too
        page.wait_for_timeout(50)
    assert Notification.objects.count() == 2


def test_the_page_marks_one_and_shows_the_others(browsers, boards, awa, me):
    move(boards, awa)
    move(boards, awa)
    page = browsers.open("/notifications/", me)
    assert page.get_by_role("button", name="Marquer comme lue").count() == 2
    page.get_by_role("button", name="Marquer comme lue").first.click()
    page.get_by_role("heading", name="Lues", exact=True).wait_for()
    page.get_by_role("button", name="Marquer comme non lue").click()
    page.get_by_role("heading", name="Lues", exact=True).wait_for(state="detached")
    page.get_by_role("button", name="Tout lu (PORT-1)").click()
    page.get_by_text("Vous avez tout lu.").wait_for()
    page.get_by_role("link", name="A", exact=True).first.click()
    page.get_by_role("dialog", name="A").wait_for()
