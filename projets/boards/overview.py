"""What pages say of projects and their boards: figures, not contents. Reads only, in a fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q
from django.utils.timezone import now

from projets.boards.models import Board, Card, CardMember, Favorite, List, Project, ProjectManager
from projets.boards.names import plain, prefix_for, sort_key
from projets.boards.queries import prefixes_taken
from projets.usecase.ids import made_at
from projets.usecase.models import Event

SHOWN, HIDDEN, ARCHIVED = "shown", "hidden", "archived"


@dataclass
class Figures:
    """Of a board, for one person; cards that are neither done nor put away."""

    open: int = 0
    mine: int = 0
    late: int = 0
    active_at: datetime | None = None  # None: nothing has ever happened on it


def projects_of(actor, which=SHOWN, search=""):
    """Projects that somebody sees, favourites first, then by name: `.favorite`, `.seen_boards`, `.mine`, `.late`."""
    favorites = set(Favorite.objects.filter(user=actor.user_id).order_by().values_list("project", flat=True))
    seen = Project.objects.visible_to(actor).filter(_kept(which, favorites)).order_by("pk")
    boards = Board.objects.visible_to(actor).filter(project__in=seen.order_by(), archived_at=None)
    of_project = defaultdict(list)
    for board in boards:
        of_project[board.project_id].append(board)
    found = [one for one in seen if _fits(search, [one, *of_project[one.pk]])]
    figures = card_figures(actor, [board.pk for one in found for board in of_project[one.pk]])
    for project in found:
        project.favorite = project.pk in favorites
        project.seen_boards = of_project[project.pk]
        project.mine, project.late = (
            sum(getattr(figures[board.pk], name) for board in project.seen_boards) for name in ("mine", "late")
        )
    return sorted(found, key=lambda one: (not one.favorite, sort_key(one.name), one.pk))


def how_many_put_away(actor):
    """{which: number} of the projects that somebody does not see at first: hidden, archived, in the bin."""
    favorites = Favorite.objects.filter(user=actor.user_id).order_by().values("project")
    seen = Project.objects.of_projects_seen_by(actor).order_by()
    managed = ProjectManager.objects.filter(user=actor.user_id).order_by().values("project")
    standing, put_away = Q(binned_at=None), Q(archived_at__isnull=False)
    return seen.aggregate(
        hidden=Count("pk", Q(is_hidden=True) & ~Q(pk__in=favorites) & standing & ~put_away),
        archived=Count("pk", put_away & standing),
        binned=Count("pk", Q(binned_at__isnull=False, pk__in=managed)),
    )


def board_figures(actor, boards):
    """{board id: Figures}, with when something last happened on each."""
    figures = card_figures(actor, [board.pk for board in boards])
    streams = {board.stream: board.pk for board in boards}
    last = Event.objects.filter(stream__in=streams, revision=F("stream__revision")).order_by()
    for stream, id in last.values_list("stream", "id"):
        figures[streams[stream]].active_at = made_at(id)
    return figures


def card_figures(actor, board_ids):
    """{board id: Figures} from the cards alone; those late are counted whoever they wait for."""
    figures = {id: Figures() for id in board_ids}
    on_it = CardMember.objects.filter(person_id=actor.user_id).order_by().values("card")
    still = Card.objects.filter(board__in=board_ids, done_at=None, binned_at=None, archived_at=None).filter(
        list__binned_at=None, list__archived_at=None
    )
    still = still.open_to(actor)
    still = still.exclude(list__kind=List.Kind.CLOSED).order_by()
    counted = still.values("board").annotate(
        open=Count("pk"), mine=Count("pk", Q(pk__in=on_it)), late=Count("pk", Q(due_at__lt=now()))
    )
    for one in counted:
        figures[one["board"]] = Figures(one["open"], one["mine"], one["late"])
    return figures


def suggested_prefix(name):
    """What a project called so would be given; none for an empty name."""
    return prefix_for(name, prefixes_taken()) if name.strip() else ""


def _kept(which, favorites):
    if which == ARCHIVED:
        return Q(archived_at__isnull=False)
    at_hand = Q(is_hidden=False) | Q(pk__in=favorites)
    return Q(archived_at=None) & (~at_hand if which == HIDDEN else at_hand)


def _fits(search, named):
    """All the words, in the names of the project and of its boards."""
    names = " ".join(plain(one.name) for one in named)
    return all(word in names for word in plain(search).split())
