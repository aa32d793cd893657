"""What people were told, as far as Planka's clients know of it."""

from typing import Literal

from typing_extensions import TypedDict

from projets.accounts.models import User
from projets.api.planka.items import OF_THE_ROW, IdText, Item, identity
from projets.api.planka.items.actions import Moved, NamedCard, OfPerson, actions_of
from projets.api.planka.items.comments import names_in
from projets.api.planka.items.users import PublicUserItem, public
from projets.api.planka.wordings import identifier
from projets.boards import prose
from projets.boards.models import TextVersion
from projets.notifications.models import Notification
from projets.usecase.models import Event

TYPES = {
    Notification.Kind.MOVED: "moveCard",
    Notification.Kind.COMMENTED: "commentCard",
    Notification.Kind.MENTIONED: "mentionInComment",
    Notification.Kind.ADDED: "addMemberToCard",
}
MOST_OF_ONE = 1 << 22  # from the id of an event to the next millisecond's
OF_ACTIONS = {Notification.Kind.MOVED, Notification.Kind.ADDED}


class Commented(TypedDict):
    card: NamedCard
    text: str


class NotificationItem(Item):
    type: Literal[tuple(TYPES.values())]
    data: Moved | Commented | OfPerson
    isRead: bool
    userId: IdText
    creatorUserId: IdText | None
    boardId: IdText
    cardId: IdText
    commentId: IdText | None
    actionId: IdText | None


def notifications(rows, updated_at=OF_THE_ROW) -> list[NotificationItem]:
    """Items for rows, or states of facts, in a fixed number of queries."""
    rows = [row for row in rows if row.kind in TYPES]
    caused = {row.event_id for row in rows if row.kind in OF_ACTIONS}
    actions = _actions(caused)
    texts = _texts(rows)
    told = [(row, _action(row, actions)) for row in rows]
    return [
        _item(row, updated_at, action, texts.get(row.comment_id, ""))
        for row, action in told
        if action or row.kind not in OF_ACTIONS  # what moved within its list there
    ]


def notification(row, updated_at=OF_THE_ROW) -> NotificationItem | None:
    """None for what Planka's clients are not told of."""
    return next(iter(notifications([row], updated_at)), None)


def action_of(row):
    """The action that caused it, for webhooks; a comment is none."""
    return _action(row, _actions({row.event_id}))


def creators(rows) -> list[PublicUserItem]:
    """As much of whoever did it as everybody may know."""
    found = User.objects.filter(pk__in={row.creator_id for row in rows} - {None}).order_by("pk")
    return [public(one) for one in found]


def _item(row, updated_at, action, text):
    said = action["data"] if action else {"card": {"name": row.data["title"]}, "text": text}
    return identity(row, updated_at) | {
        "type": TYPES[row.kind],
        "data": said,
        "isRead": row.read_at is not None,
        "userId": str(row.user_id),
        "creatorUserId": identifier(row.creator_id),
        "boardId": str(row.board_id),
        "cardId": str(row.card_id),
        "commentId": identifier(row.comment_id),
        "actionId": action and action["id"],
    }


def _actions(event_ids):
    found = list(Event.objects.filter(pk__in=event_ids).select_related("act").order_by("pk"))
    return [(int(item["id"]), item) for item in actions_of(found)]


def _action(row, actions):
    """That of the same event, and of this person if it was about people; None for who is spoken to, or if none is."""
    if row.kind not in OF_ACTIONS:
        return None
    of_event = [item for id, item in actions if row.event_id <= id < row.event_id + MOST_OF_ONE]
    of_card = [one for one in of_event if one["cardId"] == str(row.card_id)]
    about = [one for one in of_card if one["data"].get("user", {}).get("id") in (None, str(row.user_id))]
    return next((one for one in about if one["type"] == TYPES[row.kind]), None)


def _texts(rows):
    """{comment id: its text as it was told}; Planka's clients see it even when it is gone."""
    wanted = {row.comment_id: row.text_version for row in rows if row.comment_id}
    found = TextVersion.objects.filter(owner_id__in=wanted).order_by().values_list("owner_id", "version", "text")
    texts = {owner: text for owner, version, text in found if version == wanted[owner]}
    names = names_in(*texts.values())
    return {owner: prose.to_api(text, names) for owner, text in texts.items()}
