"""Reads of webhooks, for those who do not run the instance."""

from django.db.models import OuterRef, Subquery

from projets.notifications.webhooks.models import Delivery, Webhook


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
