"""Whether a board lets anybody in by links or as guests: its marking, the organisation of its project, the instance.

Asked when something is made and again at each use, so that a switch works at once on what there is.
"""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from projets.boards.belonging import rules_of
from projets.boards.markings import allows
from projets.usecase.errors import Conflict

_SAID = {
    ("marking", "links"): _("The marking of this board forbids links. Change the marking first, in its settings."),
    ("marking", "guests"): _("The marking of this board forbids guests. Change the marking first, in its settings."),
    ("organisation", "links"): _("The organisation of this project forbids links: ask its administrators."),
    ("organisation", "guests"): _("The organisation of this project forbids guests: ask its administrators."),
    ("instance", "links"): _("Links are switched off on this site: ask those who run it."),
    ("instance", "guests"): _("Guests are switched off on this site: ask those who run it."),
}


def longest(way):
    """Days that one lasts at most, 0 where there are none; a way is « links » or « guests », as markings call them."""
    return {"links": settings.LINK_MAX_DAYS, "guests": settings.GUEST_MAX_DAYS}[way]


def closed_by(board, way):
    """In words, who closes this way into a board that comes with its project; None when it is open."""
    if not longest(way):
        return _SAID["instance", way]
    if not allows(board.marking, way):
        return _SAID["marking", way]
    if not getattr(rules_of(board.project), way):
        return _SAID["organisation", way]
    return None


def require_open(board, way):
    if said := closed_by(board, way):
        raise Conflict(said)
