"""Cards. One that is archived is in the archive list there, one in the bin in the trash."""

from projets.accounts.models import User
from projets.api.planka.items.actions import actions_of
from projets.api.planka.items.cards import Holder, card, endless
from projets.api.planka.items.lists import endless as endless_list
from projets.api.planka.items.pairs import card_label, card_membership
from projets.api.planka.telling import audience, parents
from projets.api.planka.telling.told import Told, teller
from projets.boards import events
from projets.boards.actions.cards import clear_bin
from projets.boards.actions.lists import empty_list, sort_list
from projets.boards.models import Board, List, TextVersion

NO_CHANGE_OF_ITS_OWN = {"counted", "labelled", "assigned", "valued", "cleared", "purged", "restricted", "opened"}


@teller(events.CardFact)
def tell(it):
    if it.what == "shifted":
        yield from _shifted(it)
    elif it.what == "opened" or (it.what == "assigned" and it.now.is_restricted):
        yield _told(it, "cardCreate", _item(it.now, it.at))  # some have not known it
    elif it.was is None:
        _was, now = it.whole(NO_CHANGE_OF_ITS_OWN)
        yield _told(it, "cardCreate", _item(now, None))
    elif it.was.cleared_at and not it.now.cleared_at:
        yield _told(it, "cardCreate", _item(it.now, it.at))
    elif it.what == "cleared" and it.event.act.action == clear_bin.__name__:
        if it.is_first("card.cleared"):
            yield _trash_cleared(it)
    elif it.what == "cleared" or (it.what == "purged" and not it.now.cleared_at):
        yield _told(it, "cardDelete", _item(it.now, it.at))
    elif it.was.board_id != it.now.board_id:
        yield from _transferred(it)
    elif it.what not in NO_CHANGE_OF_ITS_OWN and (states := it.whole(NO_CHANGE_OF_ITS_OWN)):
        was, now = states
        if was is not None:
            to = audience.NOBODY if it.event.act.action == empty_list.__name__ else None
            yield _told(it, "cardUpdate", _item(now, it.at), _item(was, it.at), to)


@teller(events.CardArchived)
def tell_of_an_emptied_list(it):
    """Told once, of all of them."""
    if it.event.act.action == empty_list.__name__ and it.is_first("card.archived"):
        moved = it.of_request("card.archived")
        yield Told(
            "cardsUpdate",
            None,
            audience.of_board(it.now.board_id),
            items=[_item(event.fact.after, it.at) for event in moved],
            included={"actions": actions_of(moved)},
            hooked=False,
        )


@teller(events.CardFact)
def tell_actions(it):
    emptied = it.event.act.action == empty_list.__name__
    for item in it.actions():
        to = audience.NOBODY if emptied else audience.of_board(it.now.board_id)
        yield Told("actionCreate", item, to, parents=lambda: parents.of_card(it.now.id))


@teller(events.CardLabelled)
def tell_labels(it):
    had, has = set(it.was.label_ids), set(it.now.label_ids)
    to = audience.of_board(it.now.board_id)

    def around(id=None):
        return parents.of_card(it.now.id) | (parents.of_label(id) if id else {})

    for id in sorted(had - has):
        yield Told("cardLabelDelete", card_label(it.now.id, id, it.at), to, parents=around)
    for id in sorted(has - had):
        yield Told("cardLabelCreate", card_label(it.now.id, id, it.at), to, parents=lambda id=id: around(id))


@teller(events.CardAssigned)
def tell_people(it):
    """Names of people without an account are nobody there."""
    was_on, is_on = _on(it.was), _on(it.now)
    accounts = _accounts(was_on ^ is_on)
    for name, ids in (("cardMembershipDelete", was_on - is_on), ("cardMembershipCreate", is_on - was_on)):
        for id in sorted(ids & accounts):
            yield Told(
                name,
                card_membership(it.now.id, id, it.at),
                audience.of_board(it.now.board_id),
                parents=lambda id=id: parents.of_user(id) | parents.of_card(it.now.id),
            )


def _shifted(it):
    """Pushed on by another card, or put in order with all of its list: there, that is told of the list."""
    if it.event.act.action == sort_list.__name__:
        yield _told(it, "cardUpdate", _item(it.now, it.at), _item(it.was, it.at), audience.NOBODY)
    elif not endless(it.now, _holder(it.now)):
        moved = {"id": str(it.now.id), "position": _item(it.now, it.at)["position"]}
        yield Told("cardUpdate", moved, audience.of_board(it.now.board_id), hooked=False, unanswered=True)


def _transferred(it):
    """Told on both boards; on a list's way to another board, the list alone is."""
    if it.among("list.transferred"):
        return
    if it.stream == f"board:{it.was.board_id}":
        left = {"id": str(it.now.id), "boardId": None}
        yield Told("cardUpdate", left, audience.of_board(it.was.board_id), hooked=False)
    else:
        yield _told(it, "cardUpdate", _item(it.now, it.at), _item(it.was, it.at))


def _trash_cleared(it):
    board = Board.objects.get(pk=it.now.board_id)
    return Told("listClear", endless_list(board, "trash"), it.here(), parents=lambda: parents.of_board(board.pk))


def _told(it, name, item, former=None, to=None):
    def around():
        return parents.of_list(it.now.list_id)

    to = to or audience.of_board(it.now.board_id)
    return Told(name, item, to, former, parents=around, former_parents=around)


def _item(state, updated_at):
    creator = state.creator_id if _accounts({state.creator_id}) else None
    return card(state, _holder(state), _description(state), updated_at, creator)


def _holder(state):
    list = List.objects.select_related("board").get(pk=state.list_id)
    return Holder.of(list, list.board)


def _description(state):
    if not state.description_version:
        return ""
    kept = TextVersion.objects.filter(owner_id=state.id, version=state.description_version)
    return kept.values_list("text", flat=True).first() or ""


def _on(state):
    return {*state.member_ids, state.responsible_id} - {None}


def _accounts(ids):
    return set(User.objects.filter(pk__in=ids - {None}).order_by().values_list("pk", flat=True))
