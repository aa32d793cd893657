"""Checklists, which an export has at top level."""

from django.utils.translation import gettext

from projets.exchange import fitting
from projets.exchange.importers.trello.order import identified, in_order, moment, name
from projets.exchange.plan import PlannedTask, PlannedTaskList


class TaskLists:
    """By card, `in_file` counting their items; what belongs to no card of the file is left out, with its items."""

    def __init__(self, board, people, ledger):
        self._people, self._ledger = people, ledger
        self._of_card, self.in_file, self._seen = {}, {}, set()
        self.long_names = {}  # by card: names of items that had to be shortened
        ledger.found["checklists"] = len(board.checklists or ())
        ledger.found["check_items"] = sum(len(one.check_items or ()) for one in board.checklists or ())
        owners = {checklist: card.id for card in board.cards for checklist in card.id_checklists or ()}
        cards = {card.id for card in board.cards if card.id}
        kept = 0
        for source_id, checklist in identified(in_order(board.checklists), "checklists", ledger):
            items = len(checklist.check_items or ())
            kept += items
            card = checklist.id_card if checklist.id_card in cards else owners.get(checklist.id)
            if card:
                self.in_file[card] = self.in_file.get(card, 0) + items
                self._of_card.setdefault(card, []).append(self._planned(source_id, checklist, card))
            else:
                ledger.leave_out("checklists", gettext("their card is not in the file"))
                ledger.leave_out("check_items", gettext("their card is not in the file"), items)
        twice = ledger.found["check_items"] - kept
        ledger.leave_out("check_items", gettext("in a checklist that is twice in the file"), twice)

    def of(self, card):
        return tuple(self._of_card.get(card.id, ()))

    def _planned(self, source_id, checklist, card):
        tasks = tuple(
            self._task(item_id, item, card)
            for item_id, item in identified(
                in_order(checklist.check_items), "check_items", self._ledger, self._seen, source_id
            )
        )
        return PlannedTaskList(source_id, name(checklist.name, self._ledger, gettext("Tasks")), tasks)

    def _task(self, source_id, item, card):
        written = fitting.line(item.name)
        if not written:
            self._ledger.remark(gettext("Cards and tasks without a title are called “Untitled”"))
        if len(written) > fitting.TITLE:
            self.long_names.setdefault(card, []).append(written)
            self._ledger.remark(
                gettext("Tasks too long are shortened, their whole text stands at the end of the card's description"),
                written,
            )
        return PlannedTask(
            source_id,
            fitting.cut(written, fitting.TITLE) or gettext("Untitled"),
            item.state == "complete",
            moment(item.due, self._ledger, written),
            self._people.source_id(item.id_member),
        )
