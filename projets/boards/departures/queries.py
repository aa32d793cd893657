"""What somebody who left still holds, line by line; each line is handed over to one person."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import Q

from projets.accounts.models import User
from projets.accounts.organisations.queries import administers_instance
from projets.boards.colleagues import may_add_people
from projets.boards.departures.models import Departure, NamedAt
from projets.boards.models import Board, Card, List, Membership, Project, ProjectManager, Task
from projets.boards.sharing.queries import links_made_by, sponsored_by
from projets.usecase.errors import Refused, Why


@dataclass(frozen=True)
class ProjectLine:
    """A project that somebody manages; `is_alone`: nobody else does."""

    project: Project
    is_alone: bool


@dataclass(frozen=True)
class BoardLine:
    """A board that they are a member of, on whose open cards they are, or that they have shared."""

    board: Board
    role: str  # "" for who was no member, as a manager is
    cards: int
    tasks: int
    guests: int = 0  # whom they answer for
    links: int = 0  # that they made, and that still open the board


def open_cards(users, **where):
    """Cards still to be done that are theirs."""
    cards = Card.objects.filter(
        archived_at=None,
        binned_at=None,
        list__archived_at=None,
        list__binned_at=None,
        board__binned_at=None,
        board__project__binned_at=None,
        **where,
    )
    return cards.exclude(list__kind=List.Kind.CLOSED).filter(card_members__person_id__in=users)


def open_tasks(users, **where):
    """Tasks still to be done that were given to them, on cards that stand."""
    return Task.objects.filter(
        assignee_id__in=users,
        done_at=None,
        binned_at=None,
        task_list__binned_at=None,
        task_list__card__binned_at=None,
        **where,
    )


def project_lines(users):
    """{user: lines}, for administrators, private projects included: else these would be nobody's."""
    managers = ProjectManager.objects.filter(user__in=users, project__binned_at=None).select_related("project")
    managers = list(managers.order_by("project__name", "pk"))
    counted = Counter(
        ProjectManager.objects.filter(project__in={one.project_id for one in managers})
        .order_by()
        .values_list("project", flat=True)
    )
    lines = defaultdict(list)
    for one in managers:
        lines[one.user_id].append(ProjectLine(one.project, counted[one.project_id] == 1))
    return lines


def board_lines(users, actor):
    """{user: lines} of the boards that the actor may settle: of projects they manage, or shared ones for an
    administrator.
    """
    memberships = Membership.objects.filter(user__in=users).order_by().values_list("user", "board", "role")
    roles = {(user, board): role for user, board, role in memberships}
    cards = _counted(open_cards(users), "card_members__person_id")
    tasks = _counted(open_tasks(users), "assignee_id", "task_list__card__board")
    guests = _counted(sponsored_by(users), "sponsor_id")
    links = _counted(links_made_by(users), "made_by")
    held = {*roles, *cards, *tasks, *guests, *links}
    settled_by = Q(project__managers__user=actor.user_id)
    if administers_instance(actor.user_id):
        settled_by |= Q(project__is_shared=True)
    boards = Board.objects.visible_to(actor).filter(settled_by, pk__in={board for _user, board in held}).distinct()
    boards = list(boards.select_related("project").order_by("project__name", "name", "pk"))
    return {
        user: [
            BoardLine(one, roles.get(at, ""), cards[at], tasks[at], guests[at], links[at])
            for one in boards
            if (at := (user, one.pk)) in held
        ]
        for user in users
    }


def _counted(rows, user, board="board"):
    """{(user, board): how many}."""
    return Counter(rows.order_by().values_list(user, board))


def require_settling(actor):
    """Who may add people may read who left, as far as it is theirs to settle; Refused to others."""
    if actor.projects is not None or not may_add_people(actor):
        raise Refused("open_departure", Why.ROLE_TOO_LOW)


def departures(actor):
    """[(departure, projects, boards, places)] of closed accounts, as far as the actor settles what they left.

    The same few queries, however many have left since the beginning.
    """
    found = list(Departure.objects.filter(user__is_active=False).select_related("user").order_by("-id"))
    administers = administers_instance(actor.user_id)
    users = {one.user_id for one in found}
    projects = project_lines(users) if administers else {}
    boards, named = board_lines(users, actor), places(actor)
    lines = ((one, projects.get(one.user_id, []), boards[one.user_id], named[one.user_id]) for one in found)
    return [line for line in lines if administers or any(line[1:])]


@dataclass(frozen=True)
class Place:
    """Where somebody who was erased is named, for who may change it there."""

    named: NamedAt
    project: Project
    board: Board | None
    card: Card | None

    @property
    def address(self):
        if self.card:
            return f"/cartes/{self.card.reference}/"
        return f"/tableaux/{self.board.pk}/" if self.board else f"/projets/{self.project.pk}/"


def places(actor):
    """{id of who was erased: [Place]}: for managers of the project and for administrators, what they see of it."""
    found = NamedAt.objects.filter(project__in=Project.objects.visible_to(actor).order_by()).order_by("pk")
    if not administers_instance(actor.user_id):
        found = found.filter(project__managers__user=actor.user_id)
    found = list(found.select_related("project"))
    boards = Board.objects.visible_to(actor).in_bulk([one.board_id for one in found if one.board_id])
    cards = Card.objects.visible_to(actor).select_related("board__project")
    cards = cards.in_bulk([one.card_id for one in found if one.card_id])
    seen = defaultdict(list)
    for one in found:
        board, card = boards.get(one.board_id), cards.get(one.card_id)
        if (one.board_id is None or board) and (one.card_id is None or card):
            seen[one.user_id].append(Place(one, one.project, board, card))
    return seen


def erased_on(departure):
    """When the name goes by itself; None once it is gone."""
    if departure.user.pseudonym is not None:
        return None
    return departure.opened_at + timedelta(days=settings.PSEUDONYM_DAYS)


def left_on(project_id):
    """How many people who left still are on the boards of a project: whoever manages it is reminded."""
    gone = User.objects.filter(is_active=False, departures__isnull=False)
    members = Membership.objects.filter(board__project=project_id, board__binned_at=None, user__in=gone)
    return members.order_by().values("user").distinct().count()
