"""The board as a table: its cards as rows, sorted within their lists, with the sums of what can be added up."""

from dataclasses import dataclass
from types import SimpleNamespace

from django.template.loader import get_template
from django.utils.timezone import now
from django.utils.translation import get_language

from projets.boards import dates, values
from projets.boards.actions.saving import state
from projets.boards.actions.timing import spent
from projets.boards.models import Card, List
from projets.boards.names import sort_key
from projets.boards.values import FieldKind
from projets.web import fragments

ADDED_UP = (FieldKind.NUMBER, FieldKind.EUROS)


@dataclass(frozen=True)
class Group:
    """One list, or all of them in one; `sums` are texts in the order of the fields, empty where nothing adds up.

    `time` is what was spent on its cards, as text; None on a board where nobody counts it, which has no such column.
    """

    list: object
    rows: list
    sums: list
    time: str | None


@dataclass(frozen=True)
class Order:
    by: str = ""  # a key of `sorts`; none: as on the board
    descending: bool = False


def groups_of(actor, board, display, order, grouped=True):
    """The rows of a board in a fixed number of queries, whatever its size."""
    lists = list(List.objects.filter(board=board, binned_at=None, archived_at=None))
    places = {one.pk: rank for rank, one in enumerate(lists)}
    cards = Card.objects.filter(board=board, binned_at=None, archived_at=None, list__in=places).open_to(actor)
    cards = cards.defer("description").prefetch_related("card_members").order_by("position", "id")
    states = _sorted([state(card) for card in cards], order, display, places)
    names = {one.pk: one.name for one in lists}
    timed = any(card.time_spent is not None for card in states)
    html = row_fragments(states, display, names, timed)
    if not grouped:
        if not order.by:
            states.sort(key=lambda card: places[card.list_id])
        return [_group(None, states, display, html, timed)]
    of_list = {one.pk: [] for one in lists}
    for card in states:
        of_list[card.list_id].append(card)
    return [_group(one, of_list[one.pk], display, html, timed) for one in lists]


def row_fragments(states, display, names, timed):
    """{id: HTML}, kept as the faces of cards are."""
    language = get_language()
    keys = {
        card.id: (*fragments.key(card.id, card.version, display, language), names[card.list_id], timed)
        for card in states
    }
    found = fragments.store.get_many(keys.values())
    template = get_template("pages/table/row.html")
    missing = {
        keys[card.id]: template.render(_row(card, display, names) | {"timed": timed}).strip()
        for card in states
        if keys[card.id] not in found
    }
    fragments.store.set_many(missing)
    html = found | missing
    return {id: html[one] for id, one in keys.items()}


def _row(card, display, names):
    cells = [
        (field, fragments.shown_value(field, card.values.get(key, ""), display))
        for key, field in display.fields.items()
    ]
    return {"card": fragments.card_context(card, display, {}), "cells": cells, "list": names[card.list_id]}


def _group(column, states, display, html, timed):
    rows = [{"id": str(card.id), "position": card.position, "html": html[card.id]} for card in states]
    time = _time(states) if timed else None
    return Group(column, rows, [_sum(field, id, states) for id, field in display.fields.items()], time)


def _time(states):
    total = sum(spent(card, now()) or 0 for card in states)
    return dates.shown_time(total) if total else ""


def _sum(field, id, states):
    held = [card.values[id] for card in states if card.values.get(id)]
    if field.kind not in ADDED_UP or not held:
        return ""
    return values.shown(field.kind, str(values.total(field.kind, held)), field, get_language())


def _sorted(states, order, display, places):
    """Cards without a value stay last, whichever way."""
    key = sorts(display, places).get(order.by)
    if key is None:
        return states
    keyed = [(key(card), card) for card in states]
    with_value = [pair for pair in keyed if pair[0] is not None]
    with_value.sort(key=lambda pair: pair[0], reverse=order.descending)
    return [card for _key, card in with_value] + [card for one, card in keyed if one is None]


def sorts(display, places):
    """{name in the address: what to sort a card by, None when it has nothing}."""
    ranks = {id: rank for rank, id in enumerate(display.labels)}
    people = {id: one.name for id, one in display.people.items()}

    def labels(card):
        return sorted(ranks[id] for id in card.label_ids if id in ranks) or None

    def members(card):
        names = [people[id] for id in (card.responsible_id, *card.member_ids) if id in people]
        return [sort_key(name) for name in names] or None

    def field_key(id, field):
        def key(card):
            text = card.values.get(id, "")
            return values.sort_key(field.kind, text, field.options, people) if text else None

        return key

    return {  # a field is known by itself too: addresses sent long ago name it so
        "numero": lambda card: card.number,
        "titre": lambda card: sort_key(card.title),
        "liste": lambda card: places[card.list_id],
        "etiquettes": labels,
        "membres": members,
        "echeance": lambda card: card.due_at,
        "taches": lambda card: (card.tasks_done / card.tasks_total, card.tasks_total) if card.tasks_total else None,
        "temps": lambda card: spent(card, now()),
        **{f"champ-{one.field.pk}": field_key(key, one) for key, one in reversed(display.fields.items())},
        **{f"champ-{key}": field_key(key, field) for key, field in display.fields.items()},
    }


def columns_of(display, order, address, grouped, timed):
    """The heads of the table: what each is called, where it sorts, how it stands now."""
    heads = [
        ("numero", "table__mid"),
        ("titre", ""),
        *([] if grouped else [("liste", "table__mid")]),
        ("etiquettes", "table__low"),
        ("membres", "table__mid"),
        ("echeance", ""),
        ("taches", "table__low table__num"),
        *([("temps", "table__mid table__num")] if timed else []),
    ]
    columns = [SimpleNamespace(name=name, classes=classes, field=None) for name, classes in heads]
    for id, field in display.fields.items():
        numeric = " table__num" if field.kind in ADDED_UP else ""
        columns.append(SimpleNamespace(name=f"champ-{id}", classes=f"table__mid{numeric}", field=field))
    for column in columns:
        here = order.by == column.name
        column.sorted = ("descending" if order.descending else "ascending") if here else ""
        column.address = address(column.name, here and not order.descending)
    return columns
