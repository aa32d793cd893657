"""The pages of administrators: axe, width. A new one is a line in ADDRESSES."""

import pytest
from django.utils import timezone

from projets.accounts.models import User
from projets.boards.actions.cards import rename_card
from projets.boards.actions.details import assign_cards
from projets.boards.departures.actions.departures import open_departure
from projets.boards.departures.actions.erasing import erase_person
from projets.boards.reviews.actions.reviews import ask_reviews
from projets.boards.reviews.models import AccessReview
from projets.usecase.actor import Actor
from projets.usecase.guard import writes_allowed
from tests.browser.axe import faults_on
from tests.domain import make_boards

ADDRESSES = {
    "administration": "/administration/",
    "departures": "/departs/",
    "reviews": "/administration/revues/",
    "state": "/administration/etat/",
    "sessions": "/administration/sessions/",
    "security file": "/administration/dossier-de-securite/",
    "review": "/projets/{project}/revue/",
    "project": "/projets/{project}/",
    "settings of the project": "/projets/{project}/reglages/",
}


@pytest.fixture
def looked_after(site):
    """(an administrator who manages a project too, {name: address}); somebody has left, somebody was erased."""
    boards = make_boards()
    manager = boards.member("project manager", name="Ada Min")
    gone = boards.member("editor", name="Un nom interminable " * 6)
    with writes_allowed():
        User.objects.filter(pk=manager.user_id).update(role="administrator")
        AccessReview.objects.create(
            project=boards.project, asked_at=timezone.now(), answered_at=timezone.now(), kept=2, removed=1
        )
    erased = boards.person("Luce Part")
    rename_card(gone, boards.card("B"), "Appeler Luce Part")
    assign_cards(gone, [boards.card("A")], responsible=gone.user_id)
    open_departure(manager, User.objects.get(pk=gone.user_id))
    erase_person(manager, erased)
    ask_reviews(Actor(None, "system"), [boards.project])
    addresses = {name: address.format(project=boards.project.pk) for name, address in ADDRESSES.items()}
    return User.objects.get(pk=manager.user_id), addresses


def test_they_read_well(browsers, looked_after):
    person, addresses = looked_after
    assert faults_on(browsers.context(person).new_page(), addresses.values()) == {}


def test_a_board_is_handed_over_in_place(browsers, looked_after):
    person, addresses = looked_after
    page = browsers.context(person).new_page()
    page.goto(addresses["departures"])
    page.get_by_label("Qui reprend les cartes et les tâches").first.fill(person.email)
    page.get_by_role("button", name="Transmettre").first.click()
    page.get_by_text("Tout a été transmis.").wait_for()
