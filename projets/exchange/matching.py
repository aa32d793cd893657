"""Who of a file may be who here: proposals, and what was typed."""

from projets.accounts.models import User
from projets.boards.models import Board, Membership, ProjectManager
from projets.boards.names import plain

MOST = 500  # colleagues proposed


def colleagues(actor):
    """Active accounts of whom the actor sees a board or manages a project with, themselves included; no guests."""
    boards = Board.objects.visible_to(actor).order_by()
    members = Membership.objects.filter(board__in=boards).order_by().values("user")
    managers = ProjectManager.objects.filter(project__boards__in=boards).order_by().values("user")
    active = User.objects.filter(is_active=True, is_guest=False).order_by("name", "pk")
    return list(
        (active.filter(pk__in=members) | active.filter(pk__in=managers) | active.filter(pk=actor.user_id))[:MOST]
    )


def suggested(people, accounts):
    """{source id: e-mail address} of those whose name only one colleague bears."""
    by_name = {}
    for account in accounts:
        by_name.setdefault(plain(account.name), []).append(account.email)
    named = {one["id"]: by_name.get(plain(one["name"]), ()) for one in people}
    return {source_id: emails[0] for source_id, emails in named.items() if len(emails) == 1}


def accounts(typed):
    """({source id: id of an account}, source ids whose address nobody has) of e-mail addresses typed.

    A guest is nobody: they come to a board by invitation alone, until a day, and never as its editor.
    """
    wanted = {source_id: email.strip().lower() for source_id, email in typed.items() if email.strip()}
    active = User.objects.filter(email__in=wanted.values(), is_active=True, is_guest=False).order_by()
    known = dict(active.values_list("email", "pk"))
    found = {source_id: str(known[email]) for source_id, email in wanted.items() if email in known}
    return found, wanted.keys() - found.keys()
