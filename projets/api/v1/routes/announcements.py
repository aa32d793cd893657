"""Messages to everybody, between two moments."""

from typing import Literal

from ninja import Query

from projets.accounts.legal.actions.saying import make_announcement, remove_announcement
from projets.accounts.legal.models import Announcement
from projets.accounts.legal.shown import shown
from projets.accounts.queries import instance, require_administrator
from projets.api.v1 import models
from projets.api.v1.answers import nothing, send
from projets.api.v1.door import ADMIN, api
from projets.api.v1.once import acted, once
from projets.api.v1.paging import Paged, page
from projets.api.v1.parsing import Id, Line, Moment, Sent
from projets.api.v1.shapes import moment
from projets.boards.queries import find

TAGS = ["announcements"]
Level = Literal["info", "warning", "danger"]


class NewAnnouncement(Sent):
    text: Line
    level: Level = "info"
    begins_at: Moment
    ends_at: Moment


class ShownAnnouncement(models.Out):
    id: models.Id
    text: str
    level: Level
    begins_at: models.At
    ends_at: models.At
    made_at: models.At


@api.get("/announcements", response=models.many("Announcements", announcements=ShownAnnouncement), tags=TAGS)
def list_announcements(request):
    """What is said to everybody now, on top of every page."""
    return send({"announcements": [_item(one) for one in shown().current]})


@api.get("/announcements/all", response=models.page_of(ShownAnnouncement), auth=ADMIN, tags=TAGS)
def list_all_announcements(request, paged: Query[Paged]):
    """For administrators: those that are over and those to come too, the last one made first."""
    require_administrator(request.actor)
    found = Announcement.objects.all()
    return send(page(found, paged, lambda rows: [_item(one) for one in rows], newest_first=True))


@api.post("/announcements", response={201: ShownAnnouncement}, auth=ADMIN, tags=TAGS)
def announce(request, body: NewAnnouncement):
    """For administrators: say something to everybody between two moments."""
    act = once(
        request,
        make_announcement,
        lambda actor: None,
        lambda actor, _none: make_announcement(actor, instance(), body.text, body.level, body.begins_at, body.ends_at),
    )
    return acted(act, _item(*find(Announcement.objects.all(), act.facts[0].after.id)), 201)


@api.delete("/announcements/{id}", response={204: None}, auth=ADMIN, tags=TAGS)
def delete_announcement(request, id: Id):
    """For administrators: say it no more, at once."""

    def found(actor):
        require_administrator(actor)
        return find(Announcement.objects.all(), id)[0].pk

    act = once(request, remove_announcement, found, lambda actor, pk: remove_announcement(actor, instance(), pk))
    return nothing({"Projets-Act": str(act.pk)})


def _item(one):
    return {
        "id": str(one.pk),
        "text": one.text,
        "level": one.level,
        "begins_at": moment(one.begins_at),
        "ends_at": moment(one.ends_at),
        "made_at": moment(one.made_at),
    }
