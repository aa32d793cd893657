"""What somebody means by a name: a row by its id, or by its name if it alone has it."""

import re

from projets.operations.console import Failed, Misuse

_ID = re.compile(r"[1-9][0-9]{14,18}", re.ASCII)  # ids are in order of time, and none is shorter


def is_id(wanted):
    return bool(_ID.fullmatch(wanted))


def one_of(rows, wanted, kind, names=("name",), told=None):
    """The one row that has this id, or one of `names` of which is this; Failed tells what else there is.

    `told(row)` says what tells rows of one name apart.
    """
    found = [row for row in rows if row["id"] == wanted]
    for same in (str, str.casefold):
        found = found or [row for row in rows if same(wanted) in [same(row[name] or "") for name in names]]
    if len(found) == 1:
        return found[0]
    if found:
        them = ", ".join(f"{row['id']} ({(told or _name)(row)})" for row in found)
        raise Failed(f"{kind} « {wanted} »: {len(found)} have this name; say which by its id: {them}")
    there = ", ".join(f"« {_name(row)} »" for row in rows) or "none"
    raise Failed(f"{kind} « {wanted} »: you see none of this name; there are: {there}")


def project(api, wanted):
    """By id, prefix or name."""
    return one_of(projects(api), wanted, "project", ("prefix", "name"))


def projects(api):
    """Those that are neither hidden nor archived, with their boards."""
    return api.all("projects", name="projects")["projects"]


def board_id(api, wanted):
    if is_id(wanted):
        return wanted
    boards = [board | {"project": project["name"]} for project in projects(api) for board in project["boards"]]
    return one_of(boards, wanted, "board", told=lambda board: f"of « {board['project']} »")["id"]


def whole_board(api, wanted):
    return api.get("boards", board_id(api, wanted))


def list_id(api, wanted, board):
    """`board()` answers the whole board, when a name is to be looked for there."""
    return wanted if is_id(wanted) else one_of(board()["lists"], wanted, "list")["id"]


def lists_board(api, options):
    """The whole board on which lists are named; it has to be said."""
    if options.board is None:
        raise Misuse("a list is given by its id, or by its name with --board")
    return whole_board(api, options.board)


def label_ids(whole, names):
    return [one_of(whole["labels"], name, "label")["id"] for name in names]


def person_ids(api, whole, names):
    """People of the board; `me` is oneself."""
    return [api.get("me")["id"] if name == "me" else one_of(whole["people"], name, "person")["id"] for name in names]


def _name(row):
    return row["name"] or row.get("color", "")
