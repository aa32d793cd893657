"""Who may do what in a project and on its boards: this table, and nothing else."""

from collections import defaultdict
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q, Subquery

from projets.accounts.models import User
from projets.accounts.organisations import permissions as organisations
from projets.accounts.permissions import ANYBODY, FOUNDER
from projets.boards.belonging import headed_by, managed_there
from projets.boards.models import Board, Card, CardMember, Membership, Project, ProjectManager
from projets.boards.models.lasting import in_force
from projets.usecase import rights
from projets.usecase.prepared import Prepared


class Ground(StrEnum):
    """What somebody may stand on before a row. Who manages the project need not be a member of the board."""

    SYSTEM = "system"  # nobody: what follows by itself
    ADMINISTRATOR = "administrator"  # of the instance, before what is shared
    PROJECT_MANAGER = "project manager"
    EDITOR = "editor"
    CONTRIBUTOR = "contributor"
    COMMENTER = "commenter"
    READER = "reader"
    OWN_CARD = "own card"  # a contributor's: created by them, or they are on it; and the lists such a card may go to
    AUTHOR = "author"  # of this very row, and still a member who may speak
    VISITOR = "visitor"  # of a project, as a member of one of its boards
    HEAD = "head"  # administers the organisation of a shared project, without looking in
    CUSTODIAN = "custodian"  # such a one, or administrator, before a project that nobody of its organisation manages
    SHAPER = "shaper"  # settles which fields there are: who manages a project, edits a board, works on a card


(
    SYSTEM,
    ADMINISTRATOR,
    PROJECT_MANAGER,
    EDITOR,
    CONTRIBUTOR,
    COMMENTER,
    READER,
    OWN_CARD,
    AUTHOR,
    VISITOR,
    HEAD,
    CUSTODIAN,
    SHAPER,
) = Ground
MEMBERS = {EDITOR, CONTRIBUTOR, COMMENTER, READER, VISITOR}
ALL_MEMBERS = {PROJECT_MANAGER, *MEMBERS}
MANAGE = {PROJECT_MANAGER}
EDIT = {EDITOR}
ADD = {EDITOR, CONTRIBUTOR}
WORK = {EDITOR, OWN_CARD}
TALK = {EDITOR, CONTRIBUTOR, COMMENTER}
SHAPE = {SHAPER}
SEE = {ADMINISTRATOR, *ALL_MEMBERS}

rights.table.update(
    {
        # projects
        "create_project": {FOUNDER},
        "edit_project": MANAGE,
        "archive_project": MANAGE,
        "unarchive_project": MANAGE,
        "bin_project": MANAGE,
        "restore_project": MANAGE,
        "add_manager": {PROJECT_MANAGER, ADMINISTRATOR, *ANYBODY},  # any account may become one
        "remove_manager": {PROJECT_MANAGER, ADMINISTRATOR},
        # where one works, or administers: what `organisations` says of the other rows
        "set_project_service": {PROJECT_MANAGER, ADMINISTRATOR, HEAD, CUSTODIAN, organisations.MEMBER},
        "take_over_project": {CUSTODIAN, *ANYBODY},
        "favor_project": SEE,
        "hide_project": {PROJECT_MANAGER, ADMINISTRATOR},
        "share_project": {PROJECT_MANAGER, ADMINISTRATOR},
        "add_background": MANAGE,
        "remove_background": MANAGE,
        "restore_background": MANAGE,
        # boards
        "create_board": MANAGE,
        "edit_board": MANAGE,
        "mark_board": MANAGE,
        "move_board": MANAGE,
        "archive_board": MANAGE,
        "unarchive_board": MANAGE,
        "bin_board": MANAGE,
        "restore_board": MANAGE,
        "subscribe_board": SEE,
        "add_member": MANAGE | ANYBODY,  # any account may become one
        "change_role": MANAGE,
        "remove_member": {PROJECT_MANAGER, AUTHOR},  # and oneself
        "put_team": {PROJECT_MANAGER, organisations.MEMBER},  # of an organisation where one works
        "remove_team": MANAGE,
        # lists and labels
        "create_lists": EDIT,
        "edit_list": EDIT,
        "move_list": EDIT,
        "transfer_list": EDIT,
        "duplicate_list": EDIT,
        "sort_list": EDIT,
        "empty_list": EDIT,
        "archive_lists": EDIT,
        "unarchive_lists": EDIT,
        "bin_lists": EDIT,
        "restore_lists": EDIT,
        "create_label": EDIT,
        "edit_label": EDIT,
        "move_label": EDIT,
        "bin_label": EDIT,
        "restore_label": EDIT,
        # fields of projects, boards and cards
        "create_field_group": SHAPE,
        "edit_field_group": SHAPE,
        "move_field_group": SHAPE,
        "bin_field_group": SHAPE,
        "restore_field_group": SHAPE,
        "create_field": SHAPE,
        "edit_field": SHAPE,
        "move_field": SHAPE,
        "bin_field": SHAPE,
        "restore_field": SHAPE,
        # cards
        "create_cards": ADD,
        "create_card": ADD,
        "edit_card": WORK,
        "edit_card_wherever": WORK,
        "rename_card": WORK,
        "describe_card": WORK,
        "schedule_cards": WORK,
        "finish_cards": WORK,
        "label_cards": WORK,
        "assign_cards": WORK,
        "value_cards": WORK,
        "cover_card": WORK,
        "restrict_cards": {EDITOR, PROJECT_MANAGER},  # who is one of its people
        "open_cards": {EDITOR, PROJECT_MANAGER},
        "start_timing": WORK,
        "pause_timing": WORK,
        "time_card": WORK,
        "retype_cards": WORK,
        "move_cards": WORK,
        "transfer_cards": WORK,
        "duplicate_cards": ADD,
        "archive_cards": WORK,
        "unarchive_cards": WORK,
        "bin_cards": WORK,
        "clear_cards": {PROJECT_MANAGER, EDITOR},
        "clear_bin": {PROJECT_MANAGER, EDITOR},
        "restore_cards": WORK,
        "subscribe_card": SEE,
        # what cards hold
        "create_task_list": WORK,
        "edit_task_list": WORK,
        "move_task_list": WORK,
        "bin_task_list": WORK,
        "create_tasks": WORK,
        "link_cards": WORK,  # cards that they see
        "edit_task": WORK,
        "finish_tasks": WORK,
        "move_task": WORK,
        "bin_tasks": WORK,
        "make_card_of_task": WORK,
        "write_comment": TALK,
        "edit_comment": {AUTHOR},
        "bin_comment": {PROJECT_MANAGER, AUTHOR},
        "react": TALK,
        "attach_file": WORK,
        "attach_files": WORK,
        "attach_link": WORK,
        "rename_attachment": WORK,
        "bin_attachment": WORK,
        "restore_content": WORK,
        # all
        "put_back": ALL_MEMBERS,  # and the right to what this does, see actions/undoing.py
        "purge_bin": {SYSTEM},
        "follow_cards": {SYSTEM},
        "follow_teams": {SYSTEM},
    }
)
rights.table["make_token"] |= SEE  # for some projects alone: those one sees


def grounds(actor, rows):
    """{row: grounds}. One query for boards, one for projects, two more when a contributor is before cards."""
    if actor.is_system:
        return {row: {SYSTEM} for row in rows}
    places, projects, boards = _places(rows)
    if actor.projects is not None:
        projects &= actor.projects
        among = Board.objects.filter(pk__in=boards, project__in=actor.projects).order_by()
        boards = set(among.values_list("pk", flat=True))
    on_projects, on_boards = _on_projects(actor, projects), _on_boards(actor, boards)
    on_them = {
        row: on_projects.get(int(id), set()) if kind == "project" else on_boards.get(int(id), set())
        for row, (kind, id) in places.items()
    }
    for row in _closed_to(actor, on_them):
        on_them[row] = set()
    own = _own_cards(actor, on_them)
    return {
        row: theirs if places[row][0] == "project" else set(_on_row(actor, row, theirs, own))
        for row, theirs in on_them.items()
    }


def asked(actor, rows):
    _rows, projects, boards = _places(rows)
    if actor.user_id is not None and actor.projects is None:
        if projects:
            yield _asking_projects.statement(actor.user_id, sorted(projects))
        if boards:
            yield _asking_boards.statement(actor.user_id, sorted(boards))


def _places(rows):
    """({row: (kind, id) of what it is on}, ids of these projects, ids of these boards)"""
    places = {row: row.stream.partition(":")[::2] for row in rows}
    projects = {int(id) for kind, id in places.values() if kind == "project"}
    boards = {int(id) for kind, id in places.values() if kind == "board"}
    return places, projects, boards


def _person(user):
    return User.objects.filter(pk=user, is_active=True)


def _ask_boards(user, boards):
    role = Membership.objects.filter(in_force(), board=OuterRef("pk"), user=user).values("role")
    manages = ProjectManager.objects.filter(project=OuterRef("project"), user=user)
    administers = _person(user).filter(role=User.Role.ADMINISTRATOR)
    return (
        Board.objects.filter(Exists(_person(user)), pk__in=boards)
        .order_by()
        .values_list("pk", Subquery(role), Exists(manages), Q(project__is_shared=True) & Exists(administers))
    )


def _ask_projects(user, projects):
    manages = ProjectManager.objects.filter(project=OuterRef("pk"), user=user)
    visits = Membership.objects.filter(in_force(), board__project=OuterRef("pk"), user=user)
    administers = _person(user).filter(role=User.Role.ADMINISTRATOR)
    return (
        Project.objects.filter(Exists(_person(user)), pk__in=projects)
        .order_by()
        .values_list(
            "pk",
            Exists(manages),
            Exists(visits),
            Q(is_shared=True) & Exists(administers),
            Q(is_shared=True) & headed_by(user),
            Q(organisation__isnull=False) & ~managed_there() & (headed_by(user) | Exists(administers)),
        )
    )


_asking_boards, _asking_projects = Prepared(_ask_boards), Prepared(_ask_projects)


def _on_boards(actor, boards):
    if not boards or actor.user_id is None:
        return {}
    return {
        board: {
            *([Ground(role)] if role else []),
            *([PROJECT_MANAGER] if manages else []),
            *([ADMINISTRATOR] if administers else []),
        }
        for board, role, manages, administers in _asking_boards.rows(actor.user_id, sorted(boards))
    }


def _on_projects(actor, projects):
    if not projects or actor.user_id is None:
        return {}
    found = _asking_projects.rows(actor.user_id, sorted(projects))
    return {
        project: {
            *([PROJECT_MANAGER, SHAPER] if manages else []),
            *([VISITOR] if visits else []),
            *([ADMINISTRATOR] if administers else []),
            *([HEAD] if heads else []),
            *([CUSTODIAN] if custody else []),
        }
        for project, manages, visits, administers, heads, custody in found
    }


def _closed_to(actor, on_them):
    """Those of rows that are or belong to a restricted card which is none of the actor's: as if they saw no board."""
    cards = {row: card for row in on_them if (card := _card_of(row)) and card.is_restricted}
    closed = {
        row: card
        for row, card in cards.items()
        if PROJECT_MANAGER not in on_them[row] and card.creator_id != actor.user_id
    }
    if not closed:
        return []
    on_it = CardMember.objects.filter(card__in=closed.values(), person_id=actor.user_id).order_by()
    theirs = set(on_it.values_list("card", flat=True))
    return [row for row, card in closed.items() if card.pk not in theirs]


def _own_cards(actor, on_them):
    """Of the cards concerned, those that a contributor created or is on."""
    cards = defaultdict(set)
    for row, theirs in on_them.items():
        if CONTRIBUTOR in theirs and (card := _card_of(row)):
            cards[card.pk].add(card.creator_id)
    created = {card for card, creators in cards.items() if actor.user_id in creators}
    if not cards:
        return created
    on_it = CardMember.objects.filter(card__in=cards, person_id=actor.user_id)
    return created | set(on_it.values_list("card", flat=True))


def _card_of(row):
    if isinstance(row, Card):
        return row
    return getattr(row, "card", None)


def _on_row(actor, row, theirs, own):
    yield from theirs
    card = _card_of(row)
    if CONTRIBUTOR in theirs and (card is None or card.pk in own):
        yield OWN_CARD
    if EDITOR in theirs or (card and card.pk in own):
        yield SHAPER
    if _is_author(actor, row) and theirs & (TALK if hasattr(row, "author_id") else MEMBERS):
        yield AUTHOR


def _is_author(actor, row):
    """Of a comment; and one's own membership is one's own."""
    who = row.author_id if hasattr(row, "author_id") else getattr(row, "user_id", None)
    return who is not None and who == actor.user_id


rights.parts["boards"] = rights.Part(grounds, MEMBERS, asked)
