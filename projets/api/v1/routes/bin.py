"""What lies in the bins. Each thing is taken out where it was put in: `POST …/restore`."""

from datetime import datetime
from functools import partial
from typing import Annotated

from ninja import Query
from pydantic import StringConstraints

from projets.api.v1 import models, rows, shapes
from projets.api.v1.answers import send
from projets.api.v1.door import api
from projets.api.v1.paging import Order, Paged
from projets.api.v1.parsing import Id
from projets.boards.binned import binned_in, binned_on, binned_projects
from projets.boards.models import Board, Project

TAGS = ["bin"]


class Lying(models.Out):
    kind: str
    id: Id
    name: str
    binned_at: models.At
    days_left: int
    person: models.Person | None


Bin = models.paged("Bin", items=Lying)
LATEST = Order("bin", {"since": datetime, "pk": int}, descending=True)


class Searched(Paged):
    search: Annotated[str, StringConstraints(max_length=200)] = ""


@api.get("/boards/{id}/bin", response=Bin, tags=TAGS)
def board_bin(request, id: Id, asked: Query[Searched]):
    """What of a board lies in the bin by itself, the latest first."""
    board = rows.one(Board, id)(request.actor)
    return _told(partial(binned_on, request.actor, board, asked.search), asked)


@api.get("/projects/{id}/bin", response=Bin, tags=TAGS)
def project_bin(request, id: Id, paged: Query[Paged]):
    """Boards and fields of a project that lie in the bin, the latest first."""
    return _told(partial(binned_in, rows.one(Project, id)(request.actor)), paged)


@api.get("/bin", response=Bin, tags=TAGS)
def projects_bin(request, paged: Query[Paged]):
    """Projects of yours that lie in the bin, the latest first."""
    return _told(partial(binned_projects, request.actor), paged)


def _told(find, paged):
    """Of each kind as many as might be in the piece, in one order."""
    of_kinds = find(after=LATEST.values(paged.cursor), most=paged.limit + 1).values()
    found = sorted((one for some in of_kinds for one in some), key=lambda one: (one.since, one.row.pk), reverse=True)
    more, found = len(found) > paged.limit, found[: paged.limit]
    next = LATEST.cursor((found[-1].since, found[-1].row.pk)) if more else None
    return send({"items": [_item(one) for one in found], "next": next})


def _item(one):
    return {
        "kind": one.kind,
        "id": str(one.row.pk),
        "name": one.name,
        "binned_at": shapes.moment(one.since),
        "days_left": one.days_left,
        "person": shapes.person(one.who) if one.who else None,
    }
