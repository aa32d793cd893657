"""Whatever people do, in whatever order: undone from the last to the first, all is as it was."""

from itertools import pairwise

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projets.boards.actions.cards import archive_cards, bin_cards, create_cards, move_cards, rename_card
from projets.boards.actions.copying import duplicate_cards
from projets.boards.actions.details import assign_cards, label_cards
from projets.boards.actions.leaving import transfer_cards
from projets.boards.actions.undoing import undo_act, undo_last
from projets.boards.models import Card
from projets.boards.ordering import GAP
from projets.boards.undoable import last_undoable
from projets.usecase.models import Act, Event, Stream
from tests.boards.test_undo import shown

LISTS = ("todo", "doing", "elsewhere")
position = st.one_of(st.none(), st.floats(0, 400_000), st.sampled_from([0.0, 65536.0, 131072.0]))
some = st.sets(st.integers(0, 9), min_size=1, max_size=3)
step = st.one_of(
    st.tuples(st.just("send"), some, st.sampled_from(LISTS), position),
    st.tuples(st.just("copy"), some, st.sampled_from(LISTS), position),
    st.tuples(st.just("create"), st.sampled_from(LISTS), position),
    st.tuples(st.just("rename"), st.integers(0, 9), st.sampled_from(["x", "y"])),
    st.tuples(st.just("label"), some, st.booleans()),
    st.tuples(st.just("assign"), some, st.booleans()),
    st.tuples(st.just("archive"), some),
    st.tuples(st.just("bin"), some),
)


def do(actor, boards, step):
    """Do what the step says, one act after the other; none when there is nothing to do it to."""
    what, *given = step
    cards = list(Card.objects.standing().order_by("pk"))
    chosen = given[0] if isinstance(given[0], set) else {given[0]} if isinstance(given[0], int) else set()
    chosen = [cards[rank] for rank in sorted(chosen) if rank < len(cards)]
    if what == "create":
        yield create_cards(actor, getattr(boards, given[0]), ["n", "m"], given[1])
    elif what == "send":
        to_list = getattr(boards, given[1])
        if here := [card for card in chosen if card.board_id == to_list.board_id]:
            yield move_cards(actor, here, to_list, given[2])
        if there := [card for card in chosen if card.board_id != to_list.board_id]:
            yield transfer_cards(actor, there, to_list, given[2])
    elif what == "label":
        if here := [card for card in chosen if card.board_id == boards.board.pk]:
            yield label_cards(actor, here, **{"add" if given[1] else "remove": [boards.urgent]})
    elif chosen:
        yield ON_SOME[what](actor, boards, chosen, *given[1:])


ON_SOME = {
    "copy": lambda actor, boards, cards, to, position: duplicate_cards(actor, cards, getattr(boards, to), position),
    "rename": lambda actor, boards, cards, title: rename_card(actor, cards[0], title),
    "assign": lambda actor, boards, cards, me: assign_cards(actor, cards, responsible=actor.user_id if me else None),
    "archive": lambda actor, boards, cards: archive_cards(actor, cards),
    "bin": lambda actor, boards, cards: bin_cards(actor, cards),
}


def require_order(boards):
    for name in LISTS:
        standing = {"binned_at": None, "archived_at": None}
        cards = Card.objects.filter(list=getattr(boards, name), **standing).order_by("position", "id")
        line = [0.0, *cards.values_list("position", flat=True)]
        assert all(above - below >= GAP for below, above in pairwise(line))


def require_no_gap():
    for stream in Stream.objects.order_by("name"):
        revisions = list(Event.objects.filter(stream=stream).order_by("revision").values_list("revision", flat=True))
        assert revisions == list(range(1, stream.revision + 1))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(step, min_size=1, max_size=7))
def test_undone_from_the_last_to_the_first_all_is_as_before(boards, both, steps):
    with transaction.atomic():
        before, acts, between = shown(), [], []
        for one in steps:
            for act in do(both, boards, one):
                if act.facts:
                    acts.append(act)
                    between.append(shown())
                require_order(boards)
        for act in reversed(acts):
            assert shown() == between.pop()
            undo_act(both, act)
            require_order(boards)
        assert shown() == before
        require_no_gap()
        transaction.set_rollback(True)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(step, min_size=1, max_size=5))
def test_one_key_undoes_all_of_it_step_by_step(boards, both, steps):
    with transaction.atomic():
        before = shown()
        for one in steps:
            list(do(both, boards, one))
        for _at_most in range(2 * len(steps)):
            board = next(
                (one for one in (boards.board, boards.elsewhere.board) if last_act_was_on(both, one)), boards.board
            )
            if last_undoable(both, board) is None:
                break
            undo_last(both, board)
        assert shown() == before
        transaction.set_rollback(True)


def last_act_was_on(actor, board):
    """Undo on one board, then on the other, in the order in which the acts were done."""
    here = last_undoable(actor, board)
    done = {act.undoes_id for act in Act.objects.exclude(undoes=None)}
    pending = [act for act in Act.objects.filter(undoes=None).exclude(pk__in=done).order_by("-pk") if act.facts]
    return bool(pending) and here == pending[0]
