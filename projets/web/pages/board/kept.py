"""The lists of a board as HTML, kept until the board moves on.

All who have the same rights read the same lists: what differs between two of them is the token of their forms, put in
when a page is sent. A page kept under a revision may already show the next one, never a former one, and patches bear
that.
"""

import secrets
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from django.conf import settings
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language

from projets.boards.models import Card
from projets.boards.permissions import ADD, EDIT, MANAGE, WORK
from projets.web.pages.board.reading import FIRST, columns_of

MOST_KEPT = 32_000_000  # characters
_TOKEN = secrets.token_urlsafe(48)  # stands for the token of forms; nobody can type it


@dataclass(frozen=True)
class Lists:
    made_of: tuple  # all that it shows, by revision and digest
    html: str
    total: int  # of cards
    restricted: frozenset  # ids of all cards of the board that are for their people alone

    def for_reader(self, request):
        return self.html.replace(_TOKEN, get_token(request))


class _Shelf:
    """The pages read last, one per board and kind of reader."""

    def __init__(self):
        self.kept = OrderedDict()
        self.size = 0
        self.lock = Lock()

    def get(self, name, made_of):
        with self.lock:
            found = self.kept.get(name)
            if found is None or found.made_of != made_of:
                return None
            self.kept.move_to_end(name)
            return found

    def put(self, name, lists):
        with self.lock:
            former = self.kept.pop(name, None)
            self.kept[name] = lists
            self.size += len(lists.html) - (len(former.html) if former else 0)
            while self.size > MOST_KEPT:
                _name, dropped = self.kept.popitem(last=False)
                self.size -= len(dropped.html)


_shelf = _Shelf()


def rights(theirs):
    """What a page lets its reader do."""
    return {
        "may_add": bool(theirs & ADD),
        "may_work": bool(theirs & WORK),
        "may_edit": bool(theirs & EDIT),
        "may_manage": bool(theirs & MANAGE),
    }


def lists_of(actor, board, revision, display, may, *, all_of_them=False):
    """The lists of a board with their first cards, or all; `revision` was read before anything else.

    Restricted cards are in none of what is kept for everybody. Who sees some of them reads lists that are kept for
    those who see the same; which these are is asked each time.
    """
    for_everybody = _kept_or_made(board, revision, display, may, frozenset(), all_of_them)
    if not for_everybody.restricted:
        return for_everybody
    theirs = Card.objects.filter(pk__in=for_everybody.restricted).open_to(actor).order_by()
    theirs = frozenset(theirs.values_list("pk", flat=True))
    return _kept_or_made(board, revision, display, may, theirs, all_of_them) if theirs else for_everybody


def _kept_or_made(board, revision, display, may, insider, all_of_them):
    language = get_language()
    if all_of_them:
        return _made(board, (), display, may, insider, None)
    name = (board.pk, language, *may.values(), insider)
    return kept(name, (revision, display.digest), lambda made_of: _made(board, made_of, display, may, insider, FIRST))


def kept(name, of, make):
    """The Lists of this name, made anew unless those kept show `of` and were made today."""
    made_of = (*of, timezone.localdate(), settings.RELEASE)
    found = _shelf.get(name, made_of)
    if found is None:
        found = make(made_of)
        _shelf.put(name, found)
    return found


def _made(board, made_of, display, may, insider, first):
    columns, restricted = columns_of(board, display, get_language(), first, insider)
    context = {"board": board, "columns": columns, "csrf_token": _TOKEN, **may}
    html = render_to_string("pages/board/lists.html", context)
    return Lists(made_of, html, sum(column.count for column in columns), restricted)
