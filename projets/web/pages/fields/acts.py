"""What people do to groups of fields and to fields: each address calls one action."""

from projets.boards.actions import field_groups as group_actions
from projets.boards.actions import fields as field_actions
from projets.boards.models import Board, Card, Field, FieldGroup, Project
from projets.boards.queries import find
from projets.boards.values import FieldKind
from projets.web.door import door
from projets.web.pages.project.acts import lines_of


def one(rows, id):
    (found,) = find(rows, id)
    return found


def field_of(actor, field_id):
    return one(Field.objects.visible_to(actor), field_id)


def group_of(actor, group_id):
    return one(FieldGroup.objects.visible_to(actor), group_id)


def _create_group(actor, form, holder):
    base = group_of(actor, form["base"]) if form.get("base") else None
    return group_actions.create_field_group(actor, holder, form.get("name"), base)


@door(group_actions.create_field_group)
def create_base(actor, form, project_id):
    return _create_group(actor, form, one(Project.objects.visible_to(actor), project_id))


@door(group_actions.create_field_group)
def create_on_board(actor, form, board_id):
    return _create_group(actor, form, one(Board.objects.visible_to(actor), board_id))


@door(group_actions.create_field_group)
def create_on_card(actor, form, card_id):
    return _create_group(actor, form, one(Card.objects.visible_to(actor), card_id))


@door(group_actions.edit_field_group)
def rename_group(actor, form, group_id):
    return group_actions.edit_field_group(actor, group_of(actor, group_id), form.get("name"))


@door(group_actions.move_field_group)
def move_group(actor, form, group_id):
    return group_actions.move_field_group(actor, group_of(actor, group_id), form.get("position") or None)


@door(group_actions.bin_field_group, then=lambda act: _to_what_had_it(act.facts[0].after))
def bin_group(actor, form, group_id):
    return group_actions.bin_field_group(actor, group_of(actor, group_id))


def _to_what_had_it(group):
    if group.card_id:
        return f"/cards/{group.card_id}"
    return f"/tableaux/{group.board_id}/reglages/" if group.board_id else f"/projets/{group.project_id}/reglages/"


@door(group_actions.restore_field_group)
def restore_group(actor, form, group_id):
    return group_actions.restore_field_group(actor, one(FieldGroup.objects.seen_by(actor), group_id))


@door(field_actions.create_field)
def create_in_project(actor, form, project_id):
    return _create_field(actor, form, one(Project.objects.visible_to(actor), project_id))


@door(field_actions.create_field)
def create_in_group(actor, form, group_id):
    return _create_field(actor, form, group_of(actor, group_id))


def _create_field(actor, form, holder):
    return field_actions.create_field(actor, holder, form.get("name"), form.get("kind"), **_of_its_kind(form, None))


@door(field_actions.edit_field)
def edit_field(actor, form, field_id):
    field = field_of(actor, field_id)
    return field_actions.edit_field(actor, field, form.get("name"), form.get("kind"), **_of_its_kind(form, field))


@door(field_actions.move_field)
def move_field(actor, form, field_id):
    return field_actions.move_field(actor, field_of(actor, field_id), form.get("position") or None)


@door(field_actions.bin_field)
def bin_field(actor, form, field_id):
    return field_actions.bin_field(actor, field_of(actor, field_id))


@door(field_actions.restore_field)
def restore_field(actor, form, field_id):
    return field_actions.restore_field(actor, one(Field.objects.seen_by(actor), field_id))


def _of_its_kind(form, field):
    """Of one form for all kinds, what this one has. An emptied choice goes, new ones come a line each."""
    kind = form.get("kind")
    given = {"on_front": form.get("on_front") == "1"}
    if kind == FieldKind.NUMBER:
        given["unit"] = form.get("unit", "")
    if kind in field_actions.WITH_OPTIONS:
        had = [{**one, "name": form.get(f"option-{one['id']}", "")} for one in (field.options if field else ())]
        given["options"] = [one for one in had if one["name"].strip()] + lines_of(form.get("options", ""))
    return given
