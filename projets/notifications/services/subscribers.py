"""What happens goes to the services that want it, each by a job queued with the note that the event was read."""

from projets.boards.queries import let_out
from projets.notifications.services.jobs import deliver
from projets.notifications.services.models import Service
from projets.usecase.dispatch import subscribe

OF_BOARDS = {
    "card.created",
    "card.duplicated",
    "card.moved",
    "card.archived",
    "card.unarchived",
    "card.binned",
    "card.restored",
    "comment.written",
}


def _concerned(found):
    kind, _colon, id = found[0].stream_id.partition(":")
    if kind not in ("board", "user"):
        return []
    services = _services(kind, id)
    told = [event for event in found if _is_told(kind, event, services)]
    return told if kind == "user" else let_out(told)


@subscribe(concerned=_concerned)
def tell_services(event):
    kind, _colon, id = event.stream_id.partition(":")
    for service in _services(kind, id) if kind in ("board", "user") else ():
        if _is_told(kind, event, [service]):
            of_person = kind == "user"
            row = event.row_id if of_person else event.pk
            deliver.enqueue(str(service.pk), "notification" if of_person else "event", str(row))


def _services(kind, id):
    return list(Service.objects.filter(**{f"{kind}_id": int(id)}, removed_at=None).order_by("pk"))


def _is_told(kind, event, services):
    if kind == "user":
        told = event.kind == "notification.created"
    else:
        within = event.kind == "card.moved" and "list_id" not in event.fact.changed
        told = event.kind in OF_BOARDS and event.act.via != "import" and not within
    return told and any(service.pk < event.pk for service in services)
