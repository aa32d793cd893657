"""What is sent, as schemas: read from the same states as `shapes`, so that neither can forget a column."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import ConfigDict, WithJsonSchema, create_model

from projets.accounts.audit.events import AuditState
from projets.api.v1.parsing import Id, left_out
from projets.api.v1.shapes import TAGGED, public_columns
from projets.boards import events
from projets.exchange.events import ImportState
from projets.notifications.events import NotificationState
from projets.usecase.facts import State

# Answers are sent as `shapes` makes them: their schemas are read by the document alone, and built for it (6 MB).
Schema.model_config["defer_build"] = True

At = Annotated[datetime, WithJsonSchema({"type": "string", "format": "date-time"})]
# Of an event; "0" is nothing, which an export of the audit trail may have held
RowId = Annotated[str, WithJsonSchema({"type": "string", "pattern": "^(0|[1-9][0-9]{0,18})$"})]
On = Annotated[date, WithJsonSchema({"type": "string", "format": "date"})]


class Out(Schema):
    model_config = ConfigDict(extra="forbid")


def model_of(state: type[State], name, /, **more):
    """The schema of `shapes.item` of this state, and of what is added to it."""
    known = {column: kind_of_column(state, column) for column in public_columns(state)}
    added = {"made_at": At} | ({"etag": str} if state in TAGGED else {}) | more
    return create_model(name, __base__=Out, **{one: (kind, ...) for one, kind in (known | added).items()})


def kind_of_column(state, name):
    """How a column of a state is sent."""
    return SHAPED.get((state, name)) or _sent_as(name, state.__dataclass_fields__[name].type)


def _sent_as(name, kind):
    optional = "None" in str(kind)
    if name == "id" or name.endswith("_id"):
        shown = Id
    elif name.endswith("_ids"):
        shown = list[Id]
    else:
        text = str(kind)
        shown = next((as_ for part, as_ in _KINDS if part in text), Any)
    return shown | None if optional else shown


_KINDS = (
    ("datetime.datetime", At),
    ("datetime.date", On),
    ("dict[str, str]", dict[str, str]),
    ("dict[str, int]", dict[str, int]),
    ("dict", dict[str, Any]),
    ("tuple[str", list[str]),
    ("tuple[int", list[int]),
    ("tuple", list[Any]),
    ("bool", bool),
    ("'int'", int),
    ("int", int),
    ("float", float),
    ("str", str),
)


class PlaceThen(Out):
    """Where a card was; a list has its id and the name that it had."""

    kind: Literal["list", "archive", "bin"]
    id: int = left_out()
    name: str = left_out()


class TaskThen(Out):
    id: int
    name: str


# Names as they were when it happened, of what there is to name
NotificationData = create_model(
    "NotificationData",
    __base__=Out,
    title=(str | None, left_out()),
    responsible=(int, left_out()),
    task=(TaskThen, left_out()),
    **{"from": (PlaceThen, left_out()), "to": (PlaceThen, left_out())},
)


class Announced(Out):
    """What the cards of a file claim to have (`claimed`) beyond what is in it (`in_file`)."""

    kind: str
    claimed: int
    in_file: int
    sentence: str


class LeftOut(Out):
    kind: str
    count: int
    reason: str


class Balance(Out):
    """By kind: how many there were, how many came, and which did not, and why."""

    board: str
    found: dict[str, int]
    imported: dict[str, int]
    left_out: list[LeftOut]
    announced: list[Announced]
    warnings: list[str]


class SourcePerson(Out):
    """Somebody of the file; `listed`: a member of its board."""

    id: str
    name: str
    username: str
    listed: bool


class FieldOption(Out):
    """One of those that a field of the kind one_of or several_of offers."""

    id: str
    name: str
    hue: str = left_out()


# What is more than the type of a column says
SHAPED = {
    (AuditState, "id"): RowId,
    (events.FieldState, "options"): list[FieldOption],
    (events.ReactionState, "said"): dict[str, list[Id]],
    (NotificationState, "data"): NotificationData,
}
Project = model_of(events.ProjectState, "Project")
Manager = model_of(events.ManagerState, "Manager")
FieldGroup = model_of(events.FieldGroupState, "FieldGroup")
Field = model_of(events.FieldState, "Field")
Board = model_of(events.BoardState, "Board")
Membership = model_of(events.MembershipState, "Membership")
BoardTeam = model_of(events.BoardTeamState, "BoardTeam")
List = model_of(events.ListState, "List")
Label = model_of(events.LabelState, "Label")
CardOnBoard = model_of(events.CardState, "CardOnBoard", reference=str, url=str)
Card = model_of(events.CardState, "Card", reference=str, url=str, description=str)
TaskList = model_of(events.TaskListState, "TaskList")
Task = model_of(events.TaskState, "Task")
Comment = model_of(events.CommentState, "Comment", text=str, edited_at=At | None, said=dict[str, list[Id]])
Attachment = model_of(events.AttachmentState, "Attachment", file=str | None)
Import = model_of(
    ImportState,
    "Import",
    file_name=str,
    announced=list[Announced],
    balance=Balance | None,
    people=list[SourcePerson],
    error=str,
    asked_at=At,
    ended_at=At | None,
)


class Person(Out):
    id: Id
    name: str
    claimed: bool


class Account(Out):
    id: Id
    name: str
    username: str | None
    organization: str
    is_active: bool


class Token(Out):
    id: Id
    name: str
    prefix: str
    scope: Literal["read", "write", "admin"]
    project_ids: list[Id] | None
    expires_at: At | None
    revoked_at: At | None
    parent_id: Id | None
    used_at: At | None
    made_at: At


class Me(Account):
    email: str
    role: str
    phone: str
    language: str
    time_zone: str
    theme: str
    shows_presence: bool
    single_letters: bool
    has_picture: bool
    subscribe_to_own_cards: bool
    subscribe_to_card_when_commenting: bool
    token: Token | None


def many(name, **kinds):
    """A schema of lists by name: `many("Cards", cards=Card)`."""
    return create_model(name, __base__=Out, **{one: (list[kind], ...) for one, kind in kinds.items()})


def paged(name, **kinds):
    """As `many`, a piece at a time: `next` is the cursor of the following one, null at the end."""
    return create_model(name, __base__=many(f"All{name}", **kinds), next=(str | None, ...))


def page_of(kind):
    """A piece of a long list; `next` is the cursor of the following one, null at the end."""
    return create_model(f"{kind.__name__}Page", __base__=Out, items=(list[kind], ...), next=(str | None, ...))
