from projets.api.planka.items.comments import comments
from projets.api.planka.items.notifications import action_of, creators, notification
from projets.api.planka.telling import audience, parents
from projets.api.planka.telling.told import Told, teller
from projets.boards.models import Comment
from projets.notifications.events import NotificationFact


@teller(NotificationFact)
def tell(it):
    """To the one person whose it is; of kinds that clients know."""
    created = it.what == "created"
    item = notification(it.now, None if created else it.at)
    if item is None:
        return
    to = audience.of_person(it.now.user_id)
    if created:
        included = {"users": creators([it.now])}
        yield Told(
            "notificationCreate", item, to, included=included, parents=lambda: _parents(it.now), who=it.now.creator_id
        )
    else:
        yield Told("notificationUpdate", item, to)


def _parents(now):
    """The card, and the comment or the action that it is about."""
    about = {"comments": comments(Comment.objects.filter(pk=now.comment_id))} if now.comment_id else {}
    return parents.of_card(now.card_id) | (about or {"actions": [action_of(now)]})
