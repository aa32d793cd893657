from django.db import models
from django.db.models import Q

from projets.boards.models.boards import Board
from projets.boards.models.cards import Card
from projets.boards.models.projects import Project
from projets.boards.models.rows import Binned, BinnedRows, Dated, open_to
from projets.boards.values import FieldKind
from projets.usecase.models import Row


class SomewhereRows(BinnedRows):
    """What is a project's, a board's or a card's is for who sees that."""

    def seen_by(self, actor):
        """Bin included."""
        way = self.model.path_to_group
        boards = Board.objects.of_boards_seen_by(actor).order_by().values("pk")
        projects = Project.objects.of_projects_seen_by(actor).order_by().values("pk")
        seen = Q(**{f"{way}project__in": projects}) | Q(**{f"{way}board__in": boards})
        on_cards = Q(**{f"{way}card__board__in": boards}) & open_to(actor, f"{way}card__")
        return self.filter(seen | on_cards).to_act_on()

    def visible_to(self, actor):
        return self.seen_by(actor).standing()

    def to_act_on(self):
        return self.select_related(*self.model.comes_with)


class FieldGroup(Binned, Dated, Row):
    """Fields under one name: of a project (then it is a base), of a board, or of one card.

    A group of a board or a card may be made from a base of its project: it has the fields of the base beside its own.
    A base that is on every board has such a group on each, new boards included.
    """

    path_to_group = ""
    comes_with = ("base", "card")
    held_by = (
        "",
        "base__",
        "project__",
        "board__",
        "board__project__",
        "card__",
        "card__list__",
        "card__board__",
        "card__board__project__",
    )
    project = models.ForeignKey(Project, models.CASCADE, null=True, related_name="field_groups")
    board = models.ForeignKey(Board, models.CASCADE, null=True, related_name="field_groups")
    card = models.ForeignKey(Card, models.CASCADE, null=True, related_name="field_groups")
    base = models.ForeignKey("self", models.CASCADE, null=True, related_name="made_from_it")
    name = models.CharField(max_length=128, blank=True, default="")  # none: that of its base
    position = models.FloatField()
    on_every_board = models.BooleanField(default=False)  # of a base
    objects = SomewhereRows.as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(project__isnull=False, board=None, card=None, base=None)
                | Q(project=None, board__isnull=False, card=None)
                | Q(project=None, board=None, card__isnull=False),
                name="group_of_one_thing",
            )
        ]

    @property
    def stream(self):
        if self.project_id:
            return f"project:{self.project_id}"
        return f"board:{self.board_id or self.card.board_id}"

    @property
    def called(self):
        return self.name or (self.base.name if self.base else "")


class Field(Binned, Dated, Row):
    """A typed field of a group. Values stand on the cards, as canonical text by group and field."""

    path_to_group = "group__"
    comes_with = ("group", "group__base", "group__card")
    held_by = ("", *(f"group__{path}" for path in FieldGroup.held_by))
    group = models.ForeignKey(FieldGroup, models.CASCADE, related_name="fields")
    name = models.CharField(max_length=128)
    kind = models.CharField(max_length=12, choices=FieldKind)
    unit = models.CharField(max_length=20, blank=True, default="")
    options = models.JSONField(default=list)  # of one_of and several_of: [{"id": text, "name": text, "hue": text}]
    on_front = models.BooleanField(default=False)
    position = models.FloatField()
    objects = SomewhereRows.as_manager()

    class Meta:
        ordering = ["position", "id"]

    @property
    def stream(self):
        return self.group.stream

    @property
    def project_id(self):
        return self.group.project_id

    @property
    def board_id(self):
        return self.group.board_id

    @property
    def card_id(self):
        return self.group.card_id

    @property
    def card(self):
        return self.group.card
