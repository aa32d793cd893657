"""Cards, and where they stand."""

from projets.boards import events
from projets.boards.actions.counting import recount
from projets.boards.actions.saving import next_numbers, number_values, save, state, states
from projets.boards.models import Card, CardMember
from projets.boards.ordering import after_all
from projets.exchange.events import CardImported
from projets.exchange.writing.content import Content
from projets.exchange.writing.texts import Texts
from projets.usecase.log import record

HIGHEST_NUMBER = 1_000_000  # a new project keeps the numbers of its cards up to here


class Cards:
    """Prepares every card and what it holds; `number`, then `tell`, within the action."""

    def __init__(self, desk):
        self._desk, self._known = desk, desk.known
        self._new = {}  # by source id
        self._planned = {}
        self._valued, self._touched = {}, {}
        self._ends = _ends_of_lists(desk)
        self._titles = {one.source_id: one.title for one in desk.plan.cards}
        self._texts = Texts(desk.accounts, desk.plan.card_address, self._card_here)
        self.last_number = 0
        for planned in desk.plan.cards:
            if self._known.row_id("cards", planned.source_id) is None and planned.list in desk.lists:
                self._begin(planned)
        self._content = Content(desk, self._texts, fresh=self._new)
        there = self._standing_cards_with_something_new()
        for planned in desk.plan.cards:
            if card := self._new.get(planned.source_id):
                self._fill(planned, card)
            else:
                self._fill_known(planned, there)
        self._content.count(self._new.values())
        if desk.new_project:
            self._number_as_they_were()
            desk.rows.add(*self._new.values())

    def number(self):
        """In a project that has cards, the next numbers, in the order of the former ones."""
        if self._desk.new_project or not self._new:
            return
        ordered = self._by_former_number()
        for source_id, number in zip(ordered, next_numbers(self._desk.board.project_id, len(ordered)), strict=True):
            self._new[source_id].number = number
        self._desk.rows.add(*self._new.values())

    def tell(self):
        """Each new card is let go as soon as it is told: of a large board, rows and facts together are too much."""
        stream = self._desk.board.stream
        for source_id in list(self._new):
            record(stream, CardImported(None, state(self._new.pop(source_id))))
        save(events.CardValued, self._valued)
        if self._touched:
            recount(self._touched.values())

    def _begin(self, planned):
        """A row for a new card: texts of others may lead to it before it is filled."""
        desk, column = self._desk, self._desk.lists[planned.list]
        self._ends[column.pk] = after_all([self._ends[column.pk]] if column.pk in self._ends else [])
        card = Card(
            board=desk.board,
            list=column,
            position=self._ends[column.pk],
            title=planned.title,
            start_date=planned.start,
            due_at=planned.due,
            due_has_time=planned.due is not None,
            done_at=desk.now if planned.done else None,
            label_ids=[desk.labels[one] for one in planned.labels],
            creator_id=desk.people.get(planned.creator),
            created_at=planned.created_at or desk.now,
            list_changed_at=planned.created_at or desk.now,
            archived_at=desk.now if planned.archived else None,
        )
        members = dict.fromkeys(desk.people[one] for one in planned.members)
        card.member_ids, card.responsible_id = tuple(sorted(members)), None
        desk.rows.add(*(CardMember(card=card, person_id=one) for one in members))
        self._known.add("cards", planned.source_id, card.pk)
        self._new[planned.source_id] = card
        self._planned[planned.source_id] = planned

    def _fill(self, planned, card):
        if planned.description:
            card.description, card.description_version = self._texts.ours(planned.description), 1
            self._content.keep_version(card.pk, card.description, card.creator_id)
        card.values = self._content.values(planned, card)
        number_values(card, {})
        self._content.hold(planned, card)

    def _fill_known(self, planned, there):
        """Of a card that came with an earlier import, or has no place any more."""
        row_id = self._known.row_id("cards", planned.source_id)
        if row_id is None:
            self._known.has_no_place("cards")
        else:
            self._known.was_here("cards")
        card = there.get(row_id)
        if card is None:
            self._content.hold_nowhere(planned)
            return
        if values := self._content.values(planned, card):
            self._valued |= states([card])
            card.values = card.values | values
        if self._content.hold(planned, card):
            self._touched[card.pk] = card

    def _number_as_they_were(self):
        former = {source_id: one.number for source_id, one in self._planned.items() if one.number}
        keeps = len(set(former.values())) == len(former) and max(former.values(), default=0) <= HIGHEST_NUMBER
        self.last_number = max(former.values(), default=0) if keeps else 0
        for source_id in self._by_former_number():
            number = former.get(source_id) if keeps else None
            if number is None:
                self.last_number += 1
                number = self.last_number
            self._new[source_id].number = number

    def _by_former_number(self):
        numbers = {source_id: one.number for source_id, one in self._planned.items()}
        return sorted(numbers, key=lambda source_id: (numbers[source_id] is None, numbers[source_id] or 0))

    def _card_here(self, key):
        source_id = self._desk.plan.by_address(key)
        row_id = source_id and self._known.row_id("cards", source_id)
        return (row_id, self._titles[source_id]) if row_id else None

    def _standing_cards_with_something_new(self):
        """Only those are read again: the others have nothing to be written."""
        if self._known.fresh:
            return {}
        known = {self._known.row_id("cards", one.source_id): one for one in self._desk.plan.cards}
        wanted = [row_id for row_id, one in known.items() if row_id and self._content.has_new(one)]
        return Card.objects.to_act_on().standing().filter(board=self._desk.board).in_bulk(wanted)


def _ends_of_lists(desk):
    if desk.known.fresh:
        return {}
    cards = Card.objects.filter(board=desk.board, binned_at=None).order_by("position")
    return dict(cards.values_list("list", "position"))
