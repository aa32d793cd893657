"""Exports in Trello's shape, written for these tests: every id begins with the seconds of 1 March 2022, 10:00."""

import json
from io import BytesIO

from projets.exchange.importers.trello import read

BEGAN = 0x621DEEA0


def oid(number):
    return f"{BEGAN:08x}{number:016x}"


BOARD, LIST, DONE, CARD, ALICE, BOB, LABEL, CHECKLIST = (oid(number) for number in range(1, 9))


def a_list(**changes):
    return {"id": LIST, "name": "À faire", "closed": False, "pos": 1, "softLimit": None, **changes}


def a_card(**changes):
    return {
        "id": CARD,
        "idList": LIST,
        "name": "Écrire",
        "desc": "",
        "closed": False,
        "pos": 1,
        "email": "secret+0123456789@boards.trello.com",
        **changes,
    }


def a_comment(number, card=CARD, **changes):
    data = {"text": f"Commentaire {number}", "card": {"id": card}} if card else {"text": "?"}
    action = {"id": oid(1000 + number), "type": "commentCard", "date": "2022-03-02T08:00:00.000Z", "data": data}
    return {**action, "idMemberCreator": ALICE, **changes}


def a_board(**changes):
    return {
        "id": BOARD,
        "name": "Essai",
        "desc": "",
        "closed": False,
        "shortUrl": "https://trello.com/b/abcdefgh",
        "lists": [a_list()],
        "cards": [a_card()],
        "checklists": [],
        "labels": [],
        "members": [{"id": ALICE, "fullName": "Alice Martin", "username": "alicem", "initials": "AM"}],
        "actions": [],
        "customFields": [],
        **changes,
    }


def as_file(board):
    return BytesIO(json.dumps(board).encode())


def plan_of(**changes):
    return read(as_file(a_board(**changes)))


def only_card(**changes):
    """The plan, and in it the one card, of a board whose card has these `changes`."""
    plan = plan_of(cards=[a_card(**changes)])
    return plan.cards[0]


def left(plan):
    return {(one.kind, one.reason): one.count for one in plan.left_out}


def adds_up(plan):
    imported = plan.imported()
    return all(
        found == imported[kind] + sum(one.count for one in plan.left_out if one.kind == kind)
        for kind, found in plan.found.items()
    )
