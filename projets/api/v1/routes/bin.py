"""What lies in the bins. Each thing is taken out where it was put in: `POST …/restore`."""

from typing import Any

from projets.api.v1 import models, rows, shapes
from projets.api.v1.answers import send
from projets.api.v1.door import api
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


Bin = models.many("Bin", items=Lying)


@api.get("/boards/{id}/bin", response=Bin, tags=TAGS)
def board_bin(request, id: Id, search: str = ""):
    """What of a board lies in the bin by itself, 200 of each kind at most, the latest first."""
    return _told(binned_on(request.actor, rows.one(Board, id)(request.actor), search[:200]))


@api.get("/projects/{id}/bin", response=Bin, tags=TAGS)
def project_bin(request, id: Id):
    """Boards and fields of a project that lie in the bin."""
    return _told(binned_in(rows.one(Project, id)(request.actor)))


@api.get("/bin", response=Bin, tags=TAGS)
def projects_bin(request):
    """Projects of yours that lie in the bin."""
    return _told(binned_projects(request.actor))


def _told(found: dict[str, list[Any]]):
    items = [
        {
            "kind": one.kind,
            "id": str(one.row.pk),
            "name": one.name,
            "binned_at": shapes.moment(one.since),
            "days_left": one.days_left,
            "person": shapes.person(one.who) if one.who else None,
        }
        for of_kind in found.values()
        for one in of_kind
    ]
    return send({"items": items})
