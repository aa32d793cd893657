"""Reads that doors share."""

from projets.boards.models import ProjectManager
from projets.notifications.services.models import Service


def services_of(user_id):
    return Service.objects.filter(user=user_id, removed_at=None).order_by("pk")


def services_of_board(board):
    return Service.objects.filter(board=board, removed_at=None).order_by("pk")


def services_of_boards(actor, projects):
    """Those of the boards of these projects, as far as one manages them."""
    managed = ProjectManager.objects.filter(user=actor.user_id, project__in=projects).order_by().values("project")
    there = Service.objects.filter(board__project__in=managed, board__binned_at=None, removed_at=None)
    return there.order_by("pk")


def service_seen(actor, id):
    """One's own, or of a board whose project one manages; None."""
    service = Service.objects.filter(pk=id, removed_at=None).select_related("board", "user").first()
    if service is None:
        return None
    if service.user_id:
        return service if service.user_id == actor.user_id and actor.projects is None else None
    if actor.projects is not None and service.board.project_id not in actor.projects:
        return None
    manages = ProjectManager.objects.filter(project=service.board.project_id, user=actor.user_id)
    return service if manages.exists() else None
