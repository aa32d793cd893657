"""Members of the board, and those who left it but are still named in it."""

from django.utils.translation import gettext

from projets.exchange import fitting
from projets.exchange.importers.trello.order import identified, name
from projets.exchange.plan import PlannedPerson


class People:
    """Knows everybody; plans the members, and of the others those whom `source_id` was asked for."""

    def __init__(self, board, ledger):
        self._ledger = ledger
        self._planned = {}
        self._seen_acting = _seen_acting(board.actions or ())
        ledger.found["members"] = len(board.members or ())
        for source_id, member in identified(board.members, "members", ledger):
            self._plan(source_id, member, listed=True)

    def source_id(self, person):
        """Of whoever has this id in the file; "" is nobody."""
        if person and person not in self._planned:
            self._plan(person, self._seen_acting.get(person), listed=False)
        return person or ""

    @property
    def planned(self):
        return tuple(self._planned.values())

    def _plan(self, source_id, member, listed):
        full_name = username = initials = ""
        if member is not None:
            username = fitting.cut(fitting.line(member.username), fitting.NAME)
            initials = fitting.line(member.initials)[:4]
            full_name = fitting.line(member.full_name) or username
        if not full_name:
            full_name = gettext("Unknown person %s") % (1 + sum(not one.username for one in self._planned.values()))
        self._planned[source_id] = PlannedPerson(
            source_id, name(full_name, self._ledger, full_name), username, initials, listed
        )


def _seen_acting(actions):
    known = {}
    for action in actions:
        for member in (action.member_creator, action.member):
            if known_as(member) and (member.full_name or member.username):
                known.setdefault(known_as(member), member)
    return known


def known_as(member):
    """The id of who acted, or where a file was stripped of it the user name."""
    if member is None:
        return None
    return member.id or (f"@{member.username}" if member.username else None)
