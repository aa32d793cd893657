"""What no browser of ours sends: answered in words below 500, and nothing of it changes anything."""

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from projets.boards.actions.cards import create_cards
from projets.boards.models import Card, Membership
from projets.usecase.guard import writes_allowed
from projets.web import following

JSON = {"accept": "application/json"}


@pytest.fixture(autouse=True)
def _who_may_follow():
    following.register()


def rename(client, card, **more):
    return client.post("/selection/titre/", {"card": card.pk, "title": "Z"} | more, headers=JSON)


@pytest.mark.parametrize("act", ["a\0b", "\x1b[0m", "x" * 65])
def test_an_act_under_a_name_that_cannot_be_kept(browser, boards, editor, act):
    client = browser(editor)
    refused = rename(client, boards.card("A"), act=act)
    assert (refused.status_code, boards.card("A").title == "A") == (422, True)
    for address in ("/profil/theme/", "/profil/adresse/", "/profil/mot-de-passe/", "/imports/1/lancer/"):
        assert client.post(address, {"act": act, "theme": "dark"}, headers=JSON).status_code in (404, 422)


def test_one_name_for_two_acts_is_a_conflict_through_every_door(browser, boards, editor):
    client = browser(editor)
    assert rename(client, boards.card("A"), act="one").status_code == 200
    assert client.post("/selection/fait/", {"card": Card.objects.get(number=1).pk, "act": "one"}).status_code == 409
    refused = client.post("/profil/theme/", {"theme": "dark", "act": "one"}, headers=JSON)
    assert (refused.status_code, refused.json()["refused"][:9]) == (409, "Cette pag")


def test_somebody_elses_act_answers_nothing_to_me(browser, boards, editor, both):
    assert rename(browser(editor), boards.card("A"), act="mine").status_code == 200
    answer = browser(both).post("/selection/fait/", {"card": boards.card("B").pk, "act": "mine"}, headers=JSON)
    assert [one["patches"][0]["replace"] for one in answer.json()["messages"]] == [f"card:{boards.card('B').pk}"]


def test_an_old_act_sent_again_tells_nothing_of_a_board_one_has_left(browser, boards, editor):
    client, card = browser(editor), boards.card("A")
    told = rename(client, card, act="once").json()
    assert [message["stream"] for message in told["messages"]] == [boards.board.stream]
    assert rename(client, card, act="once").json() == told
    with writes_allowed():
        Membership.objects.filter(user=editor.user_id).delete()
    again = rename(client, card, act="once")
    assert again.json() == {"act": told["act"], "messages": []}
    assert rename(client, card, act="another").status_code == 404


@pytest.mark.parametrize("version", ["-1", "1", str(2**63), "9" * 5000, "x"])
def test_a_version_of_a_text_that_nobody_has_written(browser, boards, editor, version):
    address = f"/cartes/{boards.card('A').pk}/description/"
    refused = browser(editor).post(address, {"text": "mine", "version": version}, headers=JSON)
    assert refused.status_code in (409, 422)
    assert "theirs" not in refused.json()
    assert boards.card("A").description_version == 0


@pytest.mark.parametrize("after", [str(2**31), str(2**63), "9" * 4000])
def test_a_list_has_nothing_that_far_down(browser, boards, editor, after):
    assert browser(editor).get(f"/listes/{boards.todo.pk}/cartes/?apres={after}").content.strip() == b""


@pytest.mark.parametrize("referer", ["http://[", "//["])
def test_a_page_before_that_is_no_address(browser, boards, editor, referer):
    answer = browser(editor).post("/selection/titre/", {"title": "Z"}, headers={"referer": referer})
    assert answer.status_code == 422


@pytest.mark.parametrize("host", ["evil.example", "[", "evil.example:80@localhost"])
@pytest.mark.parametrize("address", ["/", "/connexion/", "/sw.js", "/introuvable"])
def test_under_another_name_nothing_of_ours_is_shown(db, address, host):
    answer = Client().get(address, headers={"host": host})
    assert answer.status_code == 400
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")


def test_a_watcher_may_ask_by_any_address(db):
    assert Client().get("/healthz", headers={"host": "10.0.0.7"}).status_code == 200


@pytest.mark.parametrize("key", ["\0" * 32, "a\0" * 16, "é" * 32, "'; --" * 8])
def test_a_cookie_that_is_no_key_is_nobodys(db, key):
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    assert client.get("/")["Location"] == "/connexion/?next=%2F"


@pytest.mark.parametrize("reference", ["\0-1", "%00-1", "PORT-", "-1", "PORT-²", "PORT-0000000001", "' OR 1-1"])
def test_a_card_of_no_number(browser, editor, reference):
    assert browser(editor).get(f"/cartes/{reference}/").status_code == 404


def test_a_password_that_could_not_be_sent_is_not_shown_again(db):
    client = Client()
    answer = client.post("/profil/mot-de-passe/", {"password": "le-mien-secret", "new": "le-nouveau-secret"})
    assert answer.status_code == 401
    assert b"secret" not in answer.content


def test_a_card_made_by_an_act_is_not_told_to_who_was_removed(browser, boards, editor):
    (fact,) = create_cards(editor, boards.todo, ["G"]).facts
    boards.leave(editor)
    assert browser(editor).get(f"/cartes/PORT-{fact.after.number}/").status_code == 404


def test_who_cannot_add_anybody_learns_of_no_account(browser, boards, editor):
    """Neither by looking for people nor by adding them."""
    boards.person("Lou Libre", username="lou")
    client = browser(editor)
    assert client.get("/personnes/?q=lou", headers=JSON).status_code == 403
    for who in ("lou", "nobody-of-this-name"):
        refused = [
            client.post(address, {"who": who, "role": "reader"}, headers=JSON)
            for address in (f"/tableaux/{boards.board.pk}/membres/", f"/projets/{boards.project.pk}/responsables/")
        ]
        assert [one.status_code for one in refused] == [403, 403]
    manager = browser(boards.member("project manager", name="Max Autre"))
    assert [one["name"] for one in manager.get("/personnes/?q=lou", headers=JSON).json()["people"]] == ["Lou Libre"]


@pytest.mark.parametrize("held_by", ["todo", "board", "project"])
def test_a_card_in_the_bin_with_what_holds_it_has_no_page(browser, boards, editor, held_by):
    client, holder = browser(editor), getattr(boards, held_by)
    assert client.get("/cartes/PORT-1/").status_code == 200
    with writes_allowed():
        type(holder).objects.filter(pk=holder.pk).update(binned_at=timezone.now())
    assert client.get("/cartes/PORT-1/").status_code == 404
