"""Groups of fields, fields and values: of rows and of states alike.

A value is a text on its card here, under group and field, and an item of its own there; `fields` are the rows of
fields by id, for the names of choices: a state knows them by their ids alone.
"""

from datetime import UTC, datetime

from projets.api.planka.items import OF_THE_ROW, IdText, Item, identity
from projets.api.planka.items.pairs import pair_id
from projets.api.planka.wordings import identifier, number, text, when
from projets.boards.values import written
from projets.usecase import ids


class BaseCustomFieldGroupItem(Item):
    name: str
    projectId: IdText


class CustomFieldGroupItem(Item):
    position: float
    name: str | None
    boardId: IdText | None
    cardId: IdText | None
    baseCustomFieldGroupId: IdText | None


class CustomFieldItem(Item):
    position: float
    name: str
    showOnFrontOfCard: bool
    baseCustomFieldGroupId: IdText | None
    customFieldGroupId: IdText | None


class CustomFieldValueItem(Item):
    content: str
    cardId: IdText
    customFieldGroupId: IdText | None
    customFieldId: IdText


def base_group(row, updated_at=OF_THE_ROW) -> BaseCustomFieldGroupItem:
    return identity(row, updated_at) | {"name": row.name, "projectId": str(row.project_id)}


def group(row, updated_at=OF_THE_ROW) -> CustomFieldGroupItem:
    """Of a board or of a card."""
    return identity(row, updated_at) | {
        "position": number(row.position),
        "name": text(row.name),
        "boardId": identifier(row.board_id),
        "cardId": identifier(row.card_id),
        "baseCustomFieldGroupId": identifier(row.base_id),
    }


def field(row, updated_at=OF_THE_ROW) -> CustomFieldItem:
    """Of a base when it is of a project."""
    in_base = row.project_id is not None
    return identity(row, updated_at) | {
        "position": number(row.position),
        "name": row.name,
        "showOnFrontOfCard": row.on_front,
        "baseCustomFieldGroupId": str(row.group_id) if in_base else None,
        "customFieldGroupId": None if in_base else identifier(row.group_id),
    }


def value(card, key, fields=None) -> CustomFieldValueItem:
    """What a card, row or state, has under this key; as it is kept, where its field is not known."""
    group_id, _colon, field_id = key.rpartition(":")
    id, *changed = card.value_rows.get(key) or [int(pair_id("value", card.id, key))]
    of = fields.get(int(field_id)) if fields else None
    made = ids.made_at(id) if key in card.value_rows else ids.made_at(card.id)
    return {
        "id": str(id),
        "createdAt": when(made),
        "updatedAt": when(datetime.fromtimestamp(changed[0] / 1000, UTC)) if changed else None,
        "content": written(of.kind, card.values[key], of.options) if of else card.values[key],
        "cardId": str(card.id),
        "customFieldGroupId": group_id or None,
        "customFieldId": field_id,
    }


def values(card, keys, fields=None) -> list[CustomFieldValueItem]:
    """Of those of its values that stand under these keys, in the order in which they came."""
    found = [value(card, key, fields) for key in card.values if key in keys]
    return sorted(found, key=lambda item: int(item["id"]))
