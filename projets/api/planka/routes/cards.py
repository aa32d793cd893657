"""Cards: made, read, changed, copied, deleted; and what was done to them and on a board."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from projets.accounts.models import User
from projets.api.planka import content
from projets.api.planka.calling import delete, get, patch, post
from projets.api.planka.items.actions import KINDS, ActionItem, actions_of
from projets.api.planka.items.cards import CardItem, FollowedCardItem, Holder, card
from projets.api.planka.items.comments import names_in
from projets.api.planka.items.users import UserItem, seen_by
from projets.api.planka.parameters import Choice, Flag, Id, Moment, Number, Position, Structure, Text, Wrong, or_null
from projets.api.planka.refusals import Refusal, not_found, unprocessable
from projets.boards import prose
from projets.boards.actions import cards as actions
from projets.boards.actions import copying, editing
from projets.boards.actions.editing import Away
from projets.boards.actions.subscribing import subscribe_card
from projets.boards.audiences import audiences_of
from projets.boards.events import CardMoved
from projets.boards.models import Attachment, Board, Card, List, Membership, ProjectManager, Task
from projets.boards.queries import seen
from projets.usecase.actor import Actor
from projets.usecase.models import Event
from projets.usecase.prepared import Prepared
from projets.usecase.rights import require

LONGEST_DESCRIPTION = 1_048_576
PAGE = 50
COPY = {"fr": "copie"}  # in the caller's language; in all others:
COPY_ELSEWHERE = "copy"


@dataclass(frozen=True)
class Stopwatch(Structure):
    """{"startedAt": date or null, "total": seconds}"""

    keys: tuple[str, ...] = ("startedAt", "total")

    def read(self, value):
        said = super().read(value)
        started = said["startedAt"]
        if not isinstance(said["total"], int | float) or isinstance(said["total"], bool):
            raise Wrong("Value failed custom validation: total is a number of seconds.")
        return (
            Number("total", least=0).read(said["total"]),
            None if started is None else Moment("startedAt").read(started),
        )

    @property
    def schema(self):
        said = {"startedAt": or_null(Moment("startedAt").schema), "total": Number("total", least=0).schema}
        return super().schema | {"properties": said}


TYPE = ("project", "story")
DESCRIPTION = Text("description", null=True, most=LONGEST_DESCRIPTION)


@post(
    "/lists/{list}/cards",
    Choice("type", among=TYPE, required=True),
    Text("name", most=1024, required=True),
    Position(null=True),
    DESCRIPTION,
    Moment("dueDate"),
    Flag("isDueCompleted", null=True),
    Stopwatch("stopwatch"),
    of="List",
    answers={"item": CardItem},
)
def create(call, given, list):
    """A new card in a list, in the archive or in the trash."""
    board, found = content.find_list(call.actor, list)
    away = {"archive": Away.ARCHIVE, "trash": Away.BIN}.get(found, Away.NOT)
    if away == Away.NOT and given.get("position") is None:
        require(call.actor, "create_card", found)
        raise unprocessable("Position must be present")
    total, started = given.get("stopwatch", (None, None))
    act = editing.create_card(
        call.actor,
        _any_list(board) if away != Away.NOT else found,
        given["name"],
        given.get("position") if away == Away.NOT else None,
        kind=given["type"],
        description=_description(given),
        due_at=given.get("dueDate"),
        done=bool(given.get("isDueCompleted")) and "dueDate" in given,
        time_spent=total,
        timed_since=started,
        away=away,
    )
    state = act.facts[0].after
    kind = List.Kind.ACTIVE if away != Away.NOT else found.kind
    holder = Holder(kind, None, board.archive_list_id, board.trash_list_id)
    return {"item": card(state, holder, given.get("description"), None, creator_id=call.user.pk)}


@get("/cards/{card}", of="Card", answers={"item": FollowedCardItem, "included": content.INCLUDED})
def show(call, given, card):
    """A card with what it holds."""
    board, found = _read(call, card)
    included = content.included_of(call, board, [found])
    return {"item": content.with_subscription(call, board, [found])[0], "included": included}


@patch(
    "/cards/{card}",
    Id("boardId"),
    Id("listId"),
    Id("coverAttachmentId", null=True),
    Choice("type", among=TYPE),
    Position(null=True),
    Text("name", most=1024),
    DESCRIPTION,
    Moment("dueDate", null=True),
    Flag("isDueCompleted", null=True),
    Stopwatch("stopwatch", null=True),
    Flag("isSubscribed"),
    of="Card",
    answers={"item": CardItem},
)
def edit(call, given, card):
    """Changes a card, its place, or whether one follows it."""
    ahead = content.asked_for_list(call.actor, given["listId"]) if "listId" in given else ()
    found = _seen(call, card, ahead)
    if not found.is_on_their_board:
        raise not_found("Card")
    try:
        place = _place(call, found, given)
        changes = _changes(call, found, given) | place
    except Refusal:
        require(call.actor, "edit_card", found)  # who may not is not told what else is wrong
        raise
    if not changes and given:  # as it is already: not for everybody to ask either
        require(call.actor, "edit_card", found)
    if given.keys() == {"isSubscribed"} and Away.of(found) != Away.BIN:  # whoever sees it may
        subscribe_card(call.actor, found, given["isSubscribed"])
    elif changes == place and _stays_on_board(found, place):  # nearly always, and the least to read
        act = actions.move_cards(call.actor, [found], place["to_list"], place["position"])
        return {"item": _as_moved(found, place["to_list"], act) or _as_it_is_now(call, found.pk)}
    elif changes:
        editing.edit_card_wherever(call.actor, found, **({"away": Away.of(found)} | changes))
    return {"item": _as_it_is_now(call, found.pk)}


@post(
    "/cards/{card}/duplicate",
    Id("boardId"),
    Id("listId"),
    Position(),
    Text("name", most=1024, null=True),
    of="Card",
    answers={"item": CardItem, "included": content.HELD},
)
def duplicate(call, given, card):
    """Copies a card."""
    found = _seen(call, card)
    if not Membership.objects.filter(board=found.board_id, user=call.user).exists():
        raise not_found(
            "List" if ProjectManager.objects.filter(project=found.board.project_id, user=call.user) else "Card"
        )
    require(call.actor, "duplicate_cards", found)
    to_list = _target(call, found, given) if given.keys() & {"boardId", "listId"} else found.list
    if isinstance(to_list, str):
        raise unprocessable("A copy needs a list: choose one that is neither the archive nor the trash.")
    if "position" not in given:
        raise unprocessable("Position must be present")
    name = given.get("name") or f"{found.title[:1000]} ({COPY.get(call.user.language[:2], COPY_ELSEWHERE)})"
    act = copying.duplicate_cards(call.actor, [found], to_list, given["position"], titles=[name])
    made = next(fact.after.id for fact in act.facts if fact.kind == "card.duplicated")
    board, copy = _read(call, made)
    included = content.held(call.actor, board, [copy])
    return {"item": _item(board, copy), "included": included}


@delete("/cards/{card}", of="Card", answers={"item": CardItem})
def remove(call, given, card):
    """Deletes a card for clients; it stays in our bin."""
    board, found = _read(call, card)
    item = _item(board, found)
    row = _seen(call, card)
    require(call.actor, "bin_cards", row)  # who only manages the project clears its trash, and no card before
    actions.clear_cards(call.actor, [row])
    return {"item": item}


@get(
    "/cards/{card}/actions",
    Id("beforeId"),
    of="Card",
    answers={"items": list[ActionItem], "included": {"users": list[UserItem]}},
)
def card_actions(call, given, card):
    """What was done to a card, the last first."""
    found = _seen(call, card)
    tasks = Task.objects.filter(task_list__card=found).order_by().values_list("pk", flat=True)
    return _page(call, given, Event.objects.filter(row_id__in=[found.pk, *tasks], stream__name__startswith="board:"))


@get(
    "/boards/{board}/actions",
    Id("beforeId"),
    of="Board",
    answers={"items": list[ActionItem], "included": {"users": list[UserItem]}},
)
def board_actions(call, given, board):
    """What was done on a board, the last first."""
    [found] = seen(call.actor, Board, board)
    thrown_out = Card.objects.filter(cleared_at__isnull=False).order_by()
    their_tasks = Task.objects.filter(task_list__card__in=thrown_out.values("pk")).order_by()
    events = Event.objects.filter(stream=found.stream).exclude(row_id__in=thrown_out.values("pk"))
    events = events.exclude(row_id__in=their_tasks.values("pk"))
    return _page(call, given, events, of_board=True)


def _page(call, given, events, of_board=False):
    """The last ones first. An event may be no action, and may be several: read on until the page is full."""
    items, before = [], given.get("beforeId")
    while len(items) < PAGE:
        older = events.filter(kind__in=KINDS).select_related("act").order_by("-pk")
        read = [*(older if before is None else older.filter(pk__lt=before))[:PAGE]]
        narrow = audiences_of(read)
        told = [one for one in read if one.pk not in narrow or call.user.pk in narrow[one.pk].inside]
        items += [one for one in actions_of(told) if not of_board or one["boardId"]]
        if len(read) < PAGE:
            break
        before = read[-1].pk
    items = items[:PAGE]
    people = User.objects.filter(pk__in={one["userId"] for one in items} - {None}).order_by("pk")
    return {"items": items, "included": {"users": [seen_by(call.user, one) for one in people]}}


@Prepared
def _known_by_id(person, pk):
    member = Membership.objects.filter(board=OuterRef("board"), user=person)
    account = User.objects.filter(pk=OuterRef("creator_id"), pseudonym=None)
    known = content.known(Actor(person, "api")).filter(pk=pk)
    known = known.annotate(is_on_their_board=Exists(member), creator_has_account=Exists(account))
    return known.select_related("board", "list").order_by()


def _seen(call, id, ahead=()):
    found = _known_by_id.objects(call.user.pk, id, ahead=ahead)
    if not found:
        raise not_found("Card")
    return found[0]


def _as_it_is_now(call, id):
    found = _seen(call, id)
    return _shown(found, found, found.list, found.updated_at)


def _as_moved(found, to_list, act):
    """As the move left it; None if that is not all: it moved nowhere, or was changed since it was read."""
    moved = next((one for one in act.recorded if (one.kind, one.row_id) == (CardMoved.kind, found.pk)), None)
    if moved is None or moved.fact.after.description_version != found.description_version:
        return None
    return _shown(found, moved.fact.after, to_list, act.done_at)


def _shown(found, state, in_list, updated_at):
    text = prose.to_api(found.description, names_in(found.description)) if found.description else ""
    creator = found.creator_id if found.creator_has_account else None
    updated_at = max(filter(None, (updated_at, in_list.binned_at)), default=None)
    return card(state, Holder.of(in_list, found.board), text, updated_at, creator)


def _stays_on_board(found, place):
    to_list = place.get("to_list")
    return bool(to_list) and to_list.board_id == found.board_id and Away.of(found) == Away.NOT == place.get("away")


def _read(call, id):
    """(its board, the card read flat)"""
    found = content.read(content.known(call.actor).filter(pk=id).order_by())
    if not found:
        raise not_found("Card")
    return Board.objects.get(pk=found[0].board_id), found[0]


def _item(board, found):
    return content.items(board, [found])[0]


def _any_list(board):
    """For a card that comes to a board in its archive or its trash: it comes back there."""
    found = List.objects.filter(board=board, binned_at=None, archived_at=None).order_by("position", "pk").first()
    if found is None:
        raise unprocessable("This board has no list that the card could come back to: add one first.")
    return found


def _target(call, found, given):
    """The list meant by `boardId` and `listId`, or "archive" or "trash"; 404 and 422 as Planka."""
    board = found.board
    if given.get("boardId", board.pk) != board.pk:
        board = Board.objects.visible_to(call.actor).filter(pk=given["boardId"]).first()
        if board is None:
            raise not_found("Board")
        if "listId" not in given:
            raise unprocessable("List must be present")
    if "listId" not in given:
        return found.list
    of_board, to_list = content.find_list(call.actor, given["listId"])
    if of_board.pk != board.pk:
        raise not_found("List")
    return to_list


def _place(call, found, given):
    """Where it goes, as arguments of the action; nothing when it stays."""
    if not given.keys() & {"boardId", "listId", "position"}:
        return {}
    to_list = _target(call, found, given)
    if to_list in ("archive", "trash"):
        away = Away.ARCHIVE if to_list == "archive" else Away.BIN
        board_id = given.get("boardId", found.board_id)
        if board_id != found.board_id:
            return {"to_list": _any_list(board_id), "position": None, "away": away}
        return {} if away == Away.of(found) else {"away": away}
    comes_back = Away.of(found) != Away.NOT
    if comes_back and "listId" not in given:
        return {}  # in a list without order
    stays = to_list.pk == found.list_id and not comes_back
    if not stays and given.get("position") is None:
        raise unprocessable("Position must be present")
    if stays and given.get("position") is None:
        return {}
    return {"to_list": to_list, "position": given["position"], "away": Away.NOT}


def _changes(call, found, given):
    """All but its place, as arguments of the action."""
    changes = {ours: given[theirs] for theirs, ours in {"name": "title", "type": "kind"}.items() if theirs in given}
    if "description" in given:
        changes["description"] = _description(given)
    if "dueDate" in given:
        changes |= {"due_at": given["dueDate"], "due_has_time": True}
    due = given.get("dueDate", found.due_at)
    if due is not None and given.get("isDueCompleted") is not None:
        changes["done"] = given["isDueCompleted"]
    elif due is None and "dueDate" in given and found.done_at:
        changes["done"] = False
    if "stopwatch" in given:
        changes["time_spent"], changes["timed_since"] = given["stopwatch"] or (None, None)
    if "coverAttachmentId" in given:
        changes["cover"] = _cover(found, given["coverAttachmentId"])
    if "isSubscribed" in given:
        changes["subscribed"] = given["isSubscribed"]
    return changes


def _description(given):
    """As it is kept: mentions without names."""
    text = given.get("description") or ""
    return prose.from_api(text, names_in(text))


def _cover(found, id):
    if id is None:
        return None
    attachment = Attachment.objects.filter(pk=id, card=found, binned_at=None).first()
    if attachment is None or attachment.url:
        raise not_found("Cover attachment")
    if attachment.width is None:
        raise unprocessable("Cover attachment must contain image")
    return attachment
