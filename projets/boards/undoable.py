"""Which acts can be undone, by what, and whether they still can: somebody may have changed what they left."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projets.boards import events
from projets.boards.actions.saving import STATES, state
from projets.boards.models import Board, Card, Field, FieldGroup, List, Project, Task, TaskList
from projets.boards.queries import people
from projets.boards.values import parts_of
from projets.usecase.errors import Conflict
from projets.usecase.models import Act, Event

WITHIN = timedelta(hours=1)
MODELS = {state: model for model, state in STATES.items() if hasattr(model, "binned_at") and model is not Project}
PLACE = {"board_id", "list_id", "task_list_id", "position"}  # one thing: who moves a card changes all of it
COUNTERS = {"tasks_total", "tasks_done", "comments_total", "attachments_total"}  # they follow, and are counted again
NEVER_PUT_BACK = {"id", "version", *COUNTERS}
INSIDE = (  # it goes to the bin with it
    (List, Card, "list"),
    (TaskList, Task, "task_list"),
    (Board, List, "board"),
    (FieldGroup, Field, "group"),
)
HELD_IN = ("board_id", "list_id", "card_id", "task_list_id", "group_id")

# what happened: (what undoing it is, the right that this needs)
UNDOING = {
    events.CardCreated: (events.CardBinned, "bin_cards"),
    events.CardDuplicated: (events.CardBinned, "bin_cards"),
    events.CardRenamed: (events.CardRenamed, "rename_card"),
    events.CardDescribed: (events.CardDescribed, "describe_card"),
    events.CardScheduled: (events.CardScheduled, "schedule_cards"),
    events.CardFinished: (events.CardReopened, "finish_cards"),
    events.CardReopened: (events.CardFinished, "finish_cards"),
    events.CardLabelled: (events.CardLabelled, "label_cards"),
    events.CardAssigned: (events.CardAssigned, "assign_cards"),
    events.CardValued: (events.CardValued, "value_cards"),
    events.CardCovered: (events.CardCovered, "cover_card"),
    events.CardTimed: (events.CardTimed, "time_card"),
    events.CardRetyped: (events.CardRetyped, "retype_cards"),
    events.CardCleared: (events.CardCleared, "restore_cards"),
    events.CardRestricted: (events.CardOpened, "open_cards"),
    events.CardOpened: (events.CardRestricted, "restrict_cards"),
    events.CardMoved: (events.CardMoved, "move_cards"),
    events.CardShifted: (events.CardShifted, "move_cards"),
    events.CardTransferred: (events.CardTransferred, "transfer_cards"),
    events.CardArchived: (events.CardUnarchived, "unarchive_cards"),
    events.CardUnarchived: (events.CardArchived, "archive_cards"),
    events.CardBinned: (events.CardRestored, "restore_cards"),
    events.CardRestored: (events.CardBinned, "bin_cards"),
    events.ListCreated: (events.ListBinned, "bin_lists"),
    events.ListEdited: (events.ListEdited, "edit_list"),
    events.ListMoved: (events.ListMoved, "move_list"),
    events.ListShifted: (events.ListShifted, "move_list"),
    events.ListTransferred: (events.ListTransferred, "transfer_list"),
    events.ListSorted: (events.ListSorted, "sort_list"),
    events.ListArchived: (events.ListUnarchived, "unarchive_lists"),
    events.ListUnarchived: (events.ListArchived, "archive_lists"),
    events.ListBinned: (events.ListRestored, "restore_lists"),
    events.ListRestored: (events.ListBinned, "bin_lists"),
    events.LabelCreated: (events.LabelBinned, "bin_label"),
    events.LabelEdited: (events.LabelEdited, "edit_label"),
    events.LabelMoved: (events.LabelMoved, "move_label"),
    events.LabelShifted: (events.LabelShifted, "move_label"),
    events.LabelBinned: (events.LabelRestored, "restore_label"),
    events.LabelRestored: (events.LabelBinned, "bin_label"),
    events.TaskListCreated: (events.TaskListBinned, "bin_task_list"),
    events.TaskListEdited: (events.TaskListEdited, "edit_task_list"),
    events.TaskListMoved: (events.TaskListMoved, "move_task_list"),
    events.TaskListShifted: (events.TaskListShifted, "move_task_list"),
    events.TaskListBinned: (events.TaskListRestored, "restore_content"),
    events.TaskListRestored: (events.TaskListBinned, "bin_task_list"),
    events.TaskCreated: (events.TaskBinned, "bin_tasks"),
    events.TaskEdited: (events.TaskEdited, "edit_task"),
    events.TaskFinished: (events.TaskReopened, "finish_tasks"),
    events.TaskReopened: (events.TaskFinished, "finish_tasks"),
    events.TaskMoved: (events.TaskMoved, "move_task"),
    events.TaskShifted: (events.TaskShifted, "move_task"),
    events.TaskBinned: (events.TaskRestored, "restore_content"),
    events.TaskRestored: (events.TaskBinned, "bin_tasks"),
    events.AttachmentAdded: (events.AttachmentBinned, "bin_attachment"),
    events.AttachmentRenamed: (events.AttachmentRenamed, "rename_attachment"),
    events.AttachmentBinned: (events.AttachmentRestored, "restore_content"),
    events.AttachmentRestored: (events.AttachmentBinned, "bin_attachment"),
    events.CommentBinned: (events.CommentRestored, "bin_comment"),
    events.CommentRestored: (events.CommentBinned, "bin_comment"),
    events.BoardCreated: (events.BoardBinned, "bin_board"),
    events.BoardEdited: (events.BoardEdited, "edit_board"),
    events.BoardMoved: (events.BoardMoved, "move_board"),
    events.BoardShifted: (events.BoardShifted, "move_board"),
    events.BoardArchived: (events.BoardUnarchived, "unarchive_board"),
    events.BoardUnarchived: (events.BoardArchived, "archive_board"),
    events.BoardBinned: (events.BoardRestored, "restore_board"),
    events.BoardRestored: (events.BoardBinned, "bin_board"),
    events.FieldGroupCreated: (events.FieldGroupBinned, "bin_field_group"),
    events.FieldGroupEdited: (events.FieldGroupEdited, "edit_field_group"),
    events.FieldGroupMoved: (events.FieldGroupMoved, "move_field_group"),
    events.FieldGroupShifted: (events.FieldGroupShifted, "move_field_group"),
    events.FieldGroupBrought: (events.FieldGroupBinned, "bin_field_group"),
    events.FieldGroupLoosened: (events.FieldGroupLoosened, "edit_field_group"),
    events.FieldGroupBinned: (events.FieldGroupRestored, "restore_field_group"),
    events.FieldGroupRestored: (events.FieldGroupBinned, "bin_field_group"),
    events.FieldBrought: (events.FieldBinned, "bin_field"),
    events.FieldCreated: (events.FieldBinned, "bin_field"),
    events.FieldEdited: (events.FieldEdited, "edit_field"),
    events.FieldMoved: (events.FieldMoved, "move_field"),
    events.FieldShifted: (events.FieldShifted, "move_field"),
    events.FieldBinned: (events.FieldRestored, "restore_field"),
    events.FieldRestored: (events.FieldBinned, "bin_field"),
}
FOLLOWS = {  # nobody's wish: it follows again from what is put back
    events.CardCounted,
    events.CardSubscriptionAdded,
    events.CardSubscriptionRemoved,
    events.TaskFollowed,
}

SINCE = {
    "added": _("%(who)s has added “%(what)s” since: nothing was undone."),
    "archived": _("%(who)s has archived “%(what)s” since: nothing was undone."),
    "assigned": _("%(who)s has changed the people on “%(what)s” since: nothing was undone."),
    "binned": _("%(who)s has put “%(what)s” in the bin since: nothing was undone."),
    "counted": _("%(who)s has worked on “%(what)s” since: nothing was undone."),
    "covered": _("%(who)s has changed the cover of “%(what)s” since: nothing was undone."),
    "created": _("%(who)s has added “%(what)s” since: nothing was undone."),
    "described": _("%(who)s has rewritten the description of “%(what)s” since: nothing was undone."),
    "duplicated": _("%(who)s has added “%(what)s” since: nothing was undone."),
    "finished": _("%(who)s has finished “%(what)s” since: nothing was undone."),
    "labelled": _("%(who)s has changed the labels of “%(what)s” since: nothing was undone."),
    "moved": _("%(who)s has moved “%(what)s” since: nothing was undone."),
    "retyped": _("%(who)s has changed the kind of “%(what)s” since: nothing was undone."),
    "cleared": _("%(who)s has deleted “%(what)s” since: nothing was undone."),
    "renamed": _("%(who)s has renamed “%(what)s” since: nothing was undone."),
    "reopened": _("%(who)s has reopened “%(what)s” since: nothing was undone."),
    "restored": _("%(who)s has restored “%(what)s” since: nothing was undone."),
    "scheduled": _("%(who)s has changed the dates of “%(what)s” since: nothing was undone."),
    "shifted": _("%(who)s has moved “%(what)s” since: nothing was undone."),
    "timed": _("%(who)s has changed the time spent on “%(what)s” since: nothing was undone."),
    "transferred": _("%(who)s has moved “%(what)s” to another board since: nothing was undone."),
    "unarchived": _("%(who)s has taken “%(what)s” out of the archive since: nothing was undone."),
    "valued": _("%(who)s has changed a field of “%(what)s” since: nothing was undone."),
}
OTHERWISE = _("%(who)s has changed “%(what)s” since: nothing was undone.")
BY_ONESELF = _("You have changed “%(what)s” since: nothing was undone.")


def last_undoable(actor, board):
    """My last act on this board that can be undone and has not been, within the hour; None if there is none."""
    recently = Act.objects.filter(user_id=actor.user_id, done_at__gte=timezone.now() - WITHIN).order_by("-pk")
    undone, taken_back = set(), recently.filter(undoes__isnull=False).values_list("pk", "undoes")
    for pk, undoes in taken_back:  # the last first: an undo that was undone has undone nothing
        if pk not in undone:
            undone.add(undoes)
    mine = recently.filter(undoes=None, via__in=("web", "api", "cli"), events__stream=f"board:{board.pk}").exclude(
        pk__in=undone
    )
    for act in mine.distinct()[:50]:
        if effective(act.facts):
            return act
    return None


def is_undone(act):
    """Put back, and the putting back not put back itself."""
    return any(not is_undone(other) for other in act.undone_by.all())


def effective(facts):
    """Those of an act to put back, in order; none when any of them cannot be.

    What was made within a thing that the act made goes with it; what is recorded on two boards is one fact.
    """
    once = list({(fact.kind, repr(fact.columns)): fact for fact in facts}.values())
    made = {fact.after.id for fact in once if fact.before is None}
    rest = [fact for fact in once if type(fact) not in FOLLOWS and not _within(fact, made)]
    return rest if all(type(fact) in UNDOING for fact in rest) else []


def still_concerned(facts, here):
    """Without those that made room and were moved since: their place is no concern of this act any more."""
    if any(isinstance(fact, events.ListSorted) for fact in facts):
        return facts  # there, the places are what it is about
    left = {fact.after.id: fact.after for fact in facts}
    return [fact for fact in facts if not (made_room(fact) and _is_elsewhere(here[fact.after.id], left))]


def require_untouched(act, facts, here, actor):
    """What the act left must still be there, in every column that it changed; others may make room meanwhile."""
    at_stake, left = {}, {fact.after.id: fact.after for fact in facts}
    for fact in facts:
        if fact.state not in MODELS or type(fact) in FOLLOWS:
            continue
        columns = fact.changed - NEVER_PUT_BACK - {"list_changed_at"}
        if columns & PLACE:
            columns |= PLACE & fact.after.columns
        if fact.before is None:
            columns |= COUNTERS & fact.after.columns
        at_stake.setdefault(fact.after.id, set()).update(columns | {"binned_at"})
    for id, columns in at_stake.items():
        now = state(here[id])
        if touched := {name for name in columns if getattr(now, name) != getattr(left[id], name)}:
            _require_mere_shifts(act, here[id], touched, actor)


def require_same_kinds(act, facts, actor):
    """A value goes back only into a field of the kind that it was read for: else a text would stand for a link."""
    valued = [fact for fact in facts if "values" in fact.changed and fact.before]
    keys = {key for fact in valued for key, value in fact.before.values.items() if fact.after.values.get(key) != value}
    fields = {parts_of(key)[1] for key in keys}
    if not fields:
        return
    edited = Event.objects.filter(kind=events.FieldEdited.kind, row_id__in=fields, act__gt=act.pk)
    for event in edited.select_related("act"):
        if "kind" in event.fact.changed:
            raise conflict(event, Field.objects.get(pk=event.row_id), actor)


def require_nobody_within(act, facts, rows, actor):
    """Nobody else has put anything into what the act made."""
    made = {fact.after.id for fact in facts if fact.before is None}
    for holder, held, way in INSIDE:
        holders = [row.pk for row in rows if type(row) is holder and row.pk in made]
        if holders:
            inside = held.objects.filter(**{f"{way}__in": holders}).order_by().values("pk")
            last = _events_since(act).filter(row_id__in=inside).exclude(act__user_id=actor.user_id).last()
            if last:
                raise conflict(last, held.objects.get(pk=last.row_id), actor)


def require_standing(act, rows, here, actor):
    """Whatever has come back must be seen where it is: what holds it may be in the bin, or a list in the archive."""
    for model in {type(row) for row in rows}:
        back = [row for row in rows if type(row) is model and not row.in_bin]
        seen = set(model.objects.standing().filter(pk__in=[row.pk for row in back]).values_list("pk", flat=True))
        for row in back:
            if row.pk not in seen:
                _blame_holder(act, row, "binned_at", actor)
            if model is Card and row.archived_at is None and _archived_since(act, here[row.list_id]):
                _blame_holder(act, row, "archived_at", actor)


def conflict(event, row, actor):
    """Who did what to this since, by the name that they have now."""
    what = {"what": name_of(row)}
    if event is None or event.act.user_id == actor.user_id:
        return Conflict((BY_ONESELF if event else OTHERWISE) % (what | {"who": _("Somebody")}))
    known = people([event.act.user_id]).get(event.act.user_id)
    who = known.name if known else _("The system") if event.act.user_id is None else _("Somebody")
    return Conflict(SINCE.get(event.kind.partition(".")[2], OTHERWISE) % (what | {"who": who}))


def name_of(row):
    """What people call it."""
    if isinstance(row, Card):
        return row.title
    return getattr(row, "name", None) or (name_of(row.card) if hasattr(row, "card") else getattr(row, "color", ""))


def made_room(fact):
    return fact.kind.endswith(".shifted")


def _is_elsewhere(row, left):
    was = left[row.pk]
    return row.in_bin or any(getattr(row, name) != getattr(was, name) for name in PLACE & was.columns)


def _within(fact, made):
    """In something that the act made; or a later fact about what it made."""
    if fact.before is not None:
        return fact.after.id in made
    return any(getattr(fact.after, name, None) in made for name in HELD_IN)


def _events_since(act):
    return Event.objects.filter(pk__gt=act.pk).exclude(act=act).select_related("act").order_by("pk")


def _require_mere_shifts(act, row, touched, actor):
    """A thing that only made room, or that oneself has gone on filling, is as the act left it."""
    last, room_made, counted, followed = None, False, False, False
    for event in _events_since(act).filter(row_id=row.pk):
        mine = event.act.user_id == actor.user_id
        if made_room(event):
            room_made = True
        elif event.kind == events.CardCounted.kind and mine:
            counted = True
        elif event.kind == events.TaskFollowed.kind:
            followed = True
        elif event.fact.changed & touched:
            last = event
    explained = ({"position"} if room_made else set()) | (COUNTERS if counted else set())
    explained |= {"done_at", "linked_card_id"} if followed else set()
    if last or touched - explained:
        raise conflict(last, row, actor)


def _archived_since(act, column):
    return column.archived_at is not None and column.archived_at > act.done_at


def _blame_holder(act, row, column, actor):
    holder = _holder_of(row)
    while getattr(holder, column, None) is None:
        holder = _holder_of(holder)
    raise conflict(_events_since(act).filter(row_id=holder.pk).last(), holder, actor)


def _holder_of(row):
    holders = (getattr(row, name, None) for name in ("task_list", "group", "card", "list", "board", "project"))
    return next(filter(None, holders))
