"""Planka's actions: the few things of our log that its clients show as activity."""

from collections import defaultdict
from typing import Literal, NotRequired

from typing_extensions import TypedDict

from projets.api.planka.items import IdText, Item
from projets.api.planka.items.cards import Holder, endless, place
from projets.api.planka.wordings import when
from projets.boards import events
from projets.boards.actions.lists import empty_list
from projets.boards.models import Board, Card, List
from projets.boards.queries import people
from projets.usecase.models import Event

CARDS = {
    f"card.{what}"
    for what in ("created", "duplicated", "moved", "archived", "unarchived", "binned", "restored", "assigned")
}
NAMING = ("list.created", "list.edited")
TASKS = {"task.finished", "task.reopened"}
KINDS = CARDS | TASKS
IN_BULK = empty_list.__name__  # a closed list put away: told of the cards alone, never of the board
_STEP = 1 << 12  # between the ids of several actions made of one event: a later one is greater


class NamedCard(TypedDict):
    name: str | None


class Named(TypedDict):
    id: IdText
    name: str


class NamedList(TypedDict):
    id: IdText
    name: str | None  # none of the archive and the trash
    type: Literal["active", "closed", "archive", "trash"]


class Created(TypedDict):
    card: NamedCard
    list: NamedList


class Moved(TypedDict):
    card: NotRequired[NamedCard]  # not of a list put away as a whole
    fromList: NamedList
    toList: NamedList


class OfPerson(TypedDict):
    card: NamedCard
    user: Named


class OfTask(TypedDict):
    card: NamedCard
    task: Named


class ActionItem(Item):
    type: Literal[
        "createCard", "moveCard", "addMemberToCard", "removeMemberFromCard", "completeTask", "uncompleteTask"
    ]
    data: Created | Moved | OfPerson | OfTask
    boardId: IdText | None  # none of a list put away as a whole
    cardId: IdText
    userId: IdText | None


def actions_of(found) -> list[ActionItem]:
    """Items for these events, with their acts, in their order; of several from one event the last comes first."""
    context = _Context(found)
    return [item for event in found for item in reversed(list(_of(event, context)))]


def _of(event, context):
    for step, (type, data) in enumerate(_told(event.fact, event, context)):
        bulk = event.act.action == IN_BULK
        yield {
            "id": str(event.pk + step * _STEP),
            "createdAt": when(event.act.done_at),
            "updatedAt": None,
            "type": type,
            "data": data,
            "boardId": None if bulk else event.stream_id.removeprefix("board:"),
            "cardId": str(context.card_id(event.fact)),
            "userId": None if event.act.user_id is None else str(event.act.user_id),
        }


def _told(fact, event, context):
    was, now = fact.before, fact.after
    if event.kind in TASKS:
        done = event.kind == "task.finished"
        data = {"card": {"name": context.titles.get(now.card_id)}, "task": {"id": str(now.id), "name": now.name}}
        yield "completeTask" if done else "uncompleteTask", data
    elif event.kind in ("card.created", "card.duplicated"):
        yield "createCard", {"card": {"name": now.title}, "list": context.list_of(now, event)}
    elif event.kind == "card.assigned":
        before, after = _on(was), _on(now)
        for type, ids in (("removeMemberFromCard", before - after), ("addMemberToCard", after - before)):
            for id in sorted(ids & context.people.keys()):
                user = {"id": str(id), "name": context.people[id].name}
                yield type, {"card": {"name": now.title}, "user": user}
    elif context.list_id(was) != context.list_id(now):
        data = {"fromList": context.list_of(was, event), "toList": context.list_of(now, event)}
        yield "moveCard", data if event.act.action == IN_BULK else {"card": {"name": now.title}} | data


def _on(state):
    return {*state.member_ids, state.responsible_id} - {None}


class _Context:
    """Names and lists that these events mention, in a fixed number of queries."""

    def __init__(self, found):
        states = [state for event in found for state in (event.fact.before, event.fact.after) if state]
        cards = [state for state in states if isinstance(state, events.CardState)]
        lists = List.objects.filter(pk__in={state.list_id for state in cards}).order_by().select_related("board")
        self.lists = {one.pk: one for one in lists}
        self.boards = {one.pk: one for one in Board.objects.filter(pk__in={state.board_id for state in cards})}
        self.people = {
            id: person for id, person in people({id for state in cards for id in _on(state)}).items() if person.claimed
        }
        self.names = defaultdict(list)
        named = Event.objects.filter(row_id__in=self.lists, kind__in=NAMING).order_by("pk")
        for pk, list_id, columns in named.values_list("pk", "row_id", "columns"):
            self.names[list_id].append((pk, columns["after"]["name"]))
        tasks = {state.card_id for state in states if isinstance(state, events.TaskState)}
        self.titles = dict(Card.objects.filter(pk__in=tasks).order_by().values_list("pk", "title"))

    def card_id(self, fact):
        return getattr(fact.after, "card_id", fact.after.id)

    def list_id(self, state):
        return place(state, self._holder(state))[0]

    def list_of(self, state, event):
        """As it was called then."""
        holder = self._holder(state)
        id = self.list_id(state)
        if endless(state, holder):
            return {"id": str(id), "name": None, "type": "archive" if id == holder.archive_list_id else "trash"}
        then = [name for pk, name in self.names[state.list_id] if pk < event.pk]
        name = then[-1] if then else self.lists[state.list_id].name
        return {"id": str(id), "name": name, "type": holder.kind}

    def _holder(self, state):
        list, board = self.lists[state.list_id], self.boards[state.board_id]
        return Holder(list.kind, None, board.archive_list_id, board.trash_list_id)
