from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from projets.boards.actions.cards import create_cards, describe_card, move_cards, rename_card
from projets.boards.actions.comments import react, write_comment
from projets.boards.actions.details import label_cards, value_cards
from projets.boards.actions.leaving import transfer_cards
from projets.boards.actions.lists import create_lists
from projets.boards.actions.tasks import create_task_list, create_tasks, finish_tasks
from projets.boards.actions.undoing import undo_act
from projets.boards.history import activity_of_board, history_of_card
from projets.boards.models import Board, Card, Comment, List, Project, Task, TaskList
from projets.boards.telling import Reader, tell
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Event

PARIS = ZoneInfo("Europe/Paris")


def kinds(history):
    return [entry.kind for entry in history.entries]


def told(history, on_card=True):
    """What a French page says, one line for each thing."""
    reader = Reader("fr", PARIS, on_card)
    with translation.override("fr"):
        said = [str(one) for entry in history.entries for one in tell(entry, history.names, reader)]
    return [one.replace("\xa0", " ") for one in said]


@pytest.fixture
def abroad(boards, both):
    """A list of a board of another project, which one of the two people does not see."""
    with writes_allowed():
        project = Project.objects.create(name="Dossiers", prefix="DSI", last_number=41)
        board = Board.objects.create(project=project, name="Suivi", position=65536.0)
        column = List.objects.create(board=board, name="Reçu", position=65536.0)
    boards.join(both, "editor", board)
    return column


def test_the_last_first_with_who_and_what(boards, editor, both):
    card = boards.card("A")
    rename_card(editor, card, "Autre")
    act = move_cards(both, [card], boards.doing)
    history = history_of_card(editor, card)
    assert kinds(history) == ["card.moved", "card.renamed"]
    moved, renamed = history.entries
    assert (moved.who, moved.at, moved.act_id, moved.undoing) == (both.user_id, act.done_at, act.pk, False)
    assert (moved.before["list_id"], moved.after["list_id"]) == (boards.todo.pk, boards.doing.pk)
    assert (renamed.before["title"], renamed.after["title"]) == ("A", "Autre")
    assert history.names.people[both.user_id].name == "Awa Diop"
    assert told(history) == [
        "a déplacé la carte de À faire à En cours",
        "a renommé la carte « A » en « Autre »",
    ]


def test_names_are_those_of_today(boards, editor):
    card = boards.card("A")
    move_cards(editor, [card], boards.doing)
    with writes_allowed():
        List.objects.filter(pk=boards.doing.pk).update(name="En route")
    assert told(history_of_card(editor, card)) == ["a déplacé la carte de À faire à En route"]


def test_what_a_card_holds_is_part_of_it(boards, editor):
    card = boards.card("A")
    tasks = TaskList.objects.get(pk=create_task_list(editor, card, "Étapes").facts[0].after.id)
    create_tasks(editor, tasks, ["un"])
    finish_tasks(editor, [Task.objects.get()])
    write_comment(editor, card, "Bonjour")
    react(editor, Comment.objects.get(), "thanks")
    write_comment(editor, boards.card("B"), "Ailleurs")
    assert kinds(history_of_card(editor, card)) == [
        "comment.written",
        "task.finished",
        "task.created",
        "task_list.created",
    ]


def test_counts_and_room_made_are_no_history(boards, editor):
    with writes_allowed():
        Card.objects.filter(title="E").update(position=65536.1)
    move_cards(editor, [boards.card("A")], boards.doing, 65536)
    write_comment(editor, boards.card("E"), "Bonjour")
    assert {"card.shifted", "card.counted"} < set(Event.objects.values_list("kind", flat=True))
    assert kinds(history_of_card(editor, boards.card("E"))) == ["comment.written"]
    assert kinds(activity_of_board(editor, boards.board)) == ["comment.written", "card.moved"]


def test_it_follows_the_card_from_board_to_board(boards, both, abroad):
    card = boards.card("A")
    move_cards(both, [card], boards.doing)
    transfer_cards(both, [card], abroad)
    rename_card(both, card, "Autre")
    history = history_of_card(both, Card.objects.get(pk=card.pk))
    assert kinds(history) == ["card.renamed", "card.transferred", "card.moved"]
    assert told(history)[1] == "a envoyé la carte de En cours (Feuille de route) vers Reçu (Suivi)"
    assert kinds(activity_of_board(both, boards.board)) == ["card.transferred", "card.moved"]
    assert kinds(activity_of_board(both, abroad.board)) == ["card.renamed", "card.transferred", "label.created"]


def test_the_former_board_is_named_to_those_who_see_it(boards, both, abroad, editor):
    card = boards.card("A")
    secret = boards.field("Coût secret", "text")
    label_cards(both, [card], remove=[boards.urgent])
    value_cards(both, [card], secret, "x")
    transfer_cards(both, [card], abroad)
    reader = boards.member("reader", on=abroad, name="Lou Roy")
    history = history_of_card(reader, Card.objects.get(pk=card.pk))
    assert told(history) == [
        "a envoyé la carte d’un autre tableau vers Reçu (Suivi)",
        "a rempli un champ de la carte",
        "a retiré l’étiquette d’un autre tableau de la carte",
    ]
    seen = str((history.names.lists, history.names.boards, history.names.labels, history.names.fields))
    assert "À faire" not in seen
    assert "Feuille" not in seen
    assert "secret" not in seen
    left = activity_of_board(editor, boards.board)
    assert told(left, on_card=False)[0] == "a envoyé « A » de À faire (Feuille de route) vers un autre tableau"


def test_what_was_put_back_is_marked(boards, editor):
    act = rename_card(editor, boards.card("A"), "Autre")
    undo_act(editor, act)
    assert [entry.undoing for entry in history_of_card(editor, boards.card("A")).entries] == [True, False]


def test_page_by_page(boards, editor):
    card = boards.card("A")
    for number in range(1, 8):
        describe_card(editor, card, f"Texte {number}")
    pages, older = [], None
    while True:
        page = history_of_card(editor, card, older, most=3)
        pages.append([entry.after["description_version"] for entry in page.entries])
        older = page.older
        if older is None:
            break
    assert pages == [[7, 6, 5], [4, 3, 2], [1]]
    assert history_of_card(editor, card, most=7).older is None


def test_activity_names_the_cards(boards, editor):
    create_cards(editor, boards.todo, ["G"])
    write_comment(editor, boards.card("G"), "Bonjour")
    create_lists(editor, boards.board, ["Fini"])
    assert told(activity_of_board(editor, boards.board), on_card=False) == [
        "a ajouté la liste « Fini »",
        "a commenté « G »",
        "a créé « G » dans À faire",
    ]


def test_nothing_yet(boards, editor):
    history = history_of_card(editor, boards.card("A"))
    assert (history.entries, history.older) == ([], None)


def test_queries_do_not_grow(boards, both, abroad):
    card = boards.card("A")
    rename_card(both, card, "x")
    counts = []
    for _twice in range(2):
        with CaptureQueriesContext(connection) as captured:
            history_of_card(both, card)
        counts.append(len(captured))
        for number in range(15):
            rename_card(both, card, f"n{number}")
            label_cards(both, [card], **{"remove" if number % 2 else "add": [boards.urgent]})
            write_comment(both, card, "Bonjour")
    assert counts[1] <= counts[0] + 1  # names of labels are asked for when there are any
