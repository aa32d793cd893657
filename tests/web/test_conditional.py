"""What has not changed is not sent again; what has changed always is."""

import pytest
from django.test import Client

from projets.boards.actions import cards, labels


def ask(client, address, tag=""):
    return client.get(address, headers={"If-None-Match": tag} if tag else {})


@pytest.mark.parametrize("page", ["home", "board"])
def test_an_unchanged_page_is_not_sent_again(boards, editor, browser, page):
    client = browser(editor)
    address = "/" if page == "home" else f"/tableaux/{boards.board.pk}/"
    ask(client, address)  # the first one brings the cookie of forms
    first = ask(client, address)
    assert first.headers["Cache-Control"] == "private, no-cache"
    again = ask(client, address, first.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")


ACTS = {
    "card": lambda actor, boards: cards.rename_card(actor, boards.card("A"), "Autre"),
    "move": lambda actor, boards: cards.move_cards(actor, [boards.card("A")], boards.doing),
    "label": lambda actor, boards: labels.edit_label(actor, boards.urgent, "Pressé", "bleu"),
}


@pytest.mark.parametrize("name", ACTS)
def test_a_change_is_seen_at_once(boards, browser, editor, name):
    client = browser(editor)
    address = f"/tableaux/{boards.board.pk}/"
    ask(client, address)
    first = ask(client, address)
    ACTS[name](editor, boards)
    again = ask(client, address, first.headers["ETag"])
    assert again.status_code == 200
    assert again.content != first.content


def test_everybody_has_the_tokens_of_their_own_session(boards, browser, editor):
    address, tokens = f"/tableaux/{boards.board.pk}/", []
    for _visit in range(2):
        client = Client(enforce_csrf_checks=True)
        client.cookies = browser(editor).cookies
        page = client.get(address).content.decode()
        tokens.append(page.rsplit('name="csrfmiddlewaretoken" value="')[-1].split('"')[0])
        form = {"title": "De plus", "csrfmiddlewaretoken": tokens[-1]}
        assert client.post(f"/listes/{boards.todo.pk}/cartes/", form).status_code == 303
    assert tokens[0] != tokens[1]
    other = Client(enforce_csrf_checks=True)
    other.cookies = browser(editor).cookies
    other.get(address)
    form = {"title": "De trop", "csrfmiddlewaretoken": tokens[0]}
    assert other.post(f"/listes/{boards.todo.pk}/cartes/", form).status_code == 403


def test_other_rights_other_lists(boards, browser, editor):
    address, form = f"/tableaux/{boards.board.pk}/", b'class="list__new"'
    assert form in browser(editor).get(address).content
    assert form not in browser(boards.member("reader")).get(address).content
    assert form in browser(editor).get(address).content
