"""Groups of fields (bases of a project, groups of a board or a card), their fields, and the values of cards.

A new field is a text here; kinds and choices are settled elsewhere, and values of all kinds are read and written as
their canonical texts.
"""

from projets.api.planka import fields
from projets.api.planka.calling import delete, get, patch, post
from projets.api.planka.items import custom_fields as items
from projets.api.planka.parameters import Flag, Id, Position, Text
from projets.api.planka.refusals import not_found, unprocessable
from projets.boards.actions import field_groups as group_actions
from projets.boards.actions import fields as actions
from projets.boards.actions.details import value_cards
from projets.boards.models import Board, Card, Field, FieldGroup, Project
from projets.boards.queries import find, seen
from projets.boards.values import key_of, read
from projets.usecase.errors import Refused
from projets.usecase.rights import require

BASE, GROUP, FIELD, VALUE = "Base custom field group", "Custom field group", "Custom field", "Custom field value"
NAME = Text("name", required=True)
GROUP_TAKES = (Position(required=True), Text("name", null=True), Id("baseCustomFieldGroupId"))
FIELD_TAKES = (Position(required=True), NAME, Flag("showOnFrontOfCard"))
VALUE_OF = "/cards/{card}/custom-field-values/customFieldGroupId:{group}:customFieldId:{field}"


@post(
    "/projects/{project}/base-custom-field-groups",
    NAME,
    of="Project",
    managed=True,
    answers={"item": items.BaseCustomFieldGroupItem},
)
def create_base(call, given, project):
    """A new base group of fields in a project."""
    [project] = seen(call.actor, Project, project)
    act = group_actions.create_field_group(call.actor, project, given["name"])
    return {"item": items.base_group(act.facts[0].after, None)}


@patch(
    "/base-custom-field-groups/{group}",
    Text("name"),
    of=BASE,
    managed=True,
    answers={"item": items.BaseCustomFieldGroupItem},
)
def edit_base(call, given, group):
    """Renames a base group."""
    group = _base(call, group)
    group_actions.edit_field_group(call.actor, group, given.get("name"))
    group.refresh_from_db()
    return {"item": items.base_group(group)}


@delete("/base-custom-field-groups/{group}", of=BASE, managed=True, answers={"item": items.BaseCustomFieldGroupItem})
def remove_base(call, given, group):
    """Puts a base group in the bin, with the groups made from it."""
    group = _base(call, group)
    group_actions.bin_field_group(call.actor, group)
    return {"item": items.base_group(group)}


@post(
    "/base-custom-field-groups/{group}/custom-fields",
    *FIELD_TAKES,
    of=BASE,
    managed=True,
    answers={"item": items.CustomFieldItem},
)
def create_in_base(call, given, group):
    """A new field in a base group."""
    return _create_field(call, given, _base(call, group))


@post("/boards/{board}/custom-field-groups", *GROUP_TAKES, of="Board", answers={"item": items.CustomFieldGroupItem})
def create_on_board(call, given, board):
    """A new group of fields on a board, of its own or from a base."""
    [board] = seen(call.actor, Board, board)
    return _create_group(call, given, board, board.project_id)


@post("/cards/{card}/custom-field-groups", *GROUP_TAKES, of="Card", answers={"item": items.CustomFieldGroupItem})
def create_on_card(call, given, card):
    """A new group of fields on a card, of its own or from a base."""
    [card] = seen(call.actor, Card, card)
    return _create_group(call, given, card, card.board.project_id)


@get(
    "/custom-field-groups/{group}",
    of=GROUP,
    answers={
        "item": items.CustomFieldGroupItem,
        "included": {
            "customFields": list[items.CustomFieldItem],
            "customFieldValues": list[items.CustomFieldValueItem],
        },
    },
)
def show(call, given, group):
    """A group with its fields, and the values of its card if it is a card's."""
    group = _group(call, group)
    included = {"customFields": [], "customFieldValues": []}
    if group.card_id:
        included |= fields.of_cards(group.card.board, [group.card])
    own = Field.objects.filter(group=group, binned_at=None).select_related("group")
    here = [one for one in included["customFieldValues"] if one["customFieldGroupId"] == str(group.pk)]
    return {
        "item": items.group(group),
        "included": {"customFields": [items.field(one) for one in own], "customFieldValues": here},
    }


@patch(
    "/custom-field-groups/{group}",
    Position(),
    Text("name", null=True),
    of=GROUP,
    answers={"item": items.CustomFieldGroupItem},
)
def edit(call, given, group):
    """Renames or moves a group."""
    group = _group(call, group)
    require(call.actor, "edit_field_group", group)
    changes = dict(given)
    if "name" in changes:
        if changes["name"] is None and not group.base_id:
            raise unprocessable("Name must not be null")
        changes["name"] = changes["name"] or ""
    group_actions.edit_field_group(call.actor, group, told_anyway=bool(changes), **changes)
    group.refresh_from_db()
    return {"item": items.group(group)}


@delete("/custom-field-groups/{group}", of=GROUP, answers={"item": items.CustomFieldGroupItem})
def remove(call, given, group):
    """Puts a group in the bin."""
    group = _group(call, group)
    group_actions.bin_field_group(call.actor, group)
    return {"item": items.group(group)}


@post("/custom-field-groups/{group}/custom-fields", *FIELD_TAKES, of=GROUP, answers={"item": items.CustomFieldItem})
def create_in_group(call, given, group):
    """A new field in a group."""
    return _create_field(call, given, _group(call, group))


@patch(
    "/custom-fields/{field}",
    Position(),
    Text("name"),
    Flag("showOnFrontOfCard"),
    of=FIELD,
    answers={"item": items.CustomFieldItem},
)
def edit_field(call, given, field):
    """Renames or moves a field, or shows it on cards' faces."""
    field = _field(call, "edit_field", field)
    asked = {"on_front": given["showOnFrontOfCard"]} if "showOnFrontOfCard" in given else {}
    actions.edit_field(call.actor, field, given.get("name"), position=given.get("position"), **asked)
    return {"item": items.field(Field.objects.to_act_on().get(pk=field.pk))}


@delete("/custom-fields/{field}", of=FIELD, answers={"item": items.CustomFieldItem})
def remove_field(call, given, field):
    """Puts a field in the bin."""
    field = _field(call, "bin_field", field)
    actions.bin_field(call.actor, field)
    return {"item": items.field(field)}


@patch(VALUE_OF, Text("content", required=True, most=512), of="Card", answers={"item": items.CustomFieldValueItem})
def set_value(call, given, card, group, field):
    """Sets the value of a field on a card, as its canonical text."""
    card, group, field = _place(call, card, group, field)
    typed = read(field.kind, given["content"], field.options)
    if not "".join(typed).strip():
        raise unprocessable("Content must not be blank")  # that would take the value away
    value_cards(call.actor, [card], field, typed, group)
    card.refresh_from_db()
    return {"item": items.value(card, key_of(group.pk, field.pk), {field.pk: field})}


@delete(VALUE_OF, of="Card", answers={"item": items.CustomFieldValueItem})
def clear_value(call, given, card, group, field):
    """Takes the value of a field off a card."""
    card, group, field = _place(call, card, group, field)
    key = key_of(group.pk, field.pk)
    if key not in card.values:
        raise not_found(VALUE)
    item = items.value(card, key, {field.pk: field})
    value_cards(call.actor, [card], field, "", group)
    return {"item": item}


def _create_group(call, given, holder, project_id):
    require(call.actor, "create_field_group", holder)
    base = None
    if "baseCustomFieldGroupId" in given:
        bases = FieldGroup.objects.standing().filter(project=project_id)
        base = bases.filter(pk=given["baseCustomFieldGroupId"]).first()
        if base is None:
            raise not_found(BASE)
    elif not given.get("name"):
        raise unprocessable("Base custom field group or name must be present")
    name = given.get("name") or ""
    act = group_actions.create_field_group(call.actor, holder, name, base, given["position"])
    return {"item": items.group(act.facts[0].after, None)}


def _create_field(call, given, group):
    front = given.get("showOnFrontOfCard", False)
    act = actions.create_field(call.actor, group, given["name"], on_front=front, position=given["position"])
    return {"item": items.field(act.facts[0].after, None)}


def _base(call, id):
    return _one(call, id, BASE, project__isnull=False)


def _group(call, id):
    return _one(call, id, GROUP, project=None)


def _one(call, id, noun, **where):
    found = FieldGroup.objects.visible_to(call.actor).filter(pk=id, **where).first()
    if found is None:
        raise not_found(noun)
    return found


def _field(call, right, id):
    """One of a base is for its managers: others are told that there is none."""
    [field] = find(Field.objects.visible_to(call.actor), id)
    try:
        require(call.actor, right, field)
    except Refused:
        if field.project_id:
            raise not_found(FIELD) from None
        raise
    return field


def _place(call, card, group, field):
    """The card, a group that it has, and a field of that or of its base."""
    [card] = seen(call.actor, Card, card)
    require(call.actor, "value_cards", card)
    found = FieldGroup.objects.standing().filter(pk=group).first()
    if found is None or not (found.card_id == card.pk or found.board_id == card.board_id):
        raise not_found(GROUP)
    of_it = Field.objects.to_act_on().standing().filter(group__in=[found.pk, found.base_id or found.pk])
    field = of_it.filter(pk=field).first()
    if field is None:
        raise not_found(FIELD)
    return card, found, field
