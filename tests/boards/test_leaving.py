import pytest

from projets.boards.actions.leaving import transfer_cards
from projets.boards.models import (
    Board,
    Card,
    CardMember,
    FormerNumber,
    Label,
    List,
    Project,
    Task,
    TaskList,
    Unclaimed,
)
from projets.boards.numbers import card_by_number
from projets.usecase.errors import Invalid, NotFound, Refused
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Act, Event


@pytest.fixture
def abroad(boards, both):
    """A list of a board of another project, which both people may edit."""
    with writes_allowed():
        project = Project.objects.create(name="Dossiers", prefix="DSI", last_number=41)
        board = Board.objects.create(project=project, name="Suivi", position=65536.0)
        column = List.objects.create(board=board, name="Reçu", position=65536.0)
    boards.join(both, "editor", board)
    return column


def sent(act):
    """The facts that tell of cards on their way."""
    return [fact for fact in act.facts if fact.kind == "card.transferred"]


def put_on(card, *people, responsible=None):
    with writes_allowed():
        for person in people:
            CardMember.objects.create(card=card, person_id=person, is_responsible=person == responsible)


def test_recorded_on_both_boards(boards, both):
    act = transfer_cards(both, [boards.card("A"), boards.card("B")], boards.elsewhere)
    assert [
        (event.stream_id, event.fact.after.title)
        for event in act.events.filter(kind="card.transferred").order_by("stream", "id")
    ] == [(stream, title) for stream in sorted({boards.todo.stream, boards.elsewhere.stream}) for title in "AB"]
    assert (boards.titles(boards.elsewhere), boards.card("A").board) == ("AB", boards.elsewhere.board)
    assert (sent(act)[0].before.board_id, sent(act)[0].after.board_id) == (
        boards.board.pk,
        boards.elsewhere.board_id,
    )


def test_at_a_position_where_one_makes_room(boards, both):
    transfer_cards(both, [boards.card("A"), boards.card("B")], boards.elsewhere)
    transfer_cards(both, [boards.card("C")], boards.elsewhere, 65536)
    assert boards.titles(boards.elsewhere) == "ACB"


def test_to_its_own_board_is_no_transfer(boards, both):
    with pytest.raises(Invalid):
        transfer_cards(both, [boards.card("A")], boards.doing)
    assert (boards.card("A").list, Act.objects.count()) == (boards.todo, 0)


@pytest.mark.parametrize("role", [None, "reader", "commenter"])
def test_needs_the_right_on_both(boards, editor, role):
    if role:
        boards.join(editor, role, boards.elsewhere.board)
    with pytest.raises(Refused):
        transfer_cards(editor, [boards.card("A")], boards.elsewhere)
    assert (boards.card("A").list, Event.objects.count()) == (boards.todo, 0)


def test_labels_go_along_by_name_of_the_same_colour_if_there_are_several(boards, both):
    with writes_allowed():
        there = [
            Label.objects.create(board=boards.elsewhere.board, name=name, color=color, position=65536.0)
            for name, color in (("Urgent", "vert"), ("Urgent", "rouge"), ("Attente", "rouge"))
        ]
        waiting = Label.objects.create(board=boards.board, name="Attente", color="bleu", position=131072.0)
        Card.objects.filter(title="A").update(label_ids=[boards.urgent.pk, waiting.pk])
    fact = sent(transfer_cards(both, [boards.card("A")], boards.elsewhere))[0]
    assert fact.before.label_ids == (boards.urgent.pk, waiting.pk)
    assert list(fact.after.label_ids) == boards.card("A").label_ids == [there[1].pk, there[2].pk]
    assert Label.objects.filter(board=boards.elsewhere.board).count() == 3


def test_labels_that_the_other_board_lacks_are_made_there(boards, both):
    with writes_allowed():
        red = Label.objects.create(board=boards.board, name="", color="rouge", position=131072.0)
        Label.objects.create(board=boards.elsewhere.board, name="", color="vert", position=65536.0)
        Card.objects.filter(title="A").update(label_ids=[boards.urgent.pk, red.pk])
    transfer_cards(both, [boards.card("A")], boards.elsewhere)
    brought = Label.objects.filter(pk__in=boards.card("A").label_ids).order_by("position")
    assert [(one.name, one.color, one.board) for one in brought] == [
        ("Urgent", "rouge", boards.elsewhere.board),
        ("", "rouge", boards.elsewhere.board),
    ]


def test_who_may_make_no_label_there_leaves_them_behind(boards, editor):
    boards.join(editor, "contributor", boards.elsewhere.board)
    with writes_allowed():
        Card.objects.filter(title="A").update(label_ids=[boards.urgent.pk], creator_id=editor.user_id)
    transfer_cards(editor, [boards.card("A")], boards.elsewhere)
    assert boards.card("A").label_ids == []
    assert not Label.objects.filter(board=boards.elsewhere.board).exists()


def test_members_go_along_if_they_see_the_board(boards, both, editor):
    manager = boards.member("project manager", name="Karim Benali")
    with writes_allowed():
        unclaimed = Unclaimed.objects.create(board=boards.board, name="Ancien")
    card = boards.card("A")
    put_on(card, editor.user_id, both.user_id, manager.user_id, unclaimed.pk, responsible=editor.user_id)
    fact = sent(transfer_cards(both, [card], boards.elsewhere))[0]
    assert (fact.before.responsible_id, fact.after.responsible_id) == (editor.user_id, None)
    assert fact.after.member_ids == boards.card("A").member_ids == tuple(sorted([both.user_id, manager.user_id]))
    assert CardMember.objects.count() == 2


def test_the_responsible_one_goes_along(boards, both):
    card = boards.card("A")
    put_on(card, both.user_id, responsible=both.user_id)
    transfer_cards(both, [card], boards.elsewhere)
    assert (boards.card("A").responsible_id, boards.card("A").member_ids) == (both.user_id, ())


def test_tasks_are_given_to_nobody_who_cannot_see_them(boards, both, editor):
    with writes_allowed():
        tasks = TaskList.objects.create(card=boards.card("A"), name="Étapes", position=65536.0)
        for name, person in (("mine", both.user_id), ("theirs", editor.user_id)):
            Task.objects.create(task_list=tasks, name=name, position=65536.0, assignee_id=person)
    act = transfer_cards(both, [boards.card("A")], boards.elsewhere)
    assert dict(Task.objects.values_list("name", "assignee_id")) == {"mine": both.user_id, "theirs": None}
    assert [fact.after.name for fact in act.facts if fact.kind == "task.edited"] == ["theirs"]


def test_within_a_project_numbers_and_values_stay(boards, both):
    cost = boards.field()
    with writes_allowed():
        Card.objects.filter(title="A").update(values={boards.key(cost): "12.50"})
    transfer_cards(both, [boards.card("A")], boards.elsewhere)
    card = boards.card("A")
    there = boards.key(cost, boards.elsewhere.board)
    assert (card.number, card.values, FormerNumber.objects.count()) == (1, {there: "12.50"}, 0)


def test_in_another_project_a_new_number_and_the_old_one_leads_to_it(boards, both, abroad):
    fact = sent(transfer_cards(both, [boards.card("A"), boards.card("B")], abroad))[0]
    assert (fact.before.number, fact.after.number) == (1, 42)
    assert [boards.card(title).number for title in "AB"] == [42, 43]
    for reference in ("PORT-1", "DSI-42"):
        assert card_by_number(both, reference) == boards.card("A")
    with pytest.raises(NotFound):
        card_by_number(both, "DSI-1")


def test_back_in_a_former_project_it_has_its_number_again(boards, both, abroad):
    transfer_cards(both, [boards.card("A")], abroad)
    transfer_cards(both, [boards.card("A")], boards.todo)
    assert boards.card("A").number == 1
    for reference in ("PORT-1", "DSI-42"):
        assert card_by_number(both, reference) == boards.card("A")
    transfer_cards(both, [boards.card("A")], abroad)
    assert (boards.card("A").number, FormerNumber.objects.count()) == (42, 2)
    boards.project.refresh_from_db()
    assert boards.project.last_number == 6


def test_cards_of_two_boards_at_once(boards, both, abroad):
    transfer_cards(both, [boards.card("A")], boards.elsewhere)
    transfer_cards(both, [boards.card("A"), boards.card("D")], abroad)
    assert boards.titles(abroad) == "AD"
    streams = {boards.todo.stream: 2, boards.elsewhere.stream: 2, abroad.stream: 2}
    moved = Event.objects.filter(kind="card.transferred")
    assert {name: moved.filter(stream=name).count() for name in streams} == streams
