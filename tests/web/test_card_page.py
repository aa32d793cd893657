"""A card's page: what it tells of its past, and the way back to a former text."""

import re
from html import unescape

import pytest
from django.utils.translation import override

from projets.boards.actions.cards import create_cards, describe_card, rename_card
from projets.boards.actions.comments import edit_comment, write_comment
from projets.boards.actions.details import assign_cards
from projets.boards.actions.memberships import remove_member
from projets.boards.actions.tasks import create_task_list, create_tasks
from projets.boards.models import Comment, Membership, Task, TaskList
from projets.web.pages.card.versions import compared
from projets.web.templatetags.board import size

JSON = {"headers": {"Accept": "application/json"}}


@pytest.fixture
def page(boards, editor, browser):
    return browser(editor)


@pytest.fixture
def card(boards):
    return boards.card("A")


def words(html):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_the_history_in_sentences(page, editor, card):
    rename_card(editor, card, "Autre titre")
    write_comment(editor, card, "Bonjour")
    html = page.get("/cartes/PORT-1/", headers={"X-Fragment": "card-history:1"}).content.decode()
    said = words(html)
    assert "Camille Martin a commenté la carte ," in said
    assert "Camille Martin a renommé la carte « A » en « Autre titre » ," in said
    assert said.index("a commenté") < said.index("a renommé")


def test_the_history_goes_on(page, editor, boards):
    create_cards(editor, boards.todo, ["Nouvelle"])
    card = boards.card("Nouvelle")
    for number in range(12):
        rename_card(editor, card, f"Titre {number}")
    html = page.get("/cartes/PORT-7/").content.decode()
    assert words(html).count("a renommé la carte") == 10
    address = re.search(r'href="(/cartes/PORT-7/historique/[^"]+)"', html)[1]
    rest = page.get(address, headers={"X-Fragment": "entries"}).content.decode()
    assert words(rest).count("a renommé la carte") == 2
    assert "a créé la carte" in words(rest)
    assert "data-more-history" not in rest
    alone = page.get(address).content.decode()
    assert "<h1>Historique</h1>" in alone
    assert page.get("/cartes/PORT-7/historique/?avant=x").status_code == 404


def test_versions_of_the_description(page, editor, card):
    for text in ("un\ndeux", "un\ntrois"):
        describe_card(editor, card, text)
    html = page.get("/cartes/PORT-1/versions/").content.decode()
    assert "<del>deux</del>" in html
    assert "<ins>trois</ins>" in html
    sent = {"text": "un\r\ndeux", "version": "2"}
    assert page.post(f"/cartes/{card.pk}/description/", sent, **JSON).status_code == 200
    card.refresh_from_db()
    assert (card.description.splitlines(), card.description_version) == (["un", "deux"], 3)


def test_versions_of_a_comment_are_its_authors_to_put_back(boards, page, editor, card, browser):
    write_comment(editor, card, "un")
    comment = Comment.objects.get()
    edit_comment(editor, comment, "deux")
    address = f"/commentaires/{comment.pk}/versions/?version=1"
    assert "Rétablir cette version" in page.get(address).content.decode()
    other = browser(boards.member("editor", name="Awa Diop"))
    html = other.get(address, headers={"X-Fragment": "dialog"}).content.decode()
    assert "<del>un</del>" in html
    assert "Rétablir" not in html
    assert "<html" not in html
    assert browser(boards.member(None)).get(address).status_code == 404


def test_a_card_without_versions_has_no_such_page(page):
    assert page.get("/cartes/PORT-2/versions/").status_code == 404


def test_tasks_move_by_their_menu(page, editor, card):
    create_task_list(editor, card, "Liste")
    create_tasks(editor, TaskList.objects.get(), ["un", "deux", "trois"])

    def order():
        return list(Task.objects.order_by("position").values_list("name", flat=True))

    def press(name, button):
        html = page.get("/cartes/PORT-1/").content.decode()
        task = Task.objects.get(name=name)
        place = re.search(rf'/taches/{task.pk}/place/.{{0,400}}?value="([^"]*)" data-focus="{button}:', html, re.S)[1]
        assert page.post(f"/taches/{task.pk}/place/", {"position": place}, **JSON).status_code == 200
        return order()

    assert press("trois", "up") == ["un", "trois", "deux"]
    assert press("trois", "up") == ["trois", "un", "deux"]
    assert press("trois", "down") == ["un", "trois", "deux"]
    assert press("trois", "down") == ["un", "deux", "trois"]


def test_both_texts_line_by_line():
    assert compared("a\nb\nc", "a\nd\nc\ne") == (
        [(False, "a"), (True, "b"), (False, "c")],
        [(False, "a"), (True, "d"), (False, "c"), (True, "e")],
    )


@pytest.mark.parametrize(
    ("count", "said"),
    [(7, "7 o"), (2_450, "2,4 Ko"), (48_000, "47 Ko"), (50 * 2**20, "50 Mo"), (3 * 2**40, "3072 Go")],
)
def test_sizes_in_words(count, said):
    with override("fr"):
        assert size(count).replace("\xa0", " ") == said


def test_who_was_taken_off_meanwhile_is_no_hindrance(boards, editor, page, card):
    """Their page showed somebody who has left the board since: unticked, and somebody else ticked."""
    left, comes = (boards.member("editor", name=name) for name in ("Awa Diop", "Ana Ruiz"))
    assign_cards(editor, [card], add=[left.user_id])
    remove_member(boards.member("project manager"), Membership.objects.get(user=left.user_id))
    ticked = {"had": left.user_id, "person": comes.user_id}
    assert page.post(f"/cartes/{card.pk}/membres/", ticked, **JSON).status_code == 200
    assert boards.card("A").member_ids == (comes.user_id,)
