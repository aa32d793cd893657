"""What somebody who left still holds, line by line; each line is handed over to one person."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import Q

from projets.accounts.models import User
from projets.boards.departures.models import Departure, NamedAt
from projets.boards.models import Board, Card, List, Membership, Project, ProjectManager, Task
from projets.boards.sharing.queries import links_made_by, sponsored_by


@dataclass(frozen=True)
class ProjectLine:
    """A project that they manage; `is_alone`: nobody else does."""

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


def open_cards(user_id, **where):
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
    return cards.exclude(list__kind=List.Kind.CLOSED).filter(card_members__person_id=user_id)


def open_tasks(user_id, **where):
    """Tasks still to be done that were given to them, on cards that stand."""
    return Task.objects.filter(
        assignee_id=user_id,
        done_at=None,
        binned_at=None,
        task_list__binned_at=None,
        task_list__card__binned_at=None,
        **where,
    )


def project_lines(user_id):
    """For administrators, private projects included: else these would be nobody's."""
    managers = ProjectManager.objects.filter(user=user_id, project__binned_at=None).select_related("project")
    managers = list(managers.order_by("project__name", "pk"))
    counted = Counter(
        ProjectManager.objects.filter(project__in=[one.project_id for one in managers])
        .order_by()
        .values_list("project", flat=True)
    )
    return [ProjectLine(one.project, counted[one.project_id] == 1) for one in managers]


def board_lines(user_id, actor):
    """Those boards that the actor may settle: of projects they manage, or shared ones for an administrator."""
    roles = dict(Membership.objects.filter(user=user_id).order_by().values_list("board", "role"))
    cards = Counter(open_cards(user_id).order_by().values_list("board", flat=True))
    tasks = Counter(open_tasks(user_id).order_by().values_list("task_list__card__board", flat=True))
    guests = Counter(sponsored_by(user_id).order_by().values_list("board", flat=True))
    links = Counter(links_made_by(user_id).order_by().values_list("board", flat=True))
    held = {*roles, *cards, *tasks, *guests, *links}
    settled_by = Q(project__managers__user=actor.user_id)
    if User.objects.filter(pk=actor.user_id, is_active=True, role=User.Role.ADMINISTRATOR).exists():
        settled_by |= Q(project__is_shared=True)
    boards = Board.objects.visible_to(actor).filter(settled_by, pk__in=held).distinct()
    return [
        BoardLine(board, roles.get(board.pk, ""), cards[board.pk], tasks[board.pk], guests[board.pk], links[board.pk])
        for board in boards.select_related("project").order_by("project__name", "name", "pk")
    ]


def departures(actor):
    """[(departure, projects, boards, places)] of closed accounts, as far as the actor settles what they left."""
    found = Departure.objects.filter(user__is_active=False).select_related("user").order_by("-id")
    administers = User.objects.filter(pk=actor.user_id, is_active=True, role=User.Role.ADMINISTRATOR).exists()
    named = places(actor)
    lines = (
        (one, project_lines(one.user_id) if administers else [], board_lines(one.user_id, actor), named[one.user_id])
        for one in found
    )
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
    if not User.objects.filter(pk=actor.user_id, is_active=True, role=User.Role.ADMINISTRATOR).exists():
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
