"""Reactions to what was committed."""

from projets.accounts.models import User
from projets.boards.models import Card
from projets.notifications.actions.telling import notify
from projets.notifications.mail.jobs import tell_of_given_up_webhook
from projets.notifications.models import Notification
from projets.notifications.recipients import names_then, news_among
from projets.notifications.webhooks.models import Webhook
from projets.notifications.webhooks.queries import answering_for
from projets.usecase.actor import Actor
from projets.usecase.dispatch import subscribe

SYSTEM = Actor(None, "system")


def _told_of(found):
    return [*(news.event for news in news_among(found)), *(event for event in found if _is_giving_up(event))]


def _is_giving_up(event):
    """A webhook was switched off by nobody."""
    return event.kind == "webhook.switched_off" and event.act.user_id is None


@subscribe(concerned=_told_of)
def notify_people(event):
    """Twice is as good as once: each is told once of each event."""
    if _is_giving_up(event):
        _tell_of_webhook(event)
    for news in news_among([event]):
        title = Card.objects.filter(pk=news.card_id).values_list("title", flat=True).first()
        now = news.fact.after
        notify(
            SYSTEM,
            list(User.objects.filter(pk__in=news.told).order_by("pk")),
            news.told,
            event_id=event.pk,
            creator_id=event.act.user_id,
            board_id=news.board_id,
            card_id=news.card_id,
            comment_id=now.id if event.kind == "comment.written" else None,
            text_version=getattr(now, "text_version", None),
            data={"title": title} | names_then(news),
        )


def _tell_of_webhook(event):
    """In the application and by mail, unless somebody has seen to it meanwhile."""
    webhook = Webhook.objects.filter(pk=event.row_id, removed_at=None, given_up_at__isnull=False).first()
    if webhook is None:
        return
    people = answering_for(webhook)
    told = {one.pk: (Notification.Kind.GIVEN_UP, Notification.Reason.ANSWERING) for one in people}
    about = {"webhook": {"id": str(webhook.pk), "name": webhook.name}}
    notify(SYSTEM, people, told, event_id=event.pk, data=about)
    tell_of_given_up_webhook.enqueue(str(webhook.pk))
