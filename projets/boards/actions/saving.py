"""How rows are written and recorded, for every action: what changed, and nothing else."""

from django.db import connection

from projets.boards import events
from projets.boards.models import (
    Attachment,
    BackgroundImage,
    Board,
    Card,
    CardMember,
    Comment,
    Field,
    FieldGroup,
    Label,
    List,
    Membership,
    Project,
    ProjectManager,
    Task,
    TaskList,
    TeamOnBoard,
)
from projets.usecase import statements
from projets.usecase.facts import column_names
from projets.usecase.ids import new_id
from projets.usecase.log import moment, record
from projets.usecase.prepared import insert, update

STATES = {
    Project: events.ProjectState,
    ProjectManager: events.ManagerState,
    BackgroundImage: events.BackgroundState,
    FieldGroup: events.FieldGroupState,
    Field: events.FieldState,
    Board: events.BoardState,
    Membership: events.MembershipState,
    TeamOnBoard: events.BoardTeamState,
    List: events.ListState,
    Label: events.LabelState,
    Card: events.CardState,
    TaskList: events.TaskListState,
    Task: events.TaskState,
    Comment: events.CommentState,
    Attachment: events.AttachmentState,
}

NOT_ON_THE_FACE = {"board_id", "list_id", "position", "version", "list_changed_at", "value_rows"}
PEOPLE = {"member_ids", "responsible_id"}  # they have a table of their own
# What a card holds or is put beside, rather than itself; and what else is deleted is not edited
BESIDE_IT = {
    "label_ids",
    *PEOPLE,
    "values",
    "value_rows",
    "tasks_total",
    "tasks_done",
    "attachments_total",
    "version",
    "cleared_at",
    "is_restricted",
}


def state(row):
    """Its public columns as they are now."""
    return STATES[type(row)].of(row)


def states(rows):
    """{row: its state}; cards should come with their members: `Card.objects.prefetch_related("card_members")`."""
    return {row: state(row) for row in rows}


def create(fact, *rows):
    """Write new rows of one kind and record them."""
    if not rows:
        return
    if isinstance(rows[0], Card):
        for card in rows:
            number_values(card, {})
    if len(rows) == 1:  # nearly always: not worth Django's composing it
        insert(rows)
    else:
        type(rows[0]).objects.bulk_create(rows)
    if isinstance(rows[0], Card):
        _write_people([card for card in rows if card.member_ids or card.responsible_id])
    for row in rows:
        tell(row, fact(None, state(row)))


def save(fact, were, touch=False):
    """Write the rows that are no longer as they were, and record it on every stream concerned.

    `touch`: a row that was saved as it was counts as updated all the same, which is no fact.
    """
    changed, touched, told = {}, {}, {}
    for row, was in were.items():
        if isinstance(row, Card) and row.values != was.values:
            number_values(row, was.values)
        now = state(row)
        columns = {name for name in column_names(type(was)) if getattr(was, name) != getattr(now, name)}
        if isinstance(row, Card) and columns - NOT_ON_THE_FACE:
            row.version += 1
            columns.add("version")
            now = state(row)
        if columns and _touches(row, columns):
            row.updated_at = moment()
            columns.add("updated_at")
        if columns:
            changed[row] = columns
            told[row] = fact(was, now)
        elif touch:
            row.updated_at = moment()
            touched[row] = {"updated_at"}
    _write(changed | touched)
    for row, one in told.items():
        tell(row, one)


def _touches(row, columns):
    """Whether the row counts as changed in itself; what is counted of what it holds is not, nor its way to the bin."""
    return hasattr(row, "updated_at") and bool(columns - (BESIDE_IT if isinstance(row, Card) else {"binned_at"}))


def delete(fact, row):
    """Take away a row that no bin keeps, such as a membership; its last state is recorded as it was."""
    was = state(row)
    type(row).objects.filter(pk=row.pk).delete()
    tell(row, fact(was, was))


def tell(row, fact):
    """Record a fact on the streams of its row, and on the one it has left."""
    left = {f"board:{fact.before.board_id}"} if fact.before and isinstance(fact.after, events.CardState) else set()
    if isinstance(fact.after, events.ListState) and fact.before:
        left = {f"board:{fact.before.board_id}"}
    if isinstance(fact, events.BoardShifted):  # nothing of it shows on the board itself, which is not held
        record(f"project:{row.project_id}", fact)
        return
    for stream in sorted(row.streams | left):
        record(stream, fact)


def number_values(card, were):
    """Each value has an id of its own, and the moment of its last change; `were` are the values until now."""
    rows = {}
    for key, text in card.values.items():
        row = card.value_rows.get(key) or [new_id()]
        rows[key] = [row[0], milliseconds()] if were.get(key, text) != text else row
    card.value_rows = rows


def milliseconds():
    """Of this act, as values keep it."""
    return round(moment().timestamp() * 1000)


def _write(changed):
    by_columns = {}
    for row, columns in changed.items():
        by_columns.setdefault((type(row), frozenset(columns - PEOPLE)), []).append(row)
    _write_people([row for row, columns in changed.items() if columns & PEOPLE])
    for (model, columns), rows in by_columns.items():
        if not columns:
            continue
        if len(rows) == 1:  # nearly always: not worth Django's composing it
            update(rows[0], columns)
        else:
            model.objects.bulk_update(rows, columns)


def _write_people(cards):
    """Make the table say who is on these cards, as the cards do; who stays on keeps their row."""
    if not cards:
        return
    wanted = {(card.pk, person): False for card in cards for person in card.member_ids}
    wanted |= {(card.pk, card.responsible_id): True for card in cards if card.responsible_id}
    there = {(one.card_id, one.person_id): one for one in CardMember.objects.filter(card__in=cards).order_by("pk")}
    gone = [one.pk for key, one in there.items() if key not in wanted]
    lowered, raised = (
        [one.pk for key, one in there.items() if wanted.get(key) is now and one.is_responsible is not now]
        for now in (False, True)
    )
    if gone:
        CardMember.objects.filter(pk__in=gone).delete()
    for pks, now in ((lowered, False), (raised, True)):  # in this order: a card has one responsible at a time
        if pks:
            CardMember.objects.filter(pk__in=pks).update(is_responsible=now)
    CardMember.objects.bulk_create(
        [
            CardMember(card_id=card, person_id=person, is_responsible=now)
            for (card, person), now in wanted.items()
            if (card, person) not in there
        ]
    )


def next_numbers(project_id, how_many, ahead=()):
    """Numbers for so many new cards of a project; whoever else makes some waits. `ahead`: see `statements.rows`."""
    counting = "UPDATE boards_project SET last_number = last_number + %s WHERE id = %s"
    if connection.features.can_return_rows_from_bulk_insert:
        ((last,),) = statements.rows(f"{counting} RETURNING last_number", [how_many, project_id], ahead=ahead)
    else:  # SQLite before 3.35
        statements.written(counting, [how_many, project_id])
        ((last,),) = statements.rows("SELECT last_number FROM boards_project WHERE id = %s", [project_id])
    return range(last - how_many + 1, last + 1)
