"""Undo: an act put back from the log alone, as a new act, or not at all."""

from collections import defaultdict
from itertools import groupby

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projets.boards import events
from projets.boards.actions.cards import write_description
from projets.boards.actions.counting import recount, show_again, show_on_front
from projets.boards.actions.fields import require_empty
from projets.boards.actions.leaving import keep_former_numbers
from projets.boards.actions.linking import follow, linked_to
from projets.boards.actions.placing import arrange_each
from projets.boards.actions.saving import PEOPLE, save, state, states, tell
from projets.boards.actions.subscribing import follow_as_members
from projets.boards.models import Board, Card, Field, FieldGroup, Label, List, Task, TaskList
from projets.boards.models.cards import CardRow
from projets.boards.queries import assignable_ids, find, text_of
from projets.boards.undoable import (
    MODELS,
    NEVER_PUT_BACK,
    PLACE,
    UNDOING,
    WITHIN,
    effective,
    is_undone,
    last_undoable,
    made_room,
    name_of,
    require_nobody_within,
    require_same_kinds,
    require_standing,
    require_untouched,
    still_concerned,
)
from projets.usecase.action import action
from projets.usecase.errors import Conflict, Invalid, Refused, Why
from projets.usecase.log import first_answer, putting_back
from projets.usecase.rights import require

SHIFTED = {
    Board: events.BoardShifted,
    List: events.ListShifted,
    Label: events.LabelShifted,
    FieldGroup: events.FieldGroupShifted,
    Field: events.FieldShifted,
    Card: events.CardShifted,
    TaskList: events.TaskListShifted,
    Task: events.TaskShifted,
}
AMONG = {  # what a thing's siblings share with it
    Board: ("project_id",),
    List: ("board_id",),
    Label: ("board_id",),
    FieldGroup: ("project_id", "board_id", "card_id"),
    Field: ("group_id",),
    Card: ("list_id",),
    TaskList: ("card_id",),
    Task: ("task_list_id",),
}
HOLDERS = {"list_id": List, "task_list_id": TaskList}
REACHED_THROUGH_ANOTHER = {Task: {"card_id"}}


def undo_last(actor, board):
    """Put back my last act on this board, or say that there is none."""
    if done := first_answer(actor, "put_back"):
        return done
    act = last_undoable(actor, board)
    if act is None:
        raise Invalid(_("You have done nothing on this board within the hour that could be undone."))
    return undo_act(actor, act)


def undo_act(actor, act):
    """Put back all that one of the actor's own acts changed; undoing an undo does it again.

    Raises Conflict, saying who and what, when any of it was changed since, Invalid for what cannot be undone.
    """
    if done := first_answer(actor, "put_back"):
        return done
    if act.user_id is None or act.user_id != actor.user_id:
        raise Refused("undo_act", Why.UNSEEN)
    if timezone.now() - act.done_at > WITHIN:
        raise Invalid(_("This was done more than an hour ago: change it back by hand."))
    facts = act.facts
    if not effective(facts):
        raise Invalid(_("This cannot be undone: what is said is said, and members are added or removed by hand."))
    return put_back(actor, _rows_of(facts), act)


@action("rows", also_in_bin=True)
def put_back(actor, rows, act):
    """`rows` are those of the act, and what they were or are in."""
    if is_undone(act):
        raise Conflict(_("This has been undone already."))
    here = {row.pk: row for row in rows}
    facts = still_concerned(act.facts, here)
    undoing = effective(facts)
    require_untouched(act, facts, here, actor)
    require_nobody_within(act, facts, rows, actor)
    require_same_kinds(act, undoing, actor)
    for fact in undoing:
        if isinstance(fact, events.FieldEdited) and "kind" in fact.changed:
            require_empty(here[fact.after.id])
    _require_rights(actor, undoing, here)
    _require_seeing(undoing, here)
    putting_back(act)
    leaving = {here[fact.after.id] for fact in undoing if fact.changed & PLACE}
    back = list(dict.fromkeys(here[fact.after.id] for fact in undoing))
    for kind, same in groupby(reversed(undoing), type):
        _put_back(list(same), UNDOING[kind][0], here, leaving, actor)
    follow(_linked_to_what_came_back(back), seen_anew=any("is_restricted" in fact.changed for fact in undoing))
    if held := [row.card for row in back if isinstance(row, CardRow)]:
        recount(held)
        show_on_front(
            one.task_list if isinstance(one, Task) else one for one in back if isinstance(one, Task | TaskList)
        )
    if shown := {row.card_id for row in back if isinstance(row, FieldGroup | Field)} - {None}:
        show_again(shown)
    require_standing(act, back, here, actor)


def _linked_to_what_came_back(rows):
    """Ids of the tasks linked to cards that may stand in another kind of list now."""
    lists = [row.pk for row in rows if isinstance(row, List)]
    inside = Card.objects.filter(list__in=lists).only("pk") if lists else ()
    return linked_to([*(row for row in rows if isinstance(row, Card)), *inside])


def _rows_of(facts):
    wanted = defaultdict(set)
    for fact in facts:
        if fact.state not in MODELS:
            continue
        wanted[MODELS[fact.state]].add(fact.after.id)
        for was in filter(None, (fact.before, fact.after)):
            for column, holder in HOLDERS.items():
                if column in was.columns:
                    wanted[holder].add(getattr(was, column))
        if isinstance(fact, events.ListTransferred):
            wanted[Board].add(fact.before.board_id)
    return [row for model, ids in wanted.items() for row in find(model.objects.all(), *sorted(ids))]


def _put_back(facts, undone, here, leaving, actor):
    """Facts of one kind, the last first."""
    were = states(dict.fromkeys(here[fact.after.id] for fact in facts))
    numbers, placed = [], {}
    for fact in facts:
        row = here[fact.after.id]
        if "number" in fact.changed and fact.before:
            numbers.append((row.board.project_id, row.number, row))
        _put_columns_back(row, fact, here, actor)
        if fact.changed & (PLACE | {"binned_at"}) and type(row) in AMONG and not row.in_bin:
            placed[row] = row.position
        if fact.before == fact.after:
            tell(row, undone(state(row), state(row)))
    if numbers:
        keep_former_numbers(numbers)
    leaving.difference_update(were)
    shifted = _place(placed, leaving)
    save(undone, were)
    if undone is events.CardAssigned:
        follow_as_members(were)
    for model, moved in shifted.items():
        save(SHIFTED[model], moved)


def _put_columns_back(row, fact, here, actor):
    if fact.before is None:
        row.binned_at = timezone.now()
        return
    for column in fact.changed - NEVER_PUT_BACK - REACHED_THROUGH_ANOTHER.get(type(row), set()):
        was = getattr(fact.before, column)
        if column == "description_version":
            write_description(row, text_of(row.pk, was), actor.user_id)
        elif column in HOLDERS:
            setattr(row, column.removesuffix("_id"), here[was])
        else:
            setattr(row, column, list(was) if isinstance(was, tuple) and column not in PEOPLE else was)


def _place(placed, leaving):
    """Each where it was, among those that stand there now; those that had to make room, by model."""
    groups, shifted = defaultdict(dict), defaultdict(dict)
    for row, position in placed.items():
        groups[type(row), tuple((name, getattr(row, name)) for name in AMONG[type(row)])][row] = position
    for (model, holder), rows in groups.items():
        away = {"binned_at": None} | ({"archived_at": None} if model is Card else {})
        siblings = model.objects.filter(**dict(holder), **away)
        shifted[model] |= arrange_each(rows, siblings, [row for row in (*leaving, *placed) if type(row) is model])
    return shifted


def _require_rights(actor, facts, here):
    """The right to do what is about to be done, on each row and on what it goes back to."""
    needed = defaultdict(set)
    for fact in facts:
        if made_room(fact):
            continue  # it follows
        right = UNDOING[type(fact)][1]
        needed[right].add(here[fact.after.id])
        for column in HOLDERS.keys() & fact.changed:
            if fact.before:
                needed[right].add(here[getattr(fact.before, column)])
        if isinstance(fact, events.ListTransferred):
            needed[right].add(here[fact.before.board_id])
    for right, rows in needed.items():
        require(actor, right, *rows)


def _require_seeing(facts, here):
    """Nobody is put back on a card whom the board no longer shows it to."""
    back = {}
    for fact in facts:
        if isinstance(fact.after, events.CardState) and fact.before and fact.changed & PEOPLE:
            were = {*fact.before.member_ids, fact.before.responsible_id}
            back[fact.after.id] = fact.before.board_id, were - {None}
    seeing = assignable_ids({board for board, _people in back.values()}) if back else {}
    for id, (board, were) in back.items():
        if were - seeing[board]:
            raise Conflict(
                _("Somebody who was on “%(what)s” can no longer see it: nothing was undone.")
                % {"what": name_of(here[id])}
            )
