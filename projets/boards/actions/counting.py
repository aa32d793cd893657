"""Counts that a card's face shows: always counted again from what the card holds, never added up."""

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from projets.boards import events
from projets.boards.actions.saving import save, states
from projets.boards.models import Attachment, Card, Comment, Task

COUNTERS = ("tasks_total", "tasks_done", "comments_total", "attachments_total")
_STANDING = Q(binned_at=None)
_DONE = Q(done_at__isnull=False)


def recount(cards):
    """Count what these cards hold, at the end of an act that changed it; what lies in the bin does not count.

    The cards given may be old copies: they are read again, and get the counts and the version that come out of it.
    """
    given = list(cards)
    counted = _counted({card.pk for card in given})
    were = states(counted)
    for card in counted:
        for name in COUNTERS:
            setattr(card, name, getattr(card, f"counted_{name}"))
    save(events.CardCounted, were)
    now = {card.pk: card for card in counted}
    for card in given:
        for name in (*COUNTERS, "version"):
            setattr(card, name, getattr(now[card.pk], name))


def show_again(pks):
    """These cards' faces show something of what is kept beside them: they get another version."""
    were = states(Card.objects.to_act_on().filter(pk__in=pks).order_by("pk"))
    for card in were:
        card.version += 1
    save(events.CardCounted, were)


def show_on_front(task_lists):
    """Faces of cards show what of their task lists is on the front: those concerned get another version."""
    if cards := {one.card_id for one in task_lists if one.on_front}:
        show_again(cards)


def _counted(pks):
    tasks = Task.objects.filter(_STANDING, task_list__card=OuterRef("pk"), task_list__binned_at=None)
    comments = Comment.objects.filter(_STANDING, card=OuterRef("pk"))
    attachments = Attachment.objects.filter(_STANDING, card=OuterRef("pk"))
    return list(
        Card.objects.to_act_on()
        .filter(pk__in=pks)
        .annotate(
            counted_tasks_total=_number_of(tasks, "task_list__card"),
            counted_tasks_done=_number_of(tasks.filter(_DONE), "task_list__card"),
            counted_comments_total=_number_of(comments, "card"),
            counted_attachments_total=_number_of(attachments, "card"),
        )
        .order_by("pk")
    )


def _number_of(rows, card):
    counts = rows.order_by().values(card).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counts), 0)
