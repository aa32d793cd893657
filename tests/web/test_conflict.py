"""The second to save a text is shown the first one's, and nothing is overwritten."""

import pytest

from projets.boards.actions.cards import describe_card
from projets.boards.actions.comments import write_comment
from projets.boards.models import Comment

JSON = {"headers": {"Accept": "application/json"}}


@pytest.fixture
def other(boards):
    return boards.member("editor", name="Awa Diop")


def test_a_description(boards, editor, other, browser):
    card = boards.card("A")
    describe_card(other, card, f"Vu avec @[]({editor.user_id}).", read_version=0)
    sent = {"text": "Mon texte", "version": "0"}
    refused = browser(editor).post(f"/cartes/{card.pk}/description/", sent, **JSON)
    assert refused.status_code == 409
    answer = refused.json()
    assert answer["version"] == 1
    written_at = answer["theirs"].pop("at")
    assert written_at.endswith("+00:00")
    assert answer["theirs"] == {
        "version": 1,
        "text": f"Vu avec @[Camille Martin]({editor.user_id}).",
        "author": "Awa Diop",
    }
    assert boards.card("A").description == f"Vu avec @[]({editor.user_id})."
    kept = browser(editor).post(f"/cartes/{card.pk}/description/", sent | {"version": "1"}, **JSON)
    assert kept.status_code == 200
    assert boards.card("A").description == "Mon texte"


def test_a_comment_in_two_tabs_of_its_author(boards, editor, browser):
    write_comment(editor, boards.card("A"), "un")
    comment = Comment.objects.get()
    for text, version, status in (("deux", "1", 200), ("trois", "1", 409)):
        address = f"/commentaires/{comment.pk}/"
        answer = browser(editor).post(address, {"text": text, "version": version}, **JSON)
        assert answer.status_code == status
    assert (answer.json()["theirs"]["version"], answer.json()["theirs"]["text"]) == (2, "deux")
