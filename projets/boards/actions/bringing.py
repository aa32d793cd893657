"""Fields that go with a card: to another board, or to its copy.

The groups of a board that a card leaves become its own, above those it had; empty ones too, so that it is filled in
there as it was here. Within a project they stay tied to their bases, and what is on every board is there already.
In another project they are groups like any other, with the fields of their bases.
"""

from dataclasses import dataclass, field
from itertools import chain

from django.db.models import Q

from projets.boards import events
from projets.boards.actions.saving import create, milliseconds, save, state
from projets.boards.models import Field, FieldGroup
from projets.boards.ordering import APART
from projets.boards.values import key_of, parts_of

FIELD = ("name", "kind", "unit", "options", "on_front", "position")


@dataclass
class Brought:
    """What is written once the cards are."""

    groups: list = field(default_factory=list)
    fields: list = field(default_factory=list)
    moved: dict = field(default_factory=dict)  # {group of its own: the state it had}
    loosened: dict = field(default_factory=dict)

    def write(self):
        create(events.FieldGroupBrought, *self.groups)
        save(events.FieldGroupShifted, self.moved)
        save(events.FieldGroupLoosened, self.loosened)
        create(events.FieldBrought, *self.fields)


def bring_fields(cards, board, copies=None):
    """Give cards that are about to go to a board, or their copies ({card: copy}) there, what they are filled in with.

    Sets their values, writes nothing: `Brought.write` does, after them.
    """
    known, brought = _Known(cards, board), Brought()
    for card in cards:
        _Carrying(card, copies[card] if copies else card, board, known, brought).carry()
    return brought


class _Known:
    """The groups concerned and their fields, in a fixed number of queries."""

    def __init__(self, cards, board):
        boards = {card.board_id for card in cards}
        leaving = Q(board__in=boards - {board.pk})
        here = FieldGroup.objects.filter(binned_at=None, base__binned_at=None).select_related("base")
        found = here.filter(leaving | Q(card__in=cards))
        of_cards = FieldGroup.objects.filter(card__in=cards).order_by()
        self.of_cards = set(of_cards.values_list("pk", flat=True))  # in the bin too
        self.of_board, self.of_card = {}, {}
        for group in found.order_by("position", "id"):
            groups, holder = (self.of_card, group.card_id) if group.card_id else (self.of_board, group.board_id)
            groups.setdefault(holder, []).append(group)
        there = here.filter(board=board, base__on_every_board=True)
        self.there = dict(there.order_by("-position", "-id").values_list("base", "pk"))
        groups = list(chain(*self.of_board.values(), *self.of_card.values()))
        ids = {group.pk for group in groups} | {group.base_id for group in groups if group.base_id}
        self.fields = {id: [] for id in ids}
        for one in Field.objects.filter(group__in=ids, binned_at=None).order_by("position", "id"):
            self.fields[one.group_id].append(one)


class _Carrying:
    """One card; `target` is the card itself, or its copy."""

    def __init__(self, card, target, board, known, brought):
        self.card, self.target, self.known, self.brought = card, target, known, brought
        self.leaves = card.board_id != board.pk
        self.changes_project = card.board.project_id != board.project_id
        self.own = known.of_card.get(card.pk, [])
        self.keys = {}  # {where a value stands: where it will}

    def carry(self):
        taken = list(self._taken()) if self.leaves else []
        pairs = [(group, self._group_like(group, APART * rank)) for rank, group in enumerate(taken, start=1)]
        room = APART * len(taken)
        if self.target is not self.card:
            pairs += [(group, self._group_like(group, group.position + room)) for group in self.own]
            self._copy_fields(pairs)
        else:
            self._copy_fields(pairs)
            self._keep_own(room)
        self._set_values()

    def _taken(self):
        """Of the board that it leaves."""
        valued = {parts_of(key)[0] for key in self.card.values}
        for group in self.known.of_board.get(self.card.board_id, []):
            everywhere = group.base is not None and group.base.on_every_board
            there = None if self.changes_project else self.known.there.get(group.base_id)
            if everywhere and there and not self.known.fields[group.pk]:
                self._lead(group, there, self.known.fields[group.base_id])
            elif not (everywhere and self.changes_project and group.pk not in valued):
                yield group

    def _lead(self, group, to_group_id, fields):
        self.keys |= {key_of(group.pk, one.pk): key_of(to_group_id, one.pk) for one in fields}

    def _group_like(self, group, position):
        like = FieldGroup(card=self.target, name=group.name, position=position)
        if self.changes_project:
            like.name = group.called
        else:
            like.base = group.base
        self.brought.groups.append(like)
        return like

    def _keep_own(self, room):
        """Its own go with it, below those that it takes along, and loosened from their bases to another project."""
        for group in self.own:
            group.card = self.card
            was = state(group)
            group.position += room
            if self.changes_project and group.base:
                self._copy_base_fields([(group, group)])
                group.name, group.base = group.called, None
                self.brought.loosened[group] = was
            elif room:
                self.brought.moved[group] = was

    def _copy_fields(self, pairs):
        """Those of the groups themselves, in their order over all groups, then those of bases left behind."""
        likes = {group.pk: like for group, like in pairs}
        fields = [one for group, _like in pairs for one in self.known.fields[group.pk]]
        for one in sorted(fields, key=lambda one: (one.position, one.pk)):
            self._copy_field(one, one.group_id, likes[one.group_id])
        if self.changes_project:
            self._copy_base_fields(pairs)
            return
        for group, like in pairs:
            self._lead(group, like.pk, self.known.fields.get(group.base_id, ()))

    def _copy_base_fields(self, pairs):
        for group, like in pairs:
            for one in self.known.fields.get(group.base_id, ()):
                self._copy_field(one, group.pk, like)

    def _copy_field(self, one, group_id, like):
        copy = Field(group=like, **{name: getattr(one, name) for name in FIELD})
        self.brought.fields.append(copy)
        self.keys[key_of(group_id, one.pk)] = key_of(like.pk, copy.pk)

    def _set_values(self):
        """A value whose group stays behind, or lies in the bin, stays behind; the history keeps it."""
        rows = self.card.value_rows
        values, kept = {}, {}
        for key, text in sorted(self.card.values.items(), key=lambda one: rows.get(one[0], [0])[0]):
            there = self.keys.get(key) or (key if self._stays(key) else None)
            if there is None:
                continue
            values[there] = text
            if self.target is self.card and key in rows:
                kept[there] = rows[key] if there == key else [rows[key][0], milliseconds()]
        self.target.values, self.target.value_rows = values, kept

    def _stays(self, key):
        """Where it stands now: in a group of its own that goes with it, or of the board that it is still on."""
        own = parts_of(key)[0] in self.known.of_cards
        return own if self.target is self.card else not (own or self.leaves)
