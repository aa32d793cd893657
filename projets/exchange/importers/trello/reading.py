"""From the decoded export to the plan: parts in the order in which they need each other."""

from django.utils.translation import gettext, ngettext

from projets.exchange import fitting
from projets.exchange.importers.trello.cards import Cards
from projets.exchange.importers.trello.comments import Comments
from projets.exchange.importers.trello.fields import Fields
from projets.exchange.importers.trello.labels import Labels
from projets.exchange.importers.trello.order import identified, in_order, made_at, name
from projets.exchange.importers.trello.people import People
from projets.exchange.importers.trello.tasks import TaskLists
from projets.exchange.ledger import Ledger
from projets.exchange.plan import Plan, PlannedBoard, PlannedList

NO_LIST = "no-list"
CARD_ADDRESS = r"https?://trello\.com/c/([0-9A-Za-z]{8})(?:/[^\s)\]>\"]*)?"
MOST_IN_LIST = 100_000  # a WIP limit beyond is none


def planned(board):
    ledger = Ledger()
    people, labels, fields = People(board, ledger), Labels(board, ledger), Fields(board, ledger)
    task_lists, comments = TaskLists(board, people, ledger), Comments(board, people, ledger)
    lists = _lists(board, ledger)
    cards = Cards(
        board, lists, ledger, people=people, labels=labels, fields=fields, task_lists=task_lists, comments=comments
    )
    planned_cards = cards.planned(board.cards, NO_LIST)
    if cards.homeless:
        lists[NO_LIST] = PlannedList(NO_LIST, gettext("Cards without a list"), True, None, False, None)
    _announce(board, task_lists, comments, ledger)
    return Plan(
        source="trello",
        board=_board(board, ledger),
        people=people.planned,
        labels=labels.planned,
        lists=tuple(lists.values()),
        fields=fields.planned,
        cards=planned_cards,
        found=ledger.found,
        left_out=ledger.left_out,
        announced=ledger.announced,
        warnings=ledger.warnings,
        card_address=CARD_ADDRESS,
    )


def _board(board, ledger):
    return PlannedBoard(
        source_id=board.id or "",
        name=name(board.name, ledger, gettext("Untitled board"), fitting.PLACE_NAME),
        description=fitting.cut(fitting.text(board.desc), fitting.TEXT),
        address=fitting.web_address(board.short_url) or fitting.web_address(board.url),
        archived=bool(board.closed),
        created_at=made_at(board.id),
    )


def _lists(board, ledger):
    ledger.found["lists"] = len(board.lists)
    return {
        source_id: PlannedList(
            source_id,
            name(one.name, ledger, gettext("Untitled"), fitting.PLACE_NAME),
            bool(one.closed),
            int(one.soft_limit) if one.soft_limit and 1 <= one.soft_limit <= MOST_IN_LIST else None,
            True,
            made_at(source_id),
        )
        for source_id, one in identified(in_order(board.lists), "lists", ledger)
    }


def _announce(board, task_lists, comments, ledger):
    """What the badges of the cards count and the file does not hold, card by card."""
    badged = [(card, card.badges) for card in board.cards if card.badges]
    pairs = {
        "comments": [(badges.comments, comments.in_file.get(card.id, 0)) for card, badges in badged],
        "attachments": [(badges.attachments, len(card.attachments or ())) for card, badges in badged],
        "check_items": [(badges.check_items, task_lists.in_file.get(card.id, 0)) for card, badges in badged],
    }
    for kind, counts in pairs.items():
        claimed = sum(max(0, badge or 0) for badge, _read in counts)
        in_file = sum(min(max(0, badge or 0), read) for badge, read in counts)
        if in_file < claimed:
            ledger.announce(kind, claimed, in_file, _sentence(kind, claimed, in_file))


def _sentence(kind, claimed, in_file):
    sentence = {
        "comments": ngettext(
            "%(in_file)s of the %(claimed)s announced comment",
            "%(in_file)s of the %(claimed)s announced comments",
            claimed,
        ),
        "attachments": ngettext(
            "%(in_file)s of the %(claimed)s announced attachment",
            "%(in_file)s of the %(claimed)s announced attachments",
            claimed,
        ),
        "check_items": ngettext(
            "%(in_file)s of the %(claimed)s announced checklist item",
            "%(in_file)s of the %(claimed)s announced checklist items",
            claimed,
        ),
    }[kind]
    return sentence % {"in_file": in_file, "claimed": claimed}
