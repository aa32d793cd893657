import pytest
from django.utils.dateparse import parse_datetime

from projets.boards.actions.boards import bin_board
from projets.boards.actions.cards import archive_cards, bin_cards
from projets.boards.actions.lists import (
    archive_lists,
    bin_lists,
    create_lists,
    duplicate_list,
    edit_list,
    move_list,
    restore_lists,
    sort_list,
    transfer_list,
    unarchive_lists,
)
from projets.boards.models import Board, Card, CardMember, FormerNumber, Label, List, Project
from projets.usecase.errors import Invalid, NotFound, Refused, Why
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Act, Event


def names(board):
    return [one.name for one in List.objects.filter(board=board, binned_at=None, archived_at=None)]


def renamed(**titles):
    with writes_allowed():
        for was, title in titles.items():
            Card.objects.filter(title=was).update(title=title)


def test_several_at_once_at_the_end_or_at_a_position(boards, editor):
    act = create_lists(editor, boards.board, [" Relire ", "Fait"])
    create_lists(editor, boards.board, ["Idées"], position=0)
    assert names(boards.board) == ["Idées", "À faire", "En cours", "Relire", "Fait"]
    assert [(fact.kind, fact.before, fact.after.name, fact.after.kind) for fact in act.facts] == [
        ("list.created", None, "Relire", "active"),
        ("list.created", None, "Fait", "active"),
    ]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"names": []}, "name"),
        ({"names": ["fine", " "]}, "name"),
        ({"names": ["x" * 201]}, "name"),
        ({"names": ["x"] * 201}, "name"),
        ({"names": ["x"], "kind": "trash"}, "kind"),
        ({"names": ["x"], "position": -1}, "position"),
    ],
)
def test_not_created(boards, editor, given, field):
    with pytest.raises(Invalid) as refused:
        create_lists(editor, boards.board, **given)
    assert (refused.value.field, names(boards.board), Act.objects.count()) == (field, ["À faire", "En cours"], 0)


def test_edit(boards, editor):
    (fact,) = edit_list(editor, boards.todo, name="Prévu", kind="closed", color="bleu", wip_limit="5").facts
    assert (fact.kind, fact.changed) == ("list.edited", {"name", "kind", "color", "wip_limit"})
    assert (fact.before.wip_limit, fact.after.wip_limit, fact.after.color) == (None, 5, "bleu")
    (fact,) = edit_list(editor, boards.todo, color="", wip_limit=0).facts
    assert (fact.after.wip_limit, fact.after.color, fact.after.name) == (None, "", "Prévu")
    assert edit_list(editor, boards.todo, name="Prévu").facts == []


@pytest.mark.parametrize(
    ("columns", "field"),
    [
        ({"name": ""}, "name"),
        ({"kind": "trash"}, "kind"),
        ({"color": "fuchsia"}, "color"),
        ({"wip_limit": -1}, "wip_limit"),
        ({"wip_limit": "many"}, "wip_limit"),
        ({"wip_limit": 10_001}, "wip_limit"),
        ({"wip_limit": float("inf")}, "wip_limit"),
    ],
)
def test_not_edited(boards, editor, columns, field):
    with pytest.raises(Invalid) as refused:
        edit_list(editor, boards.todo, **({"name": "Autre"} | columns))
    assert (refused.value.field, names(boards.board)[0], Act.objects.count()) == (field, "À faire", 0)


def test_move_and_who_makes_room(boards, editor):
    (fact,) = move_list(editor, boards.doing, 0).facts
    assert (fact.kind, names(boards.board)) == ("list.moved", ["En cours", "À faire"])
    move_list(editor, boards.doing)
    assert names(boards.board) == ["À faire", "En cours"]
    with writes_allowed():
        List.objects.filter(pk=boards.doing.pk).update(position=65536.1)
    act = create_lists(editor, boards.board, ["Entre"], position=65536)
    assert [fact.kind for fact in act.facts] == ["list.created", "list.shifted"]
    assert names(boards.board) == ["À faire", "Entre", "En cours"]


def test_a_list_goes_to_another_board_with_all_its_cards(boards, both):
    archive_cards(both, [boards.card("B")])
    bin_cards(both, [boards.card("C")])
    with writes_allowed():
        there = Label.objects.create(board=boards.elsewhere.board, name="Urgent", color="rouge", position=1.0)
        for person in (both.user_id, boards.member("reader").user_id):
            CardMember.objects.create(card=boards.card("A"), person_id=person)
    act = transfer_list(both, boards.todo, boards.elsewhere.board, position=0)
    assert names(boards.board) == ["En cours"]
    assert names(boards.elsewhere.board) == ["À faire", "Entrée"]
    assert set(Card.objects.filter(title__in="ABC").order_by().values_list("board", "list")) == {
        (boards.elsewhere.board_id, boards.todo.pk)
    }
    a = boards.card("A")
    assert (a.label_ids, a.member_ids, a.number, a.position) == ([there.pk], (both.user_id,), 1, 65536.0)
    assert CardMember.objects.get().person_id == both.user_id
    for stream in (boards.board.stream, boards.elsewhere.stream):
        told = act.events.filter(stream=stream).order_by("revision")
        assert [event.kind for event in told] == ["list.transferred", *["card.transferred"] * 3]
    assert boards.card("B").archived_at is not None
    assert boards.card("C").in_bin


def test_in_another_project_cards_get_other_numbers(boards, editor):
    with writes_allowed():
        project = Project.objects.create(name="Autre", prefix="AUTRE", last_number=10)
        board = Board.objects.create(project=project, name="Loin", position=1.0)
        Card.objects.filter(title="A").update(values={"12": "3"})
    boards.join(editor, "editor", board)
    transfer_list(editor, boards.todo, board)
    assert [boards.card(title).number for title in "ABC"] == [11, 12, 13]
    assert boards.card("A").values == {}
    assert set(FormerNumber.objects.order_by().values_list("number", flat=True)) == {1, 2, 3}


def test_a_list_goes_where_one_may_edit_both(boards, editor):
    with pytest.raises(Refused) as refused:
        transfer_list(editor, boards.todo, boards.elsewhere.board)
    assert refused.value.why == Why.UNSEEN
    boards.join(editor, "reader", boards.elsewhere.board)
    with pytest.raises(Refused) as refused:
        transfer_list(editor, boards.todo, boards.elsewhere.board)
    assert refused.value.why == Why.ROLE_TOO_LOW
    with pytest.raises(Invalid):
        transfer_list(editor, boards.todo, boards.board)
    assert (names(boards.board), Act.objects.count()) == (["À faire", "En cours"], 0)


def test_a_copy_stands_beside_with_copies_of_what_is_shown(boards, editor):
    archive_cards(editor, [boards.card("B")])
    edit_list(editor, boards.todo, color="bleu", wip_limit=4)
    act = duplicate_list(editor, boards.todo, "Copie")
    copy = List.objects.get(name="Copie")
    assert names(boards.board) == ["À faire", "Copie", "En cours"]
    assert (copy.color, copy.wip_limit, copy.kind) == ("bleu", 4, "active")
    copies = Card.objects.filter(list=copy)
    assert [(card.title, card.number, card.label_ids) for card in copies] == [
        ("A", 7, [boards.urgent.pk]),
        ("C", 8, []),
    ]
    assert [fact.kind for fact in act.facts] == ["list.created", "card.duplicated", "card.duplicated"]
    with writes_allowed():
        List.objects.create(board=boards.board, name="Vide", position=1.0)
    assert len(duplicate_list(editor, List.objects.get(name="Vide")).facts) == 1


def order(column):
    return [card.title for card in Card.objects.filter(list=column, binned_at=None)]


def test_sorted_by_title_as_in_a_dictionary(boards, editor):
    renamed(A="Zoé", B="étude 10", C="Étude 2")
    act = sort_list(editor, boards.todo, "title")
    assert order(boards.todo) == ["Étude 2", "étude 10", "Zoé"]
    assert [(fact.kind, fact.after.id) for fact in act.facts][0] == ("list.sorted", boards.todo.pk)
    moved = [fact for fact in act.facts if fact.kind == "card.shifted"]
    assert [fact.after.position for fact in moved] == sorted(fact.after.position for fact in moved)
    assert set(Card.objects.filter(list=boards.todo).order_by().values_list("position", flat=True)) == {
        65536.0,
        131072.0,
        196608.0,
    }
    sort_list(editor, boards.todo, "title", descending=True)
    assert order(boards.todo) == ["Zoé", "étude 10", "Étude 2"]
    assert order(boards.doing) == ["D", "E", "F"]


def test_sorted_by_due_date_undated_last_either_way(boards, editor):
    with writes_allowed():
        Card.objects.filter(title="C").update(due_at=parse_datetime("2027-01-01T12:00Z"))
        Card.objects.filter(title="B").update(due_at=parse_datetime("2027-02-01T12:00Z"))
    sort_list(editor, boards.todo, "due")
    assert order(boards.todo) == ["C", "B", "A"]
    sort_list(editor, boards.todo, "due", descending=True)
    assert order(boards.todo) == ["B", "C", "A"]


def test_sorted_by_creation(boards, editor):
    with writes_allowed():
        Card.objects.filter(title="C").update(created_at=parse_datetime("2015-01-01T12:00Z"))
    sort_list(editor, boards.todo, "created")
    assert order(boards.todo) == ["C", "A", "B"]
    sort_list(editor, boards.todo, "created", descending=True)
    assert order(boards.todo) == ["B", "A", "C"]


def test_sorted_by_nothing_else(boards, editor):
    with pytest.raises(Invalid) as refused:
        sort_list(editor, boards.todo, "colour")
    assert (refused.value.field, order(boards.todo), Act.objects.count()) == ("by", ["A", "B", "C"], 0)


def test_away_and_back(boards, editor):
    for act, kind in (
        (archive_lists, "list.archived"),
        (unarchive_lists, "list.unarchived"),
        (bin_lists, "list.binned"),
        (restore_lists, "list.restored"),
    ):
        assert [fact.kind for fact in act(editor, [boards.todo, boards.doing]).facts] == [kind, kind]
    archive_lists(editor, [boards.todo])
    assert archive_lists(editor, [boards.todo]).facts == []
    assert names(boards.board) == ["En cours"]


def test_cards_lie_in_the_bin_with_their_list(boards, editor):
    bin_cards(editor, [boards.card("B")])
    bin_lists(editor, [boards.todo])
    assert set(Card.objects.visible_to(editor).order_by().values_list("title", flat=True)) == set("DEF")
    with pytest.raises(NotFound):
        edit_list(editor, boards.todo, name="Autre")
    restore_lists(editor, [boards.todo])
    assert set(Card.objects.visible_to(editor).order_by().values_list("title", flat=True)) == set("ACDEF")
    assert names(boards.board) == ["À faire", "En cours"]


def test_restored_only_where_its_board_stands(boards, editor):
    bin_lists(editor, [boards.todo])
    bin_board(boards.member("project manager"), boards.board)
    with pytest.raises(Invalid):
        restore_lists(editor, [boards.todo])
    assert List.objects.get(pk=boards.todo.pk).in_bin


@pytest.mark.django_db(transaction=True)
def test_the_other_board_went_to_the_bin_meanwhile(boards, both, meanwhile):
    manager = boards.member("project manager")
    meanwhile(lambda: bin_board(manager, boards.elsewhere.board))
    with pytest.raises(NotFound):
        transfer_list(both, boards.todo, boards.elsewhere.board)
    assert boards.card("A").board == boards.board


@pytest.mark.django_db(transaction=True)
def test_the_list_went_to_another_board_meanwhile(boards, both, meanwhile):
    """The act follows it there."""
    meanwhile(lambda: transfer_list(both, List.objects.get(pk=boards.todo.pk), boards.elsewhere.board))
    act = edit_list(both, boards.todo, name="Là-bas")
    assert {event.stream_id for event in act.events.all()} == {boards.elsewhere.stream}


@pytest.mark.django_db(transaction=True)
def test_the_right_to_edit_was_lost_meanwhile(boards, editor, meanwhile):
    meanwhile(lambda: boards.leave(editor))
    with pytest.raises(Refused):
        bin_lists(editor, [boards.todo])
    assert (names(boards.board), Event.objects.count()) == (["À faire", "En cours"], 0)
