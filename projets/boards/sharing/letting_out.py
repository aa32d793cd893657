"""What the projects of an organisation let out, and the room they take: that there is something, not what it says."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Sum

from projets.boards.models import Attachment, Project
from projets.boards.queries import people
from projets.boards.sharing.models import Guest, Link
from projets.boards.sharing.queries import shared_by


@dataclass(frozen=True)
class Share:
    """A link or a guest. Of a private project nobody learns here what it is called."""

    project: Project
    link: Link | None
    guest: Guest | None
    person: object  # who answers for it
    until: datetime


def shares(organisation):
    links, guests = shared_by(organisation)
    known = people({one.made_by for one in links} | {one.sponsor_id for one in guests})
    return [
        *(Share(one.board.project, one, None, known.get(one.made_by), one.expires_at) for one in links),
        *(Share(one.board.project, None, one, known.get(one.sponsor_id), one.ends_at) for one in guests),
    ]


def room_of(organisation):
    """{"files", "bytes", "projects": [(name or None for all private ones, files, bytes)]}, the largest first."""
    files = Attachment.objects.exclude(key="").filter(card__board__project__organisation=organisation).order_by()
    counted = files.values("card__board__project").annotate(files=Count("pk"), bytes=Sum("size"))
    of_project = {one["card__board__project"]: (one["files"], one["bytes"]) for one in counted}
    shared = Project.objects.filter(pk__in=of_project, is_shared=True).order_by().values_list("pk", "name")
    rows = [(name, *of_project.pop(pk)) for pk, name in shared]
    rows.sort(key=lambda row: (-row[2], row[0]))
    if of_project:  # what is left
        rows.append((None, *map(sum, zip(*of_project.values(), strict=True))))
    return {"files": sum(row[1] for row in rows), "bytes": sum(row[2] for row in rows), "projects": rows}
