"""« Mes données »: E-04 and E-05, from the profile."""

import time

import pytest

from projets.accounts.models import User
from projets.boards.actions.cards import rename_card
from projets.boards.departures.actions.departures import open_departure
from projets.boards.departures.models import Departure, NamedAt
from projets.usecase.guard import writes_allowed


def row(actor):
    return User.objects.get(pk=actor.user_id)


def long_ago(client):
    """Who is there was proved more than ten minutes ago."""
    session = client.session
    session["confirmed_at"] = int(time.time()) - 3600
    session.save()


def test_one_erases_oneself_after_saying_so_twice(browser, editor):
    client = browser(editor)
    assert "Fermer mon compte et m’effacer" in client.get("/profil/donnees/").content.decode()
    refused = client.post("/profil/donnees/effacement/")
    assert (refused.status_code, "Cochez d’abord la case" in refused.content.decode()) == (422, True)
    assert row(editor).is_active
    answer = client.post("/profil/donnees/effacement/", {"sure": "on"})
    assert (answer.status_code, "Votre compte est effacé" in answer.content.decode()) == (200, True)
    assert (row(editor).pseudonym, row(editor).is_active) == (1, False)
    assert client.get("/profil/").url.startswith("/connexion/")


def test_who_is_there_is_asked_first(browser, editor):
    client = browser(editor)
    long_ago(client)
    asked = client.post("/profil/donnees/effacement/", {"sure": "on"})
    assert (asked.status_code, 'name="sure" value="on"' in asked.content.decode()) == (403, True)
    assert row(editor).pseudonym is None


def test_the_last_administrator_stays(browser, boards):
    administrator = boards.member("administrator")
    answer = browser(administrator).post("/profil/donnees/effacement/", {"sure": "on"})
    assert (answer.status_code, "dernier administrateur" in answer.content.decode()) == (409, True)
    assert row(administrator).is_active


def test_an_invented_person_stays(browser, editor):
    with writes_allowed():
        User.objects.update(is_demo=True)
    assert browser(editor).post("/profil/donnees/effacement/", {"sure": "on"}).status_code == 409
    assert row(editor).is_active


def test_the_page_of_departures_erases_and_lists_names(browser, boards, editor):
    administrator, manager = boards.member("administrator", name="Ada Min"), boards.member("project manager")
    leaving = boards.person("Luce Part")
    rename_card(editor, boards.card("A"), "Appeler Luce Part")
    open_departure(administrator, leaving)
    departure = Departure.objects.get()
    page = browser(administrator).get("/departs/").content.decode()
    assert "Son nom sera effacé le" in page
    address = f"/departs/{departure.pk}/effacement/"
    assert browser(manager).post(address).status_code == 404
    done = browser(administrator).post(address)
    assert (done.status_code, done.url) == (303, "/departs/")
    assert User.objects.get(pk=leaving.pk).pseudonym == 1
    page = browser(manager).get("/departs/").content.decode()
    assert "Nommée dans des textes" in page
    assert "/cartes/PORT-1/" in page
    named = NamedAt.objects.get()
    assert browser(editor).post(f"/departs/noms/{named.pk}/").status_code == 404
    assert browser(manager).post(f"/departs/noms/{named.pk}/").status_code == 303
    assert not NamedAt.objects.exists()
    assert browser(administrator).post(address).status_code == 409


@pytest.mark.parametrize("address", ["/profil/donnees/"])
def test_others_sign_in_first(client, address):
    assert client.get(address).url.startswith("/connexion/")
