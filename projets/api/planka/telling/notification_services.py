from projets.api.planka.items.notification_services import service_item
from projets.api.planka.telling import audience, parents
from projets.api.planka.telling.told import Told, teller
from projets.boards.models import Board
from projets.notifications.services.events import ServiceFact
from projets.notifications.services.models import Service

NAMES = {"added": "Create", "edited": "Update", "removed": "Delete"}


@teller(ServiceFact)
def tell(it):
    """To its person, or to those who manage the project of its board; the address is that of today."""
    url = Service.objects.filter(pk=it.now.id).values_list("url", flat=True).first() or ""
    added = it.what == "added"
    yield Told(
        f"notificationService{NAMES[it.what]}",
        service_item(it.now, url, None if added else it.at),
        _to(it.now),
        service_item(it.was, url, None) if it.what == "edited" else None,
        parents=lambda: _parents(it.now),
    )


def _to(now):
    if now.user_id:
        return audience.of_person(now.user_id)
    return audience.of_managers(Board.objects.values_list("project_id", flat=True).get(pk=now.board_id))


def _parents(now):
    return parents.of_user(now.user_id) if now.user_id else parents.of_board(now.board_id)
