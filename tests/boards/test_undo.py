from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from projets.boards.actions.attachments import attach_link, bin_attachment, rename_attachment
from projets.boards.actions.boards import create_board
from projets.boards.actions.cards import (
    archive_cards,
    bin_cards,
    create_cards,
    describe_card,
    move_cards,
    rename_card,
    restore_cards,
)
from projets.boards.actions.comments import bin_comment, write_comment
from projets.boards.actions.copying import duplicate_cards
from projets.boards.actions.counting import recount
from projets.boards.actions.details import (
    assign_cards,
    cover_card,
    finish_cards,
    label_cards,
    schedule_cards,
    value_cards,
)
from projets.boards.actions.editing import edit_card
from projets.boards.actions.leaving import transfer_cards
from projets.boards.actions.lists import (
    transfer_list,
)
from projets.boards.actions.restoring import restore_content
from projets.boards.actions.tasks import (
    bin_task_list,
    bin_tasks,
    create_task_list,
    create_tasks,
    edit_task,
    edit_task_list,
    finish_tasks,
    link_cards,
    make_card_of_task,
    move_task,
    move_task_list,
)
from projets.boards.actions.timing import start_timing, time_card
from projets.boards.actions.undoing import undo_act
from projets.boards.models import (
    Attachment,
    Board,
    Card,
    CardMember,
    Comment,
    List,
    Project,
    ProjectManager,
    Task,
    TaskList,
)
from projets.boards.numbers import card_by_number
from projets.boards.undoable import MODELS
from projets.usecase.errors import Conflict
from projets.usecase.guard import writes_allowed
from projets.usecase.log import performing
from projets.usecase.models import Act

DUE = datetime(2027, 3, 12, 16, tzinfo=UTC)
NOT_SEEN = {"version", "description_version", "value_rows"}


def shown():
    """All that people see of a board: what stands on it, column by column, and who is on which card."""
    seen = {}
    for state, model in MODELS.items():
        for row in model.objects.standing():
            columns = {name: getattr(row, name) for name in state.of(row).columns - NOT_SEEN}
            seen[row.pk] = columns | ({"description": row.description} if model is Card else {})
    on_them = CardMember.objects.filter(card__in=Card.objects.standing())
    return seen, set(on_them.values_list("card", "person_id", "is_responsible"))


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def world(boards, both, editor):
    """The boards with one of everything; a third board of another project."""
    with writes_allowed():
        project = Project.objects.create(name="Dossiers", prefix="DSI", last_number=41)
        board = Board.objects.create(project=project, name="Suivi", position=65536.0)
        boards.abroad = List.objects.create(board=board, name="Reçu", position=65536.0)
        boards.cost = boards.field()
        card = boards.card("A")
        boards.tasks = TaskList.objects.create(card=card, name="Étapes", position=65536.0)
        boards.others = TaskList.objects.create(card=card, name="Suite", position=131072.0)
        for rank, name in enumerate(("un", "deux"), start=1):
            Task.objects.create(task_list=boards.tasks, name=name, position=rank * 65536.0, assignee_id=editor.user_id)
        image = {"name": "i.png", "key": "abc", "mime": "image/png", "width": 40, "height": 30, "size": 7}
        boards.image = Attachment.objects.create(card=card, **image)
        boards.cover = Attachment.objects.create(card=card, **image)
        boards.gone = Attachment.objects.create(card=card, **image, binned_at=timezone.now())
        Card.objects.filter(pk=card.pk).update(
            tasks_total=2, attachments_total=2, cover_id=boards.cover.pk, values={boards.key(boards.cost): "1.00"}
        )
        CardMember.objects.create(card=card, person_id=editor.user_id, is_responsible=True)
        CardMember.objects.create(card=card, person_id=both.user_id)
        ProjectManager.objects.create(project=boards.project, user_id=both.user_id)
    boards.join(both, "editor", board)
    boards.comment = Comment.objects.get(pk=write_comment(both, card, "Bonjour").facts[0].after.id)
    describe_card(editor, boards.card("A"), "Avant")
    return boards


def task(name):
    return Task.objects.get(name=name)


def A(boards):
    return boards.card("A")


ACTS = {
    "create": lambda actor, boards: create_cards(actor, boards.todo, ["G", "H"], position=0),
    "move": lambda actor, boards: move_cards(actor, [A(boards), boards.card("E")], boards.doing, 65536),
    "move within": lambda actor, boards: move_cards(actor, [A(boards)], boards.todo, 196608),
    "edit": lambda actor, boards: edit_card(
        actor, A(boards), boards.doing, 0, title="Autre", description="Après", due_at=DUE, done=True
    ),
    "edit and transfer": lambda actor, boards: edit_card(actor, A(boards), boards.abroad, title="Autre"),
    "rename": lambda actor, boards: rename_card(actor, A(boards), "Autre"),
    "describe": lambda actor, boards: describe_card(actor, A(boards), "Après"),
    "schedule": lambda actor, boards: schedule_cards(actor, [A(boards)], date(2027, 3, 1), DUE, True),
    "finish": lambda actor, boards: finish_cards(actor, [A(boards), boards.card("B")]),
    "label": lambda actor, boards: label_cards(actor, [A(boards), boards.card("D")], remove=[boards.urgent]),
    "assign": lambda actor, boards: assign_cards(
        actor, [A(boards), boards.card("B")], add=[actor.user_id], responsible=actor.user_id
    ),
    "unassign": lambda actor, boards: assign_cards(actor, [A(boards)], remove=[A(boards).responsible_id]),
    "value": lambda actor, boards: value_cards(actor, [A(boards), boards.card("B")], boards.cost, "12,5"),
    "start timing": lambda actor, boards: start_timing(actor, [A(boards), boards.card("B")]),
    "time": lambda actor, boards: time_card(actor, A(boards), 90),
    "cover": lambda actor, boards: cover_card(actor, A(boards), boards.image),
    "archive": lambda actor, boards: archive_cards(actor, [A(boards), boards.card("B")]),
    "bin": lambda actor, boards: bin_cards(actor, [A(boards), boards.card("B")]),
    "transfer": lambda actor, boards: transfer_cards(actor, [A(boards), boards.card("B")], boards.elsewhere),
    "transfer abroad": lambda actor, boards: transfer_cards(actor, [A(boards), boards.card("B")], boards.abroad),
    "duplicate": lambda actor, boards: duplicate_cards(actor, [A(boards), boards.card("B")], boards.todo, 65536),
    "duplicate abroad": lambda actor, boards: duplicate_cards(actor, [A(boards)], boards.abroad),
    "transfer list abroad": lambda actor, boards: transfer_list(actor, boards.todo, boards.abroad.board),
    "create board": lambda actor, boards: create_board(actor, boards.project, "Nouveau", None, ["Un", "Deux"]),
    "create task list": lambda actor, boards: create_task_list(actor, A(boards), "Autres", 0),
    "edit task list": lambda actor, boards: edit_task_list(actor, boards.tasks, "Autres", True, True),
    "move task list": lambda actor, boards: move_task_list(actor, boards.others, 0),
    "bin task list": lambda actor, boards: bin_task_list(actor, boards.tasks),
    "create tasks": lambda actor, boards: create_tasks(actor, boards.tasks, ["trois", "quatre"], 0),
    "edit task": lambda actor, boards: edit_task(actor, task("un"), "autre", actor.user_id, DUE, True),
    "finish tasks": lambda actor, boards: finish_tasks(actor, [task("un"), task("deux")]),
    "move task": lambda actor, boards: move_task(actor, task("deux"), boards.others),
    "move task within": lambda actor, boards: move_task(actor, task("deux"), boards.tasks, 0),
    "bin tasks": lambda actor, boards: bin_tasks(actor, [task("un")]),
    "link cards": lambda actor, boards: link_cards(actor, boards.tasks, [boards.card("B")]),
    "make card of task": lambda actor, boards: make_card_of_task(actor, task("un"), boards.doing),
    "attach link": lambda actor, boards: attach_link(actor, A(boards), "exemple.fr"),
    "rename attachment": lambda actor, boards: rename_attachment(actor, boards.image, "j.png"),
    "bin attachment": lambda actor, boards: bin_attachment(actor, boards.image),
    "bin the cover": lambda actor, boards: bin_attachment(actor, boards.cover),
    "restore content": lambda actor, boards: restore_content(actor, [boards.gone]),
    "bin comment": lambda actor, boards: bin_comment(actor, boards.comment),
}


@pytest.mark.parametrize("do", ACTS.values(), ids=ACTS)
def test_undone_and_undone_again(world, both, do):
    before = shown()
    act = do(both, world)
    after = shown()
    assert before != after
    undone = undo_act(both, act)
    assert shown() == before
    assert (undone.action, undone.undoes, undone != act) == ("put_back", act, True)
    undo_act(both, undone)
    assert shown() == after


def test_versions_never_come_back(boards, both):
    """A version seen once means the same for ever: fragments are stored under it."""
    act = rename_card(both, A(boards), "Autre")
    assert [act.facts[0].after.version, undo_act(both, act).facts[0].after.version] == [2, 3]


def test_an_old_text_comes_back_as_a_new_version(boards, both):
    first = describe_card(both, A(boards), "Un")
    second = describe_card(both, A(boards), "Deux")
    undo_act(both, second)
    assert (A(boards).description, A(boards).description_version) == ("Un", 3)
    undo_act(both, Act.objects.get(undoes=second))
    assert (A(boards).description, A(boards).description_version) == ("Deux", 4)
    with pytest.raises(Conflict):
        undo_act(both, first)


def test_a_number_leads_to_its_card_after_all_that(world, both):
    act = transfer_cards(both, [A(world)], world.abroad)
    undo_act(both, act)
    assert A(world).number == 1
    for reference in ("PORT-1", "DSI-42"):
        assert card_by_number(both, reference) == A(world)


# somebody else, since


@pytest.mark.parametrize(
    ("since", "says"),
    [
        (lambda other, boards: move_cards(other, [A(boards)], boards.todo, 0), "Awa Diop a déplacé « A » depuis"),
        (lambda other, boards: bin_cards(other, [A(boards)]), "Awa Diop a mis « A » à la corbeille depuis"),
        (
            lambda other, boards: transfer_cards(other, [A(boards)], boards.elsewhere),
            "Awa Diop a envoyé « A » sur un autre tableau depuis",
        ),
    ],
    ids=["moved", "binned", "transferred"],
)
def test_refused_when_somebody_changed_it_since(boards, editor, both, since, says):
    act = move_cards(editor, [A(boards), boards.card("B")], boards.doing, 0)
    boards.join(editor, "editor", boards.elsewhere.board)
    since(both, boards)
    left = shown()
    with translation.override("fr"), pytest.raises(Conflict) as refused:
        undo_act(editor, act)
    assert str(refused.value).replace("\xa0", " ").startswith(says)
    assert (shown(), Act.objects.count()) == (left, 2)


@pytest.mark.parametrize(
    ("did", "since"),
    [
        (
            lambda me, boards: rename_card(me, A(boards), "Un"),
            lambda other, boards: rename_card(other, boards.card("Un"), "Deux"),
        ),
        (
            lambda me, boards: create_cards(me, boards.todo, ["G"]),
            lambda other, boards: label_cards(other, [boards.card("G")], add=[boards.urgent]),
        ),
        (
            lambda me, boards: finish_cards(me, [A(boards)]),
            lambda other, boards: finish_cards(other, [A(boards)], done=False),
        ),
        (lambda me, boards: archive_cards(me, [A(boards)]), lambda other, boards: bin_cards(other, [A(boards)])),
        (
            lambda me, boards: duplicate_cards(me, [A(boards)], boards.doing, titles=["Copie"]),
            lambda other, boards: rename_card(other, boards.card("Copie"), "Autre"),
        ),
        (lambda me, boards: bin_cards(me, [A(boards)]), lambda other, boards: restore_cards(other, [A(boards)])),
    ],
    ids=["renamed", "created", "finished", "archived", "duplicated", "binned"],
)
def test_refused_whatever_it_was(world, editor, both, did, since):
    act = did(editor, world)
    since(both, world)
    left, acts = shown(), Act.objects.count()
    with pytest.raises(Conflict, match="Awa Diop"):
        undo_act(editor, act)
    assert (shown(), Act.objects.count()) == (left, acts)


def test_one_touched_refuses_the_whole_selection(boards, editor, both):
    act = move_cards(editor, [boards.card(title) for title in "ABC"], boards.doing)
    move_cards(both, [boards.card("B")], boards.todo)
    with pytest.raises(Conflict, match="“B”"):
        undo_act(editor, act)
    assert (boards.titles(boards.todo), boards.titles(boards.doing)) == ("B", "DEFAC")


def test_what_oneself_changed_since(boards, editor):
    act = move_cards(editor, [A(boards)], boards.doing, 0)
    move_cards(editor, [A(boards)], boards.todo, 0)
    with pytest.raises(Conflict, match="You have changed “A” since"):
        undo_act(editor, act)
    assert boards.titles(boards.todo) == "ABC"


def test_what_was_made_and_then_filled_by_somebody_else_stays(world, editor, both):
    act = create_cards(editor, world.todo, ["G"])
    fill(both, world)
    with pytest.raises(Conflict, match="Awa Diop has worked on “G” since"):
        undo_act(editor, act)
    assert not world.card("G").in_bin


def test_what_was_made_and_then_filled_by_oneself_goes_with_it(world, editor):
    act = create_cards(editor, world.todo, ["G"])
    fill(editor, world)
    undo_act(editor, act)
    assert world.card("G").in_bin


def fill(actor, boards):
    with performing(actor, "create_tasks", {boards.todo.stream}):
        tasks = TaskList.objects.create(card=boards.card("G"), name="Étapes", position=65536.0)
        Task.objects.create(task_list=tasks, name="un", position=65536.0)
        recount([boards.card("G")])


def test_other_columns_may_have_changed(boards, editor, both):
    act = move_cards(editor, [A(boards)], boards.doing, 0)
    rename_card(both, A(boards), "Autre")
    undo_act(editor, act)
    assert (boards.card("Autre").list, boards.card("Autre").position) == (boards.todo, 65536.0)


def test_making_room_is_no_change(boards, editor, both):
    """Nobody has moved the card: another one came so close that it had to step aside."""
    act = move_cards(editor, [A(boards)], boards.doing, 150_000)
    move_cards(both, [boards.card("B")], boards.doing, boards.card("A").position - 0.1)
    assert A(boards).position != 150_000
    undo_act(editor, act)
    assert (boards.titles(boards.todo), A(boards).position) == ("AC", 65536.0)


def test_a_place_taken_since_makes_room(boards, editor, both):
    act = move_cards(editor, [boards.card("B")], boards.doing, 0)
    move_cards(both, [boards.card("D")], boards.todo, 131072)
    assert boards.card("D").position == 131072
    undo_act(editor, act)
    assert boards.titles(boards.todo) == "ADBC"


def test_who_made_room_goes_back_too(boards, editor):
    with writes_allowed():
        for title, position in zip("DEF", (0.1, 0.2, 0.3), strict=True):
            Card.objects.filter(title=title).update(position=position)
    act = move_cards(editor, [boards.card("D")], boards.doing, 0.2)
    assert boards.titles(boards.doing) == "EDF"
    undo_act(editor, act)
    assert boards.titles(boards.doing) == "DEF"


def test_who_made_room_and_was_moved_since_stays_there(boards, editor, both):
    with writes_allowed():
        Card.objects.filter(title="E").update(position=65536.1)
    act = move_cards(editor, [A(boards)], boards.doing, 65536)
    assert [fact.kind for fact in act.facts] == ["card.moved", "card.shifted"]
    move_cards(both, [boards.card("E")], boards.todo)
    undo_act(editor, act)
    assert (boards.titles(boards.todo), boards.titles(boards.doing)) == ("ABCE", "DF")


def test_the_list_it_came_from_is_in_the_bin_or_the_archive_since(boards, editor, both):
    act = move_cards(editor, [A(boards)], boards.doing, 0)
    for column in ("binned_at", "archived_at"):
        with writes_allowed():
            List.objects.filter(pk=boards.todo.pk).update(**{column: timezone.now()})
        with pytest.raises(Conflict, match="“À faire”"):
            undo_act(editor, act)
        with writes_allowed():
            List.objects.filter(pk=boards.todo.pk).update(**{column: None})
    assert A(boards).list == boards.doing


def test_nobody_comes_back_who_no_longer_sees_the_board(world, editor, both):
    act = assign_cards(both, [A(world)], remove=[editor.user_id])
    world.leave(editor)
    with pytest.raises(Conflict, match="can no longer see it"):
        undo_act(both, act)
    assert not CardMember.objects.filter(person_id=editor.user_id).exists()


def test_queries_do_not_grow_with_the_selection(world, both):
    create_cards(both, world.todo, [f"n{rank}" for rank in range(41)])
    many = list(Card.objects.filter(title__startswith="n").order_by("position"))
    for do in (
        lambda cards: move_cards(both, cards, world.doing),
        lambda cards: label_cards(both, cards, add=[world.urgent]),
        lambda cards: assign_cards(both, cards, responsible=both.user_id),
        lambda cards: transfer_cards(both, cards, world.abroad),
        lambda cards: bin_cards(both, cards),
    ):
        counts = []
        for cards in (many[:1], many[1:]):
            act = do(cards)
            with CaptureQueriesContext(connection) as captured:
                undo_act(both, act)
            counts.append(len(captured))
        assert counts[1] <= counts[0]
