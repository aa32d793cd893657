"""What lies in the bins, for who may see it: what, who put it there and when, and how long it stays. Reads only."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.timezone import now

from projets.accounts.legal.retention import BIN_DAYS
from projets.boards.actions.bin import any_way
from projets.boards.models import (
    Attachment,
    BackgroundImage,
    Board,
    Card,
    Comment,
    Field,
    FieldGroup,
    Label,
    List,
    Project,
    Task,
    TaskList,
)
from projets.boards.names import plain
from projets.boards.permissions import PROJECT_MANAGER, grounds
from projets.boards.queries import people
from projets.usecase.models import Event

BINNED = {
    Project: "project.binned",
    Board: "board.binned",
    FieldGroup: "field_group.binned",
    Field: "field.binned",
    List: "list.binned",
    Card: "card.binned",
    Label: "label.binned",
    TaskList: "task_list.binned",
    Task: "task.binned",
    Comment: "comment.binned",
    Attachment: "attachment.binned",
    BackgroundImage: "background.binned",
}
ON_A_BOARD = {
    List: ("board",),
    Card: ("board",),
    Label: ("board",),
    FieldGroup: ("board", "card__board"),
    Field: ("group__board", "group__card__board"),
    TaskList: ("card__board",),
    Task: ("task_list__card__board",),
    Comment: ("card__board",),
    Attachment: ("card__board",),
}
IN_A_PROJECT = {Board: "project", FieldGroup: "project", Field: "group__project", BackgroundImage: "project"}
MOST = 200  # of each kind, the latest first; the search looks at all of them


@dataclass(frozen=True)
class Lying:
    """One thing in the bin; `who` is None when nobody did it by themselves."""

    row: object
    kind: str
    since: datetime
    days_left: int
    who: object

    @property
    def name(self):
        if isinstance(self.row, FieldGroup):
            return self.row.called
        return getattr(self.row, "title", None) or getattr(self.row, "text", None) or getattr(self.row, "name", "")


def binned_on(actor, board, search="", **piece):
    """{kind: what of it lies in the bin by itself}; what lies there with something larger comes back with that.

    What somebody took back of what they said is for them alone, and for who manages the project. `piece`: as `_latest`
    takes it, for each kind.
    """
    found = []
    manages = PROJECT_MANAGER in grounds(actor, [board])[board]
    for model, ways in ON_A_BOARD.items():
        rows = model.objects.filter(any_way(ways, board.pk), binned_at__isnull=False)
        rows = rows.seen_by(actor) if model in (FieldGroup, Field) else rows.open_to(actor)
        if model in (TaskList, Comment, Attachment):
            rows = rows.select_related("card__board__project")
        if model is Comment and not manages:
            rows = rows.filter(author_id=actor.user_id)
        if model is Task:
            rows = rows.select_related("task_list__card__board__project")
        if model in (FieldGroup, Field):
            rows = rows.select_related(*model.comes_with)
        if model is Card:
            rows = rows.select_related("board__project", "list").defer("description")
        found += _latest(rows, search, **piece)
    return _told(found)


def binned_in(project, **piece):
    """{kind: boards, base groups of fields and their fields}."""
    found = (model.objects.filter(**{way: project.pk}) for model, way in IN_A_PROJECT.items())
    return _told([one for rows in found for one in _latest(rows, **piece)])


def binned_projects(actor, **piece):
    """Of those that one manages: nobody else can restore them."""
    mine = Project.objects.of_projects_seen_by(actor).filter(managers__user=actor.user_id)
    return _told(_latest(mine, **piece))


def _latest(rows, search="", after=None, most=MOST):
    """Those that fit, the latest first; `after` is (moment, id) of the one before."""
    rows = rows.filter(binned_at__isnull=False).order_by("-binned_at", "-pk")
    if after:
        rows = rows.filter(Q(binned_at__lt=after[0]) | Q(binned_at=after[0], pk__lt=after[1]))
    if not search:
        return list(rows[:most])
    words = plain(search).split()
    return [row for row in rows.iterator() if all(word in _searched(row) for word in words)][:most]


def _searched(row):
    return plain(" ".join(str(getattr(row, name, "")) for name in ("title", "name", "text")))


def _told(rows):
    acts = _acts_of(rows)
    who = people(acts.values())
    told, moment = {}, now()
    for row in rows:
        kind = BINNED[type(row)].partition(".")[0]
        left = max(0, (row.binned_at + timedelta(days=BIN_DAYS) - moment).days)
        told.setdefault(kind, []).append(Lying(row, kind, row.binned_at, left, who.get(acts.get(row.pk))))
    return told


def _acts_of(rows):
    """{row id: who put it in the bin last}, from the log."""
    kinds = {BINNED[type(row)] for row in rows}
    put = Event.objects.filter(row_id__in=[row.pk for row in rows], kind__in=kinds).order_by("pk")
    return dict(put.values_list("row_id", "act__user_id"))
