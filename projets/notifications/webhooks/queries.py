"""Reads of webhooks that doors share."""

from django.db.models import OuterRef, Subquery

from projets.accounts.models import User
from projets.accounts.organisations.queries import administers_instance
from projets.boards.belonging import boards_headed_by
from projets.boards.models import ProjectManager
from projets.notifications.webhooks.models import Delivery, Webhook
from projets.usecase.errors import Refused, Why


def of_organisation(organisation):
    """Those told of one board of its projects: when the last try was (`tried`), and what came of it (`outcome`)."""
    last = Delivery.objects.filter(webhook=OuterRef("pk"), tried_at__isnull=False).order_by("-tried_at", "-pk")
    found = Webhook.objects.filter(
        removed_at=None,
        board__binned_at=None,
        board__project__binned_at=None,
        board__project__organisation=organisation,
    ).select_related("board__project")
    return list(
        found.annotate(tried=Subquery(last.values("tried_at")[:1]), outcome=Subquery(last.values("state")[:1]))
    )


def of_everything():
    """How many are told of the whole instance, and so of every organisation's boards."""
    return Webhook.objects.filter(removed_at=None, is_on=True, board=None).count()


def require_looking_after(actor):
    """Raises Refused for who does not look after webhooks, and so knows of none."""
    if actor.user_id is None or not administers_instance(actor.user_id):
        raise Refused("edit_webhook", Why.ROLE_TOO_LOW)


def stopped_by(actor):
    """Those that somebody may switch off: administrators all, heads those of their organisation's boards."""
    standing = Webhook.objects.filter(removed_at=None)
    headed = boards_headed_by(actor, set(standing.order_by().values_list("board", flat=True)))
    return Webhook.objects.visible_to(actor) | standing.filter(board__in=headed)


def answering_for(webhook):
    """Whom its failures concern: its owner; once they are gone, who manages the project of its board; else those who
    administer the instance.
    """
    people = User.objects.filter(is_active=True).order_by("pk")
    managers = ProjectManager.objects.filter(project__boards=webhook.board_id).order_by().values("user")
    for found in (people.filter(pk=webhook.owner_id), people.filter(pk__in=managers) if webhook.board_id else []):
        if answering := list(found):
            return answering
    return list(User.objects.administrators().order_by("pk"))


def journal_of(webhook):
    """Its deliveries with what each was about, without the bodies, the newest first."""
    return webhook.deliveries.select_related("message").defer("message__body").order_by("-id")


def failed_of(webhook):
    """Ids of the deliveries that are tried no more: what « send all that failed again » means."""
    return list(webhook.deliveries.filter(state=Delivery.State.FAILED).values_list("pk", flat=True))
