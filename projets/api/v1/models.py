"""What is sent, as schemas: read from the same states as `shapes`, so that neither can forget a column."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import ConfigDict, WithJsonSchema, create_model

from projets.api.v1.parsing import Id
from projets.api.v1.shapes import TAGGED, public_columns
from projets.boards import events
from projets.exchange.events import ImportState
from projets.usecase.facts import State

At = Annotated[datetime, WithJsonSchema({"type": "string", "format": "date-time"})]
On = Annotated[date, WithJsonSchema({"type": "string", "format": "date"})]


class Out(Schema):
    model_config = ConfigDict(extra="forbid")


def model_of(state: type[State], name, /, **more):
    """The schema of `shapes.item` of this state, and of what is added to it."""
    kinds = {field: one.type for field, one in state.__dataclass_fields__.items()}
    known = {column: (_sent_as(column, kinds[column]), ...) for column in public_columns(state)}
    added = {one: (as_, ...) for one, as_ in (more | ({"etag": str} if state in TAGGED else {})).items()}
    return create_model(name, __base__=Out, **known, made_at=(At, ...), **added)


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
    ("dict", dict[str, Any]),
    ("tuple", list[Any]),
    ("bool", bool),
    ("'int'", int),
    ("int", int),
    ("float", float),
    ("str", str),
)

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
    announced=list[Any],
    balance=dict[str, Any] | None,
    people=list[Any],
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


class Event(Out):
    id: Id
    revision: int
    kind: str
    row_id: Id
    before: dict[str, Any] | None
    after: dict[str, Any]
    act_id: Id
    undoes_act_id: Id | None
    user_id: Id | None
    via: str
    at: At


def many(name, **kinds):
    """A schema of lists by name: `many("Cards", cards=Card)`."""
    return create_model(name, __base__=Out, **{one: (list[kind], ...) for one, kind in kinds.items()})


def paged(name, **kinds):
    """As `many`, a piece at a time: `next` is the cursor of the following one, null at the end."""
    return create_model(name, __base__=many(f"All{name}", **kinds), next=(str | None, ...))


def page_of(kind):
    """A piece of a long list; `next` is the cursor of the following one, null at the end."""
    return create_model(f"{kind.__name__}Page", __base__=Out, items=(list[kind], ...), next=(str | None, ...))
