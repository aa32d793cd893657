"""Who of the source is who here: an account that the person importing chose, else a name without account."""

from projets.accounts.models import User
from projets.boards import events
from projets.boards.actions.saving import create
from projets.boards.models import Membership, Unclaimed
from projets.boards.queries import member_ids_of


def bring_people(desk, matches):
    """Those matched for the first time become editors of the board: they were its members there."""
    open_ones = User.objects.filter(pk__in=matches.values(), is_active=True, is_guest=False)
    accounts = set(open_ones.order_by().values_list("pk", flat=True))
    names, joining = [], []
    for person in desk.plan.people:
        matched = matches.get(person.source_id)
        row_id = desk.known.row_id("members", person.source_id)
        if row_id is not None:
            desk.known.was_here("members", person.listed)
        elif matched in accounts:
            row_id = matched
            joining.append(row_id)
            desk.known.add("members", person.source_id, row_id, person.listed)
        else:
            name = Unclaimed(board=desk.board, name=person.name, username=person.username)
            row_id = name.pk
            names.append(name)
            desk.known.add("members", person.source_id, row_id, person.listed)
        desk.people[person.source_id] = row_id
        if person.username and row_id in accounts:
            desk.accounts[person.username.lower()] = row_id
    desk.rows.add(*names)
    if joining:
        desk.later(_join, desk.board, dict.fromkeys(joining))


def _join(board, people):
    there = member_ids_of(board)
    memberships = [
        Membership(board=board, user_id=one, role=Membership.Role.EDITOR) for one in people if one not in there
    ]
    if memberships:
        create(events.MembershipAdded, *memberships)
