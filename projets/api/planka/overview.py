"""What clients read to begin with: all projects, or one. A board with everything on it: `whole_board`."""

from projets.accounts.models import User
from projets.api.planka.fields import OF_BASES, of_bases
from projets.api.planka.items.boards import BoardItem, BoardMembershipItem, board_item, membership_item
from projets.api.planka.items.notification_services import NotificationServiceItem, service_item
from projets.api.planka.items.projects import (
    BackgroundImageItem,
    ProjectManagerItem,
    background_image,
    manager_item,
    project_item,
)
from projets.api.planka.items.users import UserItem, seen_by
from projets.boards.models import (
    BackgroundImage,
    Board,
    Favorite,
    Membership,
    Project,
    ProjectManager,
)
from projets.boards.models.rows import projects_managed_by
from projets.notifications.services.queries import services_of_boards

INCLUDED = {
    "projectManagers": list[ProjectManagerItem],
    "boards": list[BoardItem],
    "boardMemberships": list[BoardMembershipItem],  # one's own
    "notificationServices": list[NotificationServiceItem],
    **OF_BASES,
    "users": list[UserItem],
    "backgroundImages": list[BackgroundImageItem],
}


def projects(call):
    """All that one manages, may look into, or works in."""
    found = list(Project.objects.visible_to(call.actor).order_by("pk"))
    return {"items": _projects(call, found), "included": _included(call, found)}


def project(call, found):
    return {"item": _projects(call, [found])[0], "included": _included(call, [found])}


def _projects(call, found):
    favorites = Favorite.objects.filter(user=call.user, project__in=found).order_by()
    liked = set(favorites.values_list("project", flat=True))
    return [project_item(one) | {"isFavorite": one.pk in liked} for one in found]


def _included(call, found):
    managers = list(ProjectManager.objects.filter(project__in=found).order_by("pk"))
    mine = Membership.objects.filter(user=call.user, board__project__in=found, board__binned_at=None)
    mine = list(mine.select_related("board").order_by("pk"))
    wholly = set(projects_managed_by(call.actor).values_list("pk", flat=True))
    of_mine = {one.board_id for one in mine}
    boards = Board.objects.filter(project__in=found, binned_at=None).order_by("position", "pk")
    users = User.objects.filter(pk__in={one.user_id for one in managers}).order_by("pk")
    return {
        "projectManagers": [manager_item(one) for one in managers],
        "boards": [board_item(one) for one in boards if one.project_id in wholly or one.pk in of_mine],
        "boardMemberships": [membership_item(one, one.board.project_id) for one in mine],
        "notificationServices": [service_item(one) for one in services_of_boards(call.actor, found)],
        **of_bases(found),
        "users": [seen_by(call.user, one) for one in users],
        "backgroundImages": [
            background_image(one) for one in BackgroundImage.objects.filter(project__in=found, binned_at=None)
        ],
    }
