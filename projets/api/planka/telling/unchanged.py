"""A change that changes nothing is announced there too: clients wait for the word. No fact and no webhook tells it."""

import re
from collections.abc import Callable

from projets.api.planka.telling import audience
from projets.api.planka.telling.told import Told
from projets.boards.audiences import people_of

_PATCHED = re.compile(r"/(projects|boards|lists|cards|board-memberships)/\{\w+\}")
_announcers: list[Callable] = []


def register_announcer(announce):
    """`announce(told, socket)`: tell it now, but not to the socket (of None) that asked for it."""
    _announcers.append(announce)


def announce_unchanged(call, route, given, body, acts):
    """Tell that a request was answered which no fact tells of."""
    if _announcers and not _changed_anything(acts) and (told := _told(call, route, given, body)):
        for announce in _announcers:
            announce(told, call.socket)


def _changed_anything(acts):
    """But for what is somebody's own, told on their stream."""
    return any(not event.stream_id.startswith("user:") for act in acts for event in act.recorded)


def _told(call, route, given, body):
    if route.method == "POST" and route.path == "/lists/{list}/clear":
        return Told("listClear", body["item"], audience.of_board(body["item"]["boardId"]))
    found = _PATCHED.fullmatch(route.path) if route.method == "PATCH" else None
    return _PATCHES[found[1]](given, body["item"]) if found else None


def _project(given, item):
    return Told("projectUpdate", item, audience.of_project(int(item["id"])))


def _board(given, item):
    if given.keys() - {"isSubscribed"}:
        return Told("boardUpdate", item, audience.of_people_of_board(int(item["id"])))
    return None


def _list(given, item):
    return Told("listUpdate", item, audience.of_board(item["boardId"]))


def _card(given, item):
    """One with a due date is left alone, and so is one that not all on its board may see."""
    if people_of({int(item["id"])}):
        return None
    if item["dueDate"] is None or item["position"] is None:
        return Told("cardUpdate", item, audience.of_board(item["boardId"]))
    return None


def _membership(given, item):
    return Told("boardMembershipUpdate", item, audience.of_person(int(item["userId"])))


_PATCHES = {
    "projects": _project,
    "boards": _board,
    "lists": _list,
    "cards": _card,
    "board-memberships": _membership,
}
