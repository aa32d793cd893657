"""Live patches: what an open page must change because of one fact, told by the fact alone.

place     put the element at its position in a list, with its HTML if the page has not got it
replace   put other HTML into the element, wherever it stands
remove    take the element away
refresh   fetch this part of the page again: for what is rare, or depends on who looks

They may be applied twice. Labels are written as they are called now: their own facts rename them in every card.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from functools import singledispatch

from django.template.loader import render_to_string
from django.utils.translation import override

from projets.boards import events
from projets.boards.audiences import audiences_of
from projets.boards.models import Task
from projets.boards.queries import display_on
from projets.exchange.events import BoardImported
from projets.live.messages import LEAVING, OUTSIDE, audience_for
from projets.notifications.events import NotificationFact
from projets.notifications.queries import unread_count
from projets.web.fragments import fresh_fragments

SHOWN_BY_TASKS = {"title", "number", "binned_at"}  # of a card they are linked to; what finishes it is a fact of theirs
CHANGES_WHO_SEES = {"is_restricted", "member_ids", "responsible_id", "creator_id"}
_displays = ContextVar("{board id: what its cards show}, read so far for one answer", default=None)


@contextmanager
def one_answer():
    """Messages made inside are of one moment: what cards show of their board is read once for all of them."""
    token = _displays.set({})
    try:
        yield
    finally:
        _displays.reset(token)


def message(event, language):
    """What followers of a stream are sent; `act` lets a page know its own echo."""
    return {
        "stream": event.stream_id,
        "revision": event.revision,
        "act": event.act.key,
        "patches": patches(event.fact, event.stream_id, language),
    }


def message_for(event, language, audience):
    """As each of the audiences of an event is told of it."""
    if audience == OUTSIDE:
        return {"stream": event.stream_id, "revision": event.revision, "patches": []}
    if audience == LEAVING:
        card = event.fact.after.id
        gone = [{"remove": f"card:{card}"}, {"remove": f"open-card:{card}"}]
        return {"stream": event.stream_id, "revision": event.revision, "patches": gone}
    return message(event, language)


def messages_for(user_id, told, language, *, again):
    """What the author of an act is told of it: no more than anybody else who may see as much.

    `again`: it was done before, and who may see what may have changed since.
    """
    narrow = audiences_of([one for one in told if again or _may_be_narrow(one.fact)])
    audiences = {pk: audience_for(user_id, one) for pk, one in narrow.items()}
    with one_answer():
        return [message_for(event, language, audiences.get(event.pk)) for event in told]


def _may_be_narrow(fact):
    """Asked of what was just recorded, whose author was allowed each of it; but for cards that others made room."""
    return isinstance(fact, events.CardFact) and fact.after.is_restricted


@singledispatch
def patches(fact, stream, language):
    return []


@patches.register
def _(fact: events.CardFact, stream, language):
    was, now = fact.before, fact.after
    name = f"card:{now.id}"
    was_here, is_here = _stands_in(was, stream), _stands_in(now, stream)
    opened = _opened(now.id, "head", "description", "side", "history") if fact.changed - {"position"} and was else []
    opened += _linked_to(now.id) if was and fact.changed & SHOWN_BY_TASKS else []
    if not is_here:
        return ([{"remove": name}] if was_here else []) + opened
    place = {"place": name, "in": f"list:{now.list_id}", "position": now.position}
    if not was_here:
        return [place | {"html": _card(now, language)}, *opened]
    if fact.changed & CHANGES_WHO_SEES and (was.is_restricted or now.is_restricted):
        return [place | {"html": _card(now, language)}, {"replace": name, "html": _card(now, language)}, *opened]
    moved = [place] if fact.changed & {"list_id", "position"} else []
    shown = [{"replace": name, "html": _card(now, language)}] if "version" in fact.changed else []
    return moved + shown + opened


@patches.register(events.TaskListFact)
@patches.register(events.TaskFact)
def _(fact, stream, language):
    return _opened(fact.after.card_id, "tasks", "history")


@patches.register(events.CommentFact)
@patches.register(events.CommentReacted)
def _(fact, stream, language):
    return _opened(fact.after.card_id, "comments", "history")


@patches.register(events.AttachmentFact)
def _(fact, stream, language):
    return _opened(fact.after.card_id, "files", "history")


@patches.register
def _(fact: events.ListFact, stream, language):
    was, now = fact.before, fact.after
    name = f"list:{now.id}"
    was_here, is_here = _stands_in(was, stream), _stands_in(now, stream)
    if not is_here:
        return [{"remove": name}] if was_here else []
    if was is None:
        return [{"place": name, "in": stream, "position": now.position, "html": _list(now, language)}]
    if not was_here:
        return [{"refresh": "board"}]  # it comes back with its cards
    moved = [{"place": name, "in": stream, "position": now.position}] if "position" in fact.changed else []
    edited = fact.changed & {"name", "kind", "color", "wip_limit"}
    head = [{"replace": f"list-head:{now.id}", "html": _list(now, language, "components/list/head.html")}]
    return moved + (head if edited else [])


@patches.register
def _(fact: events.LabelFact, stream, language):
    was, now = fact.before, fact.after
    name = f"label:{now.id}"
    data = [{"refresh": "board-data"}, {"refresh": "labels"}]
    if now.binned_at:
        return [{"remove": name}, *data]
    if was is None:
        return data
    if was.binned_at:
        return [{"refresh": "board"}, *data]
    if fact.changed & {"name", "color"}:
        return [{"replace": name, "html": _label(now, language)}, *data]
    return data


@patches.register
def _(fact: events.BoardFact, stream, language):
    if fact.before is None or not stream.startswith("board:"):
        return [{"refresh": "project-boards"}] if stream.startswith("project:") else []
    head = [{"refresh": "board-head"}]
    if "marking" in fact.changed:
        return [*head, {"refresh": "marking"}]
    return (
        [*head, {"refresh": "board"}] if fact.changed & {"shows_creator", "shows_age", "expands_task_lists"} else head
    )


@patches.register(events.BoardTeamFact)
def _(fact, stream, language):
    return [{"refresh": "members"}]


@patches.register
def _(fact: events.MembershipFact, stream, language):
    return [{"refresh": "board-data"}, {"refresh": "members"}]


@patches.register(events.ManagerFact)
def _(fact, stream, language):
    """Managers see all cards of the project, restricted ones too: a page that is theirs may have others now."""
    return [{"refresh": "members"}, *([{"refresh": "board"}] if stream.startswith("board:") else [])]


@patches.register(events.ProjectFact)
def _(fact, stream, language):
    head = [{"refresh": "board-head"}, {"refresh": "project-head"}, {"refresh": "project-background"}]
    return [*head, {"refresh": "board"}] if "prefix" in fact.changed else head


@patches.register(events.FieldFact)
@patches.register(events.FieldGroupFact)
def _(fact, stream, language):
    if fact.after.card_id:
        return _opened(fact.after.card_id, "side", "history")
    return [{"refresh": name} for name in ("board", "board-data", "fields", "groups")]


@patches.register
def _(fact: BoardImported, stream, language):
    """Its cards are facts of their own, for their history: the page fetches all of them at once."""
    return [{"refresh": "board"}, {"refresh": "board-data"}, {"refresh": "members"}]


@patches.register
def _(fact: events.BackgroundFact, stream, language):
    return [{"refresh": "project-background"}]


@patches.register
def _(fact: events.CardSubscriptionFact, stream, language):
    """On the person's own stream alone, as the next two."""
    return [{"refresh": f"card-head:{fact.after.card_id}"}, {"refresh": "board-data"}]


@patches.register
def _(fact: events.BoardSubscriptionFact, stream, language):
    return [{"refresh": "subscription"}, {"refresh": "board-data"}]


@patches.register
def _(fact: events.FavoriteFact, stream, language):
    return [{"refresh": "project-head"}, {"refresh": "projects"}]


def _linked_to(card_id):
    """The cards that have this one among their tasks, wherever they are: their pages follow this stream or do not."""
    holders = Task.objects.filter(linked_card_id=card_id, binned_at=None).order_by("task_list__card")
    return [part for holder in holders.values_list("task_list__card", flat=True) for part in _opened(holder, "tasks")]


@patches.register
def _(fact: NotificationFact, stream, language):
    """How many are unread now: pages may be told twice, and need not count."""
    return [
        {"replace": "unread", "html": str(unread_count(fact.after.user_id))},
        {"refresh": "notifications"},
        {"refresh": "latest"},
    ]


def _opened(card_id, *parts):
    """Of a card that is open in full, its parts to fetch again; a page that does not show them does nothing."""
    return [{"refresh": f"card-{part}:{card_id}"} for part in parts]


def _stands_in(state, stream):
    if state is None or state.binned_at or state.archived_at:
        return False
    return f"board:{state.board_id}" == stream


def _card(state, language):
    return fresh_fragments([state], _display(state.board_id), language)[state.id]


def _display(board_id):
    known = _displays.get()
    if known is None:
        return display_on(board_id)
    if board_id not in known:
        known[board_id] = display_on(board_id)
    return known[board_id]


def _list(state, language, template="components/list/list.html"):
    with override(language):
        column = {"state": state, "cards_html": "", "more": 0, "count": 0}
        return render_to_string(template, {"column": column}).strip()


def _label(state, language):
    with override(language):
        return render_to_string("components/label/label.html", {"label": state}).strip()
