"""Groups of fields, fields and values. What a card brings along to another board is read there with the card."""

from functools import partial

from projets.api.planka.items import custom_fields as items
from projets.api.planka.telling import audience, parents
from projets.api.planka.telling.told import Told, teller
from projets.boards import events
from projets.boards.models import Field, FieldGroup
from projets.boards.values import parts_of

BROUGHT = {"brought", "loosened"}


@teller(events.FieldGroupFact)
def tell_group(it):
    """The groups that boards have of a base that is on all of them are read with the board."""
    if it.what in BROUGHT:
        return
    if it.now.project_id is None:
        yield from it.told("customFieldGroup", items.group, it.here(), lambda: _around(it.now))
    elif it.what not in ("moved", "shifted"):  # bases have no order there
        yield from it.told("baseCustomFieldGroup", items.base_group, _concerned(it.now), lambda: _around(it.now))


@teller(events.FieldFact)
def tell_field(it):
    if it.what in BROUGHT or it.now.group_id is None:
        return
    to = it.here() if it.now.project_id is None else _concerned(it.now)
    yield from it.told("customField", items.field, to, lambda: _with_group(it.now.group_id))


@teller(events.CardValued)
def tell_values(it):
    """One event for each value: a new one is told as changed."""
    was, now = it.was.values, it.now.values
    fields = Field.objects.in_bulk([parts_of(key)[1] for key in (*was, *now)])
    for key in sorted({*was, *now}):
        if was.get(key) == now.get(key) or parts_of(key)[0] is None:
            continue
        if key in now:
            item, former = items.value(it.now, key, fields), items.value(it.was, key, fields) if key in was else None
            around = partial(_around_value, it.now.id, key, with_field=True)
            yield Told("customFieldValueUpdate", item, it.here(), former, parents=around, former_parents=around)
        else:
            item, around = items.value(it.was, key, fields), partial(_around_value, it.now.id, key)
            yield Told("customFieldValueDelete", item, it.here(), parents=around)


def _around_value(card_id, key, with_field=False):
    group_id, field_id = parts_of(key)
    around = parents.of_card(card_id) | _with_group(group_id)
    if with_field:
        found = Field.objects.to_act_on().filter(pk=field_id)
        around["customFields"] = [items.field(one) for one in found]
    return around


def _concerned(state):
    return audience.of_project(state.project_id)


def _with_group(id):
    """A group and what it is in."""
    found = FieldGroup.objects.filter(pk=id).select_related("card").first()
    if found is None:
        return {}
    if found.project_id:
        return _around(found) | {"baseCustomFieldGroups": [items.base_group(found)]}
    return _around(found) | {"customFieldGroups": [items.group(found)]}


def _around(group):
    if group.card_id:
        return parents.of_card(group.card_id)
    return parents.of_board(group.board_id) if group.board_id else parents.of_project(group.project_id)
