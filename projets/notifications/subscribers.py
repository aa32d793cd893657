"""Reactions to what was committed."""

from projets.accounts.models import User
from projets.boards.models import Card
from projets.notifications.actions.telling import notify
from projets.notifications.recipients import names_then, news_among
from projets.usecase.actor import Actor
from projets.usecase.dispatch import subscribe

SYSTEM = Actor(None, "system")


def _told_of(found):
    return [news.event for news in news_among(found)]


@subscribe(concerned=_told_of)
def notify_people(event):
    """Twice is as good as once: each is told once of each event."""
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
