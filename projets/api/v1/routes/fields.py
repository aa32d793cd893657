"""Typed fields, in groups: of a project (bases), of a board, or of a card."""

from typing import Annotated, Literal

from ninja import Query
from pydantic import Field as Bounds

from projets.api.v1 import models, rows, shapes
from projets.api.v1.answers import send
from projets.api.v1.door import ADMIN, WRITE, api
from projets.api.v1.once import acted, acted_on, made, once
from projets.api.v1.paging import Paged, part
from projets.api.v1.parsing import CardRef, Hue, Id, Line, Position, Sent, left_out
from projets.boards import events
from projets.boards.actions import field_groups, fields
from projets.boards.actions.saving import state
from projets.boards.models import Board, Field, FieldGroup, Project
from projets.boards.queries import fields_on
from projets.boards.values import FieldKind

TAGS = ["fields"]
Kind = Literal[*FieldKind.values]


class NewGroup(Sent):
    name: Line = ""
    base_id: Id | None = None
    position: Position | None = None


class GroupChanges(Sent):
    name: Line = left_out()
    position: Position = left_out()


class Option(Sent):
    id: Line = left_out()
    name: Line
    hue: Hue = left_out()


Options = Annotated[list[Option], Bounds(max_length=200)]


class NewField(Sent):
    name: Line
    kind: Kind = "text"
    unit: Line = ""
    options: Options = []
    on_front: bool = False
    position: Position | None = None


class FieldChanges(Sent):
    name: Line = left_out()
    kind: Kind = left_out()
    unit: Line = left_out()
    options: Options = left_out()
    on_front: bool = left_out()
    position: Position = left_out()


Fields = models.paged("Fields", field_groups=models.FieldGroup, fields=models.Field)


@api.get("/projects/{id}/fields", response=Fields, tags=TAGS)
def project_fields(request, id: Id, paged: Query[Paged]):
    """The base groups of a project, by pieces, and their fields."""
    groups = FieldGroup.objects.filter(project=rows.one(Project, id)(request.actor), binned_at=None)
    found = Field.objects.to_act_on().filter(group__in=groups.order_by(), binned_at=None).order_by("position", "id")
    return _fields(list(groups.order_by("position", "id")), found, paged)


@api.get("/boards/{id}/fields", response=Fields, tags=TAGS)
def board_fields(request, id: Id, paged: Query[Paged]):
    """The groups that cards of a board may show, by pieces, and their fields and those of their bases."""
    return _fields(*fields_on(rows.one(Board, id)(request.actor).pk), paged)


@api.post("/projects/{id}/field-groups", response={201: models.FieldGroup}, auth=ADMIN, tags=TAGS)
def create_base(request, id: Id, body: NewGroup):
    """A base: groups of boards and cards can be made from it."""
    return _create_group(request, rows.one(Project, id), body)


@api.post("/boards/{id}/field-groups", response={201: models.FieldGroup}, auth=WRITE, tags=TAGS)
def create_group_of_board(request, id: Id, body: NewGroup):
    """A group that all cards of a board have; `base_id` makes it from a base of the project."""
    return _create_group(request, rows.one(Board, id), body)


@api.post("/cards/{id}/field-groups", response={201: models.FieldGroup}, auth=WRITE, tags=TAGS)
def create_group_of_card(request, id: CardRef, body: NewGroup):
    """A group that one card has."""
    return _create_group(request, rows.card(id), body)


@api.patch("/field-groups/{id}", response=models.FieldGroup, auth=WRITE, tags=TAGS)
def edit_field_group(request, id: Id, body: GroupChanges):
    """Call it otherwise, or put it elsewhere; what is left out stays."""
    act = once(
        request,
        field_groups.edit_field_group,
        rows.one(FieldGroup, id),
        lambda actor, group: field_groups.edit_field_group(actor, group, **body.given),
    )
    return acted_on(act, FieldGroup, id)


@api.delete("/field-groups/{id}", response=models.FieldGroup, auth=WRITE, tags=TAGS)
def bin_field_group(request, id: Id):
    """Into the bin with its fields; cards keep their values, unseen until it is restored."""
    act = once(request, field_groups.bin_field_group, rows.one(FieldGroup, id), field_groups.bin_field_group)
    return acted_on(act, FieldGroup, id)


@api.post("/field-groups/{id}/restore", response=models.FieldGroup, auth=WRITE, tags=TAGS)
def restore_field_group(request, id: Id):
    """Take it out of the bin, with its fields and what they hold."""
    found = rows.in_bin(FieldGroup, id)
    act = once(request, field_groups.restore_field_group, found, field_groups.restore_field_group)
    return acted_on(act, FieldGroup, id)


@api.post("/projects/{id}/fields", response={201: models.Field}, auth=ADMIN, tags=TAGS)
def create_field_of_project(request, id: Id, body: NewField):
    """A field that all cards of a project have."""
    return _create_field(request, rows.one(Project, id), body)


@api.post("/field-groups/{id}/fields", response={201: models.Field}, auth=WRITE, tags=TAGS)
def create_field(request, id: Id, body: NewField):
    """Add a field, which cards then have."""
    return _create_field(request, rows.one(FieldGroup, id), body)


@api.patch("/fields/{id}", response=models.Field, auth=WRITE, tags=TAGS)
def edit_field(request, id: Id, body: FieldChanges):
    """`options` are all of them, in order: one with its `id` keeps its values, one without is new."""
    given = body.given
    if "options" in given:
        given["options"] = [option.given for option in body.options]
    act = once(
        request,
        fields.edit_field,
        rows.one(Field, id),
        lambda actor, field: fields.edit_field(actor, field, **given),
    )
    return acted_on(act, Field, id)


@api.delete("/fields/{id}", response=models.Field, auth=WRITE, tags=TAGS)
def bin_field(request, id: Id):
    """Cards keep its values: nobody sees them until it is restored."""
    return acted_on(once(request, fields.bin_field, rows.one(Field, id), fields.bin_field), Field, id)


@api.post("/fields/{id}/restore", response=models.Field, auth=WRITE, tags=TAGS)
def restore_field(request, id: Id):
    """Take it out of the bin, with what cards hold of it."""
    return acted_on(once(request, fields.restore_field, rows.in_bin(Field, id), fields.restore_field), Field, id)


def _create_group(request, find, body):
    def do(actor, holder):
        base = rows.one(FieldGroup, body.base_id)(actor) if body.base_id else None
        return field_groups.create_field_group(actor, holder, body.name, base, body.position)

    act = once(request, field_groups.create_field_group, find, do)
    return acted(act, shapes.item(made(act, events.FieldGroupCreated)[0]), 201)


def _create_field(request, find, body):
    more = {"unit": body.unit, "options": [option.given for option in body.options]}

    def do(actor, holder):
        place = {"on_front": body.on_front, "position": body.position}
        return fields.create_field(actor, holder, body.name, body.kind, **more, **place)

    act = once(request, fields.create_field, find, do)
    return acted(act, shapes.item(made(act, events.FieldCreated)[0]), 201)


def _fields(groups, found, paged):
    piece = part(groups, paged, list, name="field_groups")
    of = {id for group in piece["field_groups"] for id in (group.pk, group.base_id)}
    shown = {"field_groups": piece["field_groups"], "fields": [field for field in found if field.group_id in of]}
    items = {name: [shapes.item(state(row)) for row in some] for name, some in shown.items()}
    return send(items | {"next": piece["next"]})
