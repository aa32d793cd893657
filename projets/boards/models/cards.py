from django.conf import settings
from django.db import models
from django.utils.functional import cached_property

from projets.boards.models.boards import Board, List
from projets.boards.models.projects import Project
from projets.boards.models.rows import Binned, BoardRow, BoardRows, CardRow
from projets.usecase import ids
from projets.usecase.models import Identified
from projets.usecase.prepared import Prepared


class AllCards(BoardRows):
    def shown(self):
        """On the board: neither in the bin nor archived, nor in a list that is."""
        return self.standing().filter(archived_at=None, list__archived_at=None)

    def in_trash(self):
        """In the bin, themselves or with their list, for clients that throw out for good: not thrown out yet.

        One that is archived stays archived when its list goes to the bin.
        """
        with_its_list = models.Q(list__binned_at__isnull=False, archived_at=None)
        return self.filter(models.Q(binned_at__isnull=False) | with_its_list, cleared_at=None)

    def to_act_on(self):
        return self.select_related("board").defer("description").prefetch_related("card_members")


def no_labels():
    return []  # `list` means the foreign key in the class below


class Card(Binned, BoardRow):
    path_to_card = ""
    held_by = ("", "list__", "board__", "board__project__")
    board = models.ForeignKey(Board, models.CASCADE, related_name="cards")
    list = models.ForeignKey(List, models.CASCADE, related_name="cards")
    position = models.FloatField()
    number = models.PositiveIntegerField()  # within its project
    kind = models.CharField(max_length=10, choices=Board.CardKind, default=Board.CardKind.PROJECT)
    title = models.CharField(max_length=1024)
    description = models.TextField(blank=True, default="")
    description_version = models.PositiveIntegerField(default=0)  # 0: nobody has written one yet
    start_date = models.DateField(null=True)
    due_at = models.DateTimeField(null=True)
    due_has_time = models.BooleanField(default=False)
    done_at = models.DateTimeField(null=True)
    label_ids = models.JSONField(default=no_labels)
    values = models.JSONField(default=dict)  # {"group:field": canonical text}, see values.key_of
    value_rows = models.JSONField(default=dict)  # {the same: [its id, when it was changed since, in milliseconds]}
    cover_id = models.BigIntegerField(null=True)  # one of its attachments
    creator_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(null=True)  # of a card from elsewhere; the others' ids tell
    list_changed_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)
    was_closed = models.BooleanField(default=False)  # its list, when it was archived or put in the bin
    time_spent = models.BigIntegerField(null=True)  # seconds, without those since `timed_since`; None: not counted
    timed_since = models.DateTimeField(null=True)  # while its stopwatch runs
    cleared_at = models.DateTimeField(null=True)  # thrown out of the bin by a client for which that is for good
    is_restricted = models.BooleanField(default=False)  # to its people, see `rows.open_to`

    # Counted here because the card's face shows them
    tasks_total = models.PositiveIntegerField(default=0)
    tasks_done = models.PositiveIntegerField(default=0)
    comments_total = models.PositiveIntegerField(default=0)
    attachments_total = models.PositiveIntegerField(default=0)

    version = models.PositiveIntegerField(default=1)  # grows with every change of what the card shows
    objects = AllCards.as_manager()

    class Meta:
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["board", "number"]), models.Index(fields=["list", "position"])]

    @property
    def made_at(self):
        return self.created_at or ids.made_at(self.pk)

    @property
    def reference(self):
        """PORT-150; the board and its project should have come with it."""
        return f"{self.board.project.prefix}-{self.number}"

    @classmethod
    def complete(cls, rows):
        others, leading = {row.pk: [] for row in rows}, {}
        for card, person, leads in _members_of.rows(sorted(others)):
            if leads:
                leading[card] = person
            else:
                others[card].append(person)
        for row in rows:
            row.member_ids, row.responsible_id = tuple(sorted(others[row.pk])), leading.get(row.pk)

    @classmethod
    def asked_to_complete(cls, pks):
        return [_members_of.statement(pks)]

    @cached_property
    def member_ids(self):
        """Who is on it, the responsible one apart; ids of accounts or of unclaimed names."""
        return tuple(sorted(one.person_id for one in self.card_members.all() if not one.is_responsible))

    @cached_property
    def responsible_id(self):
        return next((one.person_id for one in self.card_members.all() if one.is_responsible), None)


class CardMember(Identified):
    card = models.ForeignKey(Card, models.CASCADE, related_name="card_members")
    person_id = models.BigIntegerField(db_index=True)
    is_responsible = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["card", "person_id"], name="on_a_card_once"),
            models.UniqueConstraint(
                fields=["card"], condition=models.Q(is_responsible=True), name="one_responsible_per_card"
            ),
        ]


class CardSubscription(Identified):
    card = models.ForeignKey(Card, models.CASCADE, related_name="subscriptions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    is_of_member = models.BooleanField(default=False)  # it ends when they are taken off the card

    class Meta:
        constraints = [models.UniqueConstraint(fields=["card", "user"], name="one_card_subscription")]


_members_of = Prepared(
    lambda cards: (
        CardMember.objects.filter(card__in=cards).order_by().values_list("card", "person_id", "is_responsible")
    )
)


class FormerNumber(Identified):
    """A number that a card had in a project it has left; it still leads to the card."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    card = models.ForeignKey(Card, models.CASCADE, related_name="former_numbers")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "number"], name="one_card_per_number")]


__all__ = ["Card", "CardMember", "CardRow", "CardSubscription", "FormerNumber"]
