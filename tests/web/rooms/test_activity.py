"""What was done lately on a board."""

import re
from dataclasses import replace

import pytest

from projets.boards.actions.cards import create_cards, rename_card


def test_the_last_comes_first_and_cards_have_their_names(browser, boards, editor):
    create_cards(editor, boards.todo, ["Neuve"])
    rename_card(editor, boards.card("A"), "Autre")
    page = browser(editor).get(f"/tableaux/{boards.board.pk}/historique/").content.decode()
    assert "Camille Martin" in page
    assert page.index("Autre") < page.index("Neuve")
    assert "avant=" not in page


def test_older_ones_follow_on_the_next_page(browser, boards, editor):
    create_cards(editor, boards.todo, ["Première", *(f"Carte {number}" for number in range(50))])
    address = f"/tableaux/{boards.board.pk}/historique/"
    first = browser(editor).get(address)
    assert "Carte 49" in first.content.decode()
    assert "Première" not in first.content.decode()
    older = f"{address}?avant={first.context['history']['older']}"
    assert f'href="{older}"' in first.content.decode()
    assert "Première" in browser(editor).get(older).content.decode()
    assert browser(editor).get(f"{address}?avant=x").status_code == 404


def test_a_board_without_history_says_so(browser, boards, editor):
    page = browser(editor).get(f"/tableaux/{boards.board.pk}/historique/").content.decode()
    assert "Il ne s’est encore rien passé ici." in page


def test_it_is_for_who_sees_the_board(browser, boards):
    stranger = boards.member(None, name="Zoé Petit")
    assert browser(stranger).get(f"/tableaux/{boards.board.pk}/historique/").status_code == 404


DOORS = {"web": [], "api": ["(par un programme)"], "cli": ["(en ligne de commande)"]}


@pytest.mark.parametrize(("door", "said"), DOORS.items())
def test_by_which_door_it_was_done(boards, editor, browser, door, said):
    rename_card(replace(editor, via=door), boards.card("A"), "Autre")
    shown = browser(editor).get(f"/tableaux/{boards.board.pk}/historique/").content.decode()
    assert re.findall(r"\((?:par|en) [\w ]+\)", shown) == said
