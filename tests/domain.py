"""A small world for tests: a project, two boards, cards A to F, and people to act."""

from dataclasses import dataclass

from django.utils import timezone

from projets.accounts.models import User
from projets.boards.actions.field_groups import new_base_everywhere, on_board
from projets.boards.models import (
    Board,
    Card,
    Field,
    FieldGroup,
    Label,
    List,
    Membership,
    Project,
    ProjectManager,
)
from projets.boards.values import key_of
from projets.usecase.actor import Actor
from projets.usecase.guard import writes_allowed


@dataclass
class Boards:
    """A board « Feuille de route » with cards A to F, in two lists, and an empty board beside it."""

    todo: List
    doing: List
    elsewhere: List
    urgent: Label

    @property
    def board(self):
        return self.todo.board

    @property
    def project(self):
        return self.todo.board.project

    def card(self, title):
        return Card.objects.get(title=title)

    def titles(self, column):
        """Of the cards one sees in a list, in order."""
        return "".join(card.title for card in Card.objects.shown().filter(list=column))

    def person(self, name="Camille Martin", **columns):
        with writes_allowed():
            address = f"{name.split()[0].lower()}-{User.objects.count()}@ministere.example"
            return User.objects.create(email=address, name=name, **columns)

    def member(self, role, on=None, name="Camille Martin"):
        """An actor with this ground on the board, or on none."""
        board = (on or self.todo).board
        user = self.person(name, role="administrator" if role == "administrator" else "project_owner")
        with writes_allowed():
            if role == "project manager":
                ProjectManager.objects.create(project=board.project, user=user)
            elif role and role != "administrator":
                Membership.objects.create(board=board, user=user, role=role)
        return Actor(user.pk, "web")

    def field(self, name="Coût", kind="euros", group=None, project=None, **columns):
        """A field of a group; without one, of the project, hence on all its boards."""
        with writes_allowed():
            if group is None:
                group = self._everywhere(project or self.project)
            position = 65536.0 * (1 + group.fields.count())
            return Field.objects.create(
                **({"group": group, "name": name, "kind": kind, "position": position} | columns)
            )

    def _everywhere(self, project):
        base = FieldGroup.objects.filter(project=project, on_every_board=True).first()
        if base is None:
            base = new_base_everywhere(project)
            base.position = 65536.0
            base.save(force_insert=True)
            for board in Board.objects.filter(project=project).order_by("pk"):
                on_board(board, base).save(force_insert=True)
        return base

    def key(self, field, board=None):
        """Where the value of a field of the project stands on the cards of a board."""
        return key_of(FieldGroup.objects.get(board=board or self.board, base=field.group_id).pk, field.pk)

    def join(self, actor, role, board):
        with writes_allowed():
            Membership.objects.create(board=board, user_id=actor.user_id, role=role)

    def leave(self, actor):
        with writes_allowed():
            Membership.objects.filter(user=actor.user_id).delete()


def make_boards():
    now = timezone.now()
    with writes_allowed():
        project = Project.objects.create(name="Portail", prefix="PORT", last_number=6)
        board, other = (
            Board.objects.create(project=project, name=name, position=rank * 65536.0)
            for rank, name in enumerate(("Feuille de route", "Ailleurs"), start=1)
        )
        todo, doing = (
            List.objects.create(board=board, name=name, position=rank * 65536.0)
            for rank, name in enumerate(("À faire", "En cours"), start=1)
        )
        urgent = Label.objects.create(board=board, name="Urgent", color="rouge", position=65536.0)
        Card.objects.bulk_create(
            Card(
                board=board,
                list=column,
                title=title,
                position=rank * 65536.0,
                number="ABCDEF".index(title) + 1,
                label_ids=[urgent.pk] if title in "AD" else [],
                list_changed_at=now,
            )
            for column, titles in ((todo, "ABC"), (doing, "DEF"))
            for rank, title in enumerate(titles, start=1)
        )
        elsewhere = List.objects.create(board=other, name="Entrée", position=65536.0)
    return Boards(todo, doing, elsewhere, urgent)
