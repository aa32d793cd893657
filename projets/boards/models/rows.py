"""What all rows of boards and projects share: who sees them, which stream they live in, the bin."""

from django.apps import apps
from django.db import models
from django.db.models import Q

from projets.accounts.models import User
from projets.boards.models.lasting import in_force
from projets.usecase.models import Row


def _model(name):
    return apps.get_model("boards", name)


def projects_managed_by(actor):
    """Ids of the projects whose boards this person sees as a manager, or as an administrator if they are shared."""
    managed = Q(pk__in=_model("ProjectManager").objects.filter(user=actor.user_id).values("project"))
    administrator = User.objects.administrators().filter(pk=actor.user_id)
    shared = Q(is_shared=True) & Q(models.Exists(administrator))
    return _model("Project").objects.filter(managed | shared).order_by().values("pk")


def open_to(actor, way=""):
    """Of cards, found by `way`: those of everybody on their board, and the restricted ones that are this person's.

    Theirs are: that they made, that they are on, and all of the projects that they manage. Beside it, never instead of
    it, they must see the board.
    """
    for_everybody = Q(**{f"{way}is_restricted": False})
    if actor.user_id is None:
        return for_everybody
    on_it = _model("CardMember").objects.filter(person_id=actor.user_id).order_by().values("card")
    managed = _model("ProjectManager").objects.filter(user=actor.user_id).order_by().values("project")
    return (
        for_everybody
        | Q(**{f"{way}creator_id": actor.user_id})
        | Q(**{f"{way or 'pk'}".removesuffix("__") + "__in": on_it})
        | Q(**{f"{way}board__project__in": managed})
    )


class BinnedRows(models.QuerySet):
    """Rows that may lie in the bin, themselves or with what holds them."""

    def standing(self):
        """Not in the bin, nor within anything that is."""
        return self.filter(**{f"{path}binned_at": None for path in self.model.held_by})

    def to_act_on(self):
        """With all that an action is about to read of each of them, in few queries."""
        return self


class BoardRows(BinnedRows):
    def of_boards_seen_by(self, actor):
        """Whoever manages the project or is a member of the board sees what is on it; bin included.

        What is restricted to the people of a card is for them alone.
        """
        joined = _model("Membership").objects.filter(in_force(), user=actor.user_id).order_by().values("board")
        seen = Q(project__in=projects_managed_by(actor)) | Q(pk__in=joined)
        if actor.projects is not None:
            seen &= Q(project__in=actor.projects)
        boards = _model("Board").objects.filter(seen).order_by()
        return self.filter(**{f"{self.model.path_to_board}__in": boards}).open_to(actor)

    def open_to(self, actor):
        """Without what is restricted to others; for who is known to see the board."""
        way = self.model.path_to_card
        return self if way is None else self.filter(open_to(actor, way))

    def visible_to(self, actor):
        """Reads start here."""
        return self.of_boards_seen_by(actor).standing()


class Binned(models.Model):
    """Deleted for the people, kept 30 days with its place."""

    binned_at = models.DateTimeField(null=True)
    held_by = ("",)

    class Meta:
        abstract = True

    @property
    def in_bin(self):
        return self.binned_at is not None


class Dated(models.Model):
    """`updated_at` is when it was last changed in itself, see `actions/saving.py`; None: not since it was made."""

    updated_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class BoardRow(Dated, Row):
    """Lives in the stream of its board."""

    path_to_board = "board"
    path_to_card = None  # what is no card's is seen by all who see the board
    held_by = ("board__",)
    objects = BoardRows.as_manager()

    class Meta:
        abstract = True

    @property
    def stream(self):
        return f"board:{self.board_id}"


class CardRows(BoardRows):
    """Rows that belong to a card come with it: its board is theirs."""


class OfCardManager(models.Manager.from_queryset(CardRows)):
    def get_queryset(self):
        return super().get_queryset().select_related(*self.model.comes_with)


class CardRow(BoardRow):
    """Belongs to a card, and goes with it from board to board."""

    path_to_board = "card__board"
    path_to_card = "card__"
    comes_with = ("card",)
    objects = OfCardManager()

    class Meta:
        abstract = True

    @property
    def board_id(self):
        return self.card.board_id
