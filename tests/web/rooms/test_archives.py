"""Archive and bin of a board."""

import pytest

from projets.boards.actions.attachments import attach_link, bin_attachment
from projets.boards.actions.cards import archive_cards, bin_cards
from projets.boards.actions.comments import bin_comment, write_comment
from projets.boards.actions.labels import bin_label
from projets.boards.actions.lists import archive_lists, bin_lists
from projets.boards.actions.tasks import bin_task_list, bin_tasks, create_task_list, create_tasks
from projets.boards.models import Attachment, Card, Comment, Label, List, Task, TaskList


@pytest.fixture
def here(boards):
    return f"/tableaux/{boards.board.pk}/archives/"


@pytest.fixture
def full(boards, editor):
    """One of everything in the bin of the board, a card and a list in its archive."""
    card = boards.card("A")
    for name in ("Étapes", "Autres"):
        create_task_list(editor, card, name)
    create_tasks(editor, TaskList.objects.get(name="Étapes"), ["Une tâche"])
    write_comment(editor, card, "Un commentaire")
    attach_link(editor, card, "https://exemple.fr")
    bin_tasks(editor, [Task.objects.get()])
    bin_task_list(editor, TaskList.objects.get(name="Autres"))
    bin_comment(editor, Comment.objects.get())
    bin_attachment(editor, Attachment.objects.get())
    bin_label(editor, Label.objects.get())
    bin_cards(editor, [boards.card("B")])
    archive_cards(editor, [boards.card("C")])
    archive_lists(editor, [boards.doing])


KINDS = ["attachment", "card", "comment", "label", "task", "task_list"]


def test_everything_is_told(boards, editor, full, here, browser, django_assert_num_queries):
    client = browser(editor)
    with django_assert_num_queries(22):
        context = client.get(here).context
    assert sorted(context["told"]) == KINDS
    assert [one.title for one in context["cards"]] == ["C"]
    assert [one.name for one in context["lists"]] == ["En cours"]
    assert {one.who.name for found in context["told"].values() for one in found} == {"Camille Martin"}
    assert {one.days_left for found in context["told"].values() for one in found} == {29}
    part = client.get(here, headers={"x-fragment": "archives"}).content.decode()
    assert ("<html" in part, "Une tâche" in part) == (False, True)


def test_what_somebody_took_back_is_theirs_and_the_manager_s(boards, editor, full, here, browser):
    seen = {
        role: "comment" in browser(boards.member(role, name="Awa Diop")).get(here).context["told"]
        for role in ("editor", "reader", "project manager")
    }
    assert seen == {"editor": False, "reader": False, "project manager": True}
    assert "Un commentaire" not in browser(boards.member("reader")).get(here).content.decode()


def test_words_are_looked_for(boards, editor, full, here, browser):
    context = browser(editor).get(here + "?q=TACHE").context
    assert ([one.name for one in context["held"]], context["cards"], context["lists"]) == (["Une tâche"], [], [])


def test_each_comes_back(boards, editor, full, here, browser, send):
    told = browser(editor).get(here).context["told"]
    for kind in ("task_list", "task", "comment", "attachment"):
        (one,) = told[kind]
        assert send(editor, f"/contenus/{kind}/{one.row.pk}/restauration/").status_code == 200
    card = boards.card("A")
    assert (card.tasks_total, card.comments_total, card.attachments_total) == (1, 1, 1)
    assert send(editor, f"/etiquettes/{told['label'][0].row.pk}/restauration/").status_code == 200
    assert send(editor, "/selection/restauration/", card=told["card"][0].row.pk).status_code == 200
    assert send(editor, "/selection/retour/", card=boards.card("C").pk).status_code == 200
    assert send(editor, f"/listes/{boards.doing.pk}/retour/").status_code == 200
    assert boards.titles(boards.todo) == "ABC"
    context = browser(editor).get(here).context
    assert (context["told"], context["cards"], context["lists"]) == ({}, [], [])


def test_not_without_the_role_nor_of_another_kind(boards, editor, full, send, browser, here, stranger):
    reader = boards.member("reader", name="Awa Diop")
    task = Task.objects.get()
    assert browser(reader).get(here).status_code == 200
    assert browser(stranger).get(here).status_code == 404
    assert send(reader, f"/contenus/task/{task.pk}/restauration/").status_code == 403
    assert send(stranger, f"/contenus/task/{task.pk}/restauration/").status_code == 404
    assert send(editor, f"/contenus/carte/{task.pk}/restauration/").status_code == 404
    assert Task.objects.get().in_bin


def test_not_into_what_lies_in_the_bin_itself(boards, editor, here, send):
    bin_cards(editor, [boards.card("D")])
    bin_lists(editor, [boards.doing])
    answer = send(editor, "/selection/restauration/", card=boards.card("D").pk)
    assert (answer.status_code, Card.objects.get(title="D").in_bin, List.objects.get(pk=boards.doing.pk).in_bin) == (
        422,
        True,
        True,
    )
