"""Which rooms are told of something: a board's, or those of the people concerned, as they are now."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q

from projets.accounts.models import User
from projets.boards.models import Board, Membership, Project, ProjectManager


@dataclass(frozen=True)
class Audience:
    """`rooms(people)` are the names of those to tell, of people (ids) who have a client here; not who is in `but`."""

    rooms: Callable
    but: str = ""


NOBODY = Audience(lambda people: [])  # webhooks alone are told


def of_board(board_id):
    """Those who have it open."""
    return Audience(lambda people: [f"board:{board_id}"])


def of_board_but(board_id, user_id):
    """Those who have it open, but one person, who is told otherwise."""
    return Audience(lambda people: [f"board:{board_id}"], f"user:{user_id}")


def of_person(user_id):
    return Audience(lambda people: _rooms({user_id} & people))


def of_project(project_id, and_also=frozenset()):
    """All whom a project concerns: its managers, members of any of its boards, administrators if it is shared."""
    return Audience(lambda people: _rooms(_concerned(project_id, people) | (and_also & people)))


def of_overseers_gone(project_id):
    """Administrators, of a project that does not concern them (any more)."""
    return Audience(lambda people: _rooms(_administrators(people) - _concerned(project_id, people)))


def of_people_of_board(board_id, but=frozenset()):
    """All whom a board concerns: managers of its project, its members, administrators if it is shared."""

    def find(people):
        project = Board.objects.filter(pk=board_id).values_list("project", flat=True).first()
        members = Membership.objects.filter(board=board_id, user__in=people)
        return _rooms({*_managers(project, people), *_ids(members), *_overseers(project, people)} - but)

    return Audience(find)


def of_managers(project_id, and_administrators=False):
    """`and_administrators`: all of them, when the project is shared."""

    def find(people):
        overseers = _overseers(project_id, people) if and_administrators else ()
        return _rooms({*_managers(project_id, people), *overseers})

    return Audience(find)


def of_administrators(but=frozenset()):
    return Audience(lambda people: _rooms(_administrators(people) - but))


def of_acquaintances(user_id):
    """Project owners, and those who share a project or a board with somebody; but who sees more of the account."""

    def find(people):
        owners = User.objects.filter(pk__in=people, role=User.Role.PROJECT_OWNER).order_by()
        managed = ProjectManager.objects.filter(user=user_id).order_by().values("project")
        joined = Membership.objects.filter(user=user_id).order_by().values("board__project")
        shared = Project.objects.filter(Q(pk__in=managed) | Q(pk__in=joined)).order_by().values("pk")
        managers = ProjectManager.objects.filter(project__in=shared, user__in=people)
        members = Membership.objects.filter(board__project__in=shared, user__in=people)
        known = {*owners.values_list("pk", flat=True), *_ids(managers), *_ids(members)}
        return _rooms(known - {user_id} - _administrators(people))

    return Audience(find)


def _concerned(project_id, people):
    members = Membership.objects.filter(board__project=project_id, user__in=people)
    return {*_managers(project_id, people), *_ids(members), *_overseers(project_id, people)}


def _rooms(people):
    return [f"user:{id}" for id in sorted(people)]


def _ids(rows):
    return rows.order_by().values_list("user", flat=True)


def _managers(project_id, people):
    return _ids(ProjectManager.objects.filter(project=project_id, user__in=people))


def _overseers(project_id, people):
    shared = Project.objects.filter(pk=project_id, is_shared=True).exists()
    return _administrators(people) if shared else set()


def _administrators(people):
    found = User.objects.administrators().filter(pk__in=people)
    return set(found.order_by().values_list("pk", flat=True))
