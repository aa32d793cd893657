"""The bin is emptied of what has lain there long enough."""

from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projets.boards import events
from projets.boards.actions.linking import follow, linked_to
from projets.boards.actions.saving import state, tell
from projets.boards.models import (
    Attachment,
    BackgroundImage,
    Board,
    Card,
    Comment,
    Field,
    FieldGroup,
    Label,
    List,
    Project,
    Task,
    TaskList,
    TextVersion,
)
from projets.usecase.action import action
from projets.usecase.errors import Conflict

# what lies in a bin, the largest first: how it is told, the ways to its project, the way of cards to it
PURGED = {
    Project: (events.ProjectPurged, ("pk",), "board__project"),
    Board: (events.BoardPurged, ("project",), "board"),
    List: (events.ListPurged, ("board__project",), "list"),
    Card: (events.CardPurged, ("board__project",), "pk"),
    TaskList: (events.TaskListPurged, ("card__board__project",), None),
    Task: (events.TaskPurged, ("task_list__card__board__project",), None),
    Comment: (events.CommentPurged, ("card__board__project",), None),
    Attachment: (events.AttachmentPurged, ("card__board__project",), None),
    Label: (events.LabelPurged, ("board__project",), None),
    FieldGroup: (events.FieldGroupPurged, ("project", "board__project", "card__board__project"), None),
    Field: (events.FieldPurged, ("group__project", "group__board__project", "group__card__board__project"), None),
    BackgroundImage: (events.BackgroundPurged, ("project",), None),
}


@action("project", "boards", also_in_bin=True)
def purge_bin(actor, project, boards, before):
    """What went to the bin of a project before this moment goes for good, with all that it holds; `boards` are all."""
    if Board.objects.filter(project=project).exclude(pk__in=[board.pk for board in boards]).exists():
        raise Conflict(_("A board was added meanwhile: try again."))
    for model, (purged, ways, of_cards) in PURGED.items():
        rows = model.objects.filter(any_way(ways, project.pk), binned_at__lt=before).order_by("pk").to_act_on()
        going = [row.pk for row in rows]
        for row in rows:
            was = state(row)
            tell(row, purged(was, was))
        linked = []
        if going and of_cards:
            cards = Card.objects.filter(**{f"{of_cards}__in": going})
            linked = linked_to(cards.only("pk"))
            _forget_texts(cards)
        TextVersion.objects.filter(owner_id__in=going if model is Comment else []).delete()
        model.objects.filter(pk__in=going).delete()
        follow(linked)


def overdue(before):
    """(project, its boards) of those with something in the bin since before this moment."""
    ids = set()
    for model, (_purged, ways, _of_cards) in PURGED.items():
        for way in ways:
            ids |= set(model.objects.filter(binned_at__lt=before).order_by().values_list(way, flat=True))
    for project in Project.objects.filter(pk__in=ids).order_by("pk"):
        yield project, list(Board.objects.filter(project=project))


def any_way(ways, id):
    """Rows that lead to this one in one of these ways."""
    return reduce(or_, (Q(**{way: id}) for way in ways))


def _forget_texts(cards):
    """Of these cards and of what was said about them."""
    comments = Comment.objects.filter(card__in=cards).order_by()
    TextVersion.objects.filter(owner_id__in=cards.order_by().values("pk")).delete()
    TextVersion.objects.filter(owner_id__in=comments.values("pk")).delete()
