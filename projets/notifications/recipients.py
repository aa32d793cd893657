"""Who is told of a fact, and why: followers, those spoken to, those whom something was given to; never who did it.

Read for some facts of one board at a time, in a fixed number of queries. Who does not see the board is not told.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from projets.boards import events, prose
from projets.boards.actions.lists import empty_list
from projets.boards.audiences import people_of
from projets.boards.models import BoardSubscription, CardSubscription, List, TextVersion
from projets.boards.queries import who_sees
from projets.notifications.models import Notification
from projets.usecase.models import Event

Kind, Reason = Notification.Kind, Notification.Reason
SILENT = {"import"}  # doors whose acts tell of the past
IN_BULK = {empty_list.__name__}  # acts on a list, of which its cards are no news one by one
MOVED = {"card.moved", "card.archived", "card.unarchived", "card.binned", "card.restored"}
OF_CARDS = MOVED | {"card.created", "card.duplicated", "card.assigned"}
OF_TASKS = {"task.created", "task.edited"}
OF_COMMENTS = {"comment.written"}


@dataclass(frozen=True)
class News:
    """One event, and those who are told of it: {person: (kind, reason)}."""

    event: Event
    fact: object
    card_id: int
    board_id: int
    told: dict = field(default_factory=dict)


def news_among(found):
    """News of these events that somebody is told of; all of them happened on one board."""
    stream = found[0].stream_id if found else ""
    if not stream.startswith("board:"):
        return []
    kinds = OF_CARDS | OF_TASKS | OF_COMMENTS
    board = int(stream.partition(":")[2])
    possible = [event for event in found if event.kind in kinds and not _is_silent(event.act)]
    news = [_news(event, event.fact, board) for event in possible]
    _tell_followers([one for one in news if _is_for_followers(one)], board)
    _tell_mentioned([one for one in news if one.event.kind in OF_COMMENTS])
    for one in news:
        one.told.update(_given(one))
        one.told.pop(one.event.act.user_id, None)
    return _to_those_who_see([one for one in news if one.told], board)


def _is_silent(act):
    return act.via in SILENT or act.action in IN_BULK


def _news(event, fact, board):
    return News(event, fact, getattr(fact.after, "card_id", fact.after.id), board)


def _is_for_followers(news):
    moved = news.event.kind in MOVED and (news.event.kind != "card.moved" or "list_id" in news.fact.changed)
    return moved or news.event.kind in OF_COMMENTS


def _tell_followers(news, board):
    if not news:
        return
    of_board, of_card = BoardSubscription.objects.filter(board=board).order_by(), defaultdict(list)
    of_board = list(of_board.values_list("pk", "user"))
    of_cards = CardSubscription.objects.filter(card__in={one.card_id for one in news}).order_by()
    for card, *since_and_user in of_cards.values_list("card", "pk", "user"):
        of_card[card].append(since_and_user)
    for one in news:
        kind = Kind.COMMENTED if one.event.kind in OF_COMMENTS else Kind.MOVED
        # ids are in order of time: who began to follow since is not told of what was before
        for followers, reason in ((of_board, Reason.BOARD), (of_card[one.card_id], Reason.CARD)):
            one.told.update({user: (kind, reason) for since, user in followers if since < one.event.pk})


def _tell_mentioned(news):
    if not news:
        return
    comments = {one.fact.after.id: one for one in news}
    texts = TextVersion.objects.filter(owner_id__in=comments, version=1).order_by().values_list("owner_id", "text")
    for comment, text in texts:
        comments[comment].told.update(dict.fromkeys(prose.mentioned(text), (Kind.MENTIONED, Reason.MENTIONED)))


def _given(news):
    """Whom the card or the task is given to by this."""
    was, now = news.fact.before, news.fact.after
    if isinstance(news.fact, events.TaskFact):
        if now.assignee_id and (was is None or was.assignee_id != now.assignee_id):
            yield now.assignee_id, (Kind.TASK, Reason.GIVEN)
    elif isinstance(news.fact, events.CardFact) and news.event.kind not in MOVED:
        were = {*was.member_ids, was.responsible_id} if was else set()
        for person in {*now.member_ids, now.responsible_id} - were - {None}:
            yield person, (Kind.ADDED, Reason.GIVEN)
        if now.responsible_id in were and was.responsible_id != now.responsible_id:
            yield now.responsible_id, (Kind.RESPONSIBLE, Reason.GIVEN)


def _to_those_who_see(news, board):
    seeing = who_sees(board, {user for one in news for user in one.told})
    restricted = people_of({one.card_id for one in news}) if news else {}
    for one in news:
        for user in set(one.told) - (seeing & restricted.get(one.card_id, seeing)):
            del one.told[user]
    return [one for one in news if one.told]


def names_then(news):
    """What the notification keeps of names: those of lists are as they are now, the others as the fact has them."""
    kept, now = {}, news.fact.after
    if isinstance(news.fact, events.CardFact):
        kept["title"] = now.title
        if news.event.kind in MOVED:
            lists = dict(
                List.objects.filter(pk__in={news.fact.before.list_id, now.list_id})
                .order_by()
                .values_list("pk", "name")
            )
            kept["from"], kept["to"] = (_place(state, lists) for state in (news.fact.before, now))
        if news.event.kind not in MOVED and now.responsible_id:
            kept["responsible"] = now.responsible_id
    elif isinstance(news.fact, events.TaskFact):
        kept["task"] = {"id": now.id, "name": now.name}
    return kept


def _place(state, lists):
    """Where a card is: in a list, or put away."""
    if state.binned_at:
        return {"kind": "bin"}
    if state.archived_at:
        return {"kind": "archive"}
    return {"kind": "list", "id": state.list_id, "name": lists.get(state.list_id, "")}
