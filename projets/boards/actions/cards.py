"""A card's life on its board: made, named, dated, given to people, moved, copied, put away.

`edit_card` is all that one request changes. What a card holds is in tasks, comments and attachments.
"""

from django.utils.translation import gettext_lazy as _

from projets.boards import events
from projets.boards.actions.details import card_kind
from projets.boards.actions.linking import follow, linked_to
from projets.boards.actions.placing import arrange, arrange_card, arrange_each, asked_to_arrange
from projets.boards.actions.saving import create, next_numbers, save, states
from projets.boards.actions.subscribing import asked_as_wished, follow_as_wished
from projets.boards.models import Card, List, TextVersion
from projets.boards.wording import prose, worded
from projets.usecase.action import action
from projets.usecase.errors import Invalid, Outdated
from projets.usecase.log import moment

MOST_AT_ONCE = 1000


@action("to_list")
def create_cards(actor, to_list, titles, position=None, kind=None):
    """Add cards to a list, one below the other from `position` on, by default at its end; `kind` is the board's."""
    titles = [worded(title, 1024, "title") for title in titles]
    if not 0 < len(titles) <= MOST_AT_ONCE:
        raise Invalid(_("Type a title; at most 1,000 cards can be added at once."), field="title")
    kind = card_kind(kind or to_list.board.default_card_kind, to_list.board)
    make_cards(actor, [Card(title=title, kind=kind) for title in titles], to_list, position)


def make_cards(actor, cards, to_list, position, description=""):
    """Write new cards, numbered and placed, and record them."""
    ahead = asked_to_arrange(cards[0], to_list.pk, position) if len(cards) == 1 else []
    number_cards(cards, to_list.board, [*ahead, *asked_as_wished(actor, "subscribe_to_own_cards")])
    for card in cards:
        card.creator_id, card.list_changed_at = actor.user_id, moment()
        card.member_ids, card.responsible_id = (), None
        if description:
            card.description, card.description_version = description, 1
    shifted = put_in_list(cards, to_list, position)
    create(events.CardCreated, *cards)
    if description:
        keep_texts(dict.fromkeys(cards, description), actor.user_id)
    save(events.CardShifted, shifted)
    follow_as_wished(actor, cards, "subscribe_to_own_cards")


@action("card")
def rename_card(actor, card, title):
    were = states([card])
    card.title = worded(title, 1024, "title")
    save(events.CardRenamed, were)


@action("card")
def describe_card(actor, card, text, read_version=None):
    """Write a card's description, as a new version.

    Raises Outdated when another version came after `read_version`, the one that the author had before them; without
    it, this one wins, and the other stays among the versions.
    """
    text = prose(text, field="description")
    if read_version is not None and read_version != card.description_version:
        raise Outdated(
            _("Somebody else has changed this description meanwhile: compare both texts."), card.description_version
        )
    if text == card.description:
        return
    were = states([card])
    write_description(card, text, actor.user_id)
    save(events.CardDescribed, were)


def _asked_by_move(actor, cards, to_list, position=None):
    """Not what is linked to them: that is asked once they are written, when who links one has had their turn."""
    return asked_to_arrange(cards[0], to_list.pk, position) if len(cards) == 1 else []


@action("cards", "to_list", asking=_asked_by_move)
def move_cards(actor, cards, to_list, position=None):
    """Put cards one below the other in a list of their board, after those at `position` or less; None: at its end.

    The facts say where they landed.
    """
    if any(card.board_id != to_list.board_id for card in cards):
        raise Invalid(_("This list is on another board: use « Move to… » to send cards there."))
    were = states(cards)
    shifted = put_in_list(cards, to_list, position)
    save(events.CardMoved, were)
    save(events.CardShifted, shifted)
    follow(linked_to([card for card, was in were.items() if card.list_id != was.list_id]))


@action("cards")
def bin_cards(actor, cards):
    """Put cards in the bin, where they keep their place and all they hold."""
    were = states(cards)
    note_closed(cards)
    for card in cards:
        card.binned_at = card.list_changed_at = moment()
    save(events.CardBinned, were)


@action("cards", also_in_bin=True)
def clear_cards(actor, cards):
    """Throw cards out of the bin, or on their way to it, for clients that have no other: ours keeps them its days."""
    were = states(cards)
    note_closed(cards)
    for card in cards:
        card.binned_at = card.binned_at or moment()
        card.cleared_at = card.cleared_at or moment()
    save(events.CardCleared, were)
    follow(linked_to(cards))


@action("board")
def clear_bin(actor, board):
    """Throw all cards of a board out of the bin, as `clear_cards` does."""
    cards = [*Card.objects.in_trash().filter(board=board).open_to(actor).order_by("pk")]
    if cards:
        clear_cards(actor, cards)


@action("cards", also_in_bin=True)
def restore_cards(actor, cards):
    """Take cards out of the bin, to the place they came from; whoever stands there now makes room."""
    _require_a_place(cards)
    were, shifted = states(cards), {}
    for card in cards:
        card.binned_at, card.cleared_at, card.list_changed_at = None, None, moment()
    for list_id, back in _by_list(were).items():
        shifted |= arrange_each({card: card.position for card in back}, _cards_in(list_id))
    save(events.CardRestored, were)
    save(events.CardShifted, shifted)


@action("cards")
def archive_cards(actor, cards):
    were = states(cards)
    note_closed(cards)
    for card in cards:
        if card.archived_at is None:
            card.archived_at = card.list_changed_at = moment()
    save(events.CardArchived, were)


@action("cards")
def unarchive_cards(actor, cards):
    """Back to the place they came from; whoever stands there now makes room."""
    were, shifted = states(cards), {}
    back = {card: was for card, was in were.items() if card.archived_at is not None}
    for card in back:
        card.archived_at, card.list_changed_at = None, moment()
    for list_id, some in _by_list(back).items():
        shifted |= arrange_each({card: card.position for card in some}, _cards_in(list_id))
    save(events.CardUnarchived, were)
    save(events.CardShifted, shifted)


def put_in_list(cards, to_list, position):
    """Place cards in a list; save nothing. Returns the states of those that made room."""
    if len(cards) == 1:
        shifted = arrange_card(cards[0], to_list.pk, position)
    else:
        shifted = arrange(cards, _cards_in(to_list.pk), position)
    for card in cards:
        if card.list_id != to_list.pk:
            card.list_changed_at = moment()
        card.list, card.board_id = to_list, to_list.board_id
    return shifted


def note_closed(cards):
    """Cards about to be put away stay finished or not, whatever becomes of their list; save nothing."""
    leaving = [card for card in cards if not (card.archived_at or card.binned_at)]
    of_closed = List.objects.filter(pk__in={card.list_id for card in leaving}, kind=List.Kind.CLOSED)
    closed = set(of_closed.order_by().values_list("pk", flat=True))
    for card in leaving:
        card.was_closed = card.list_id in closed


def number_cards(cards, board, ahead=()):
    """Give new cards, or those that come from another project, their numbers; `ahead`: see `statements.rows`."""
    if not cards:
        return
    for card, number in zip(cards, next_numbers(board.project_id, len(cards), ahead), strict=True):
        card.number = number


def write_description(card, text, author_id):
    """Set the text and keep it as the next version; save nothing of the card."""
    card.description = text
    card.description_version += 1
    Card.objects.filter(pk=card.pk).update(description=text)
    TextVersion.objects.create(owner_id=card.pk, version=card.description_version, text=text, author_id=author_id)


def keep_texts(texts, author_id):
    """`texts` are the first descriptions of new cards: {card: text}."""
    TextVersion.objects.bulk_create(
        [TextVersion(owner_id=card.pk, version=1, text=text, author_id=author_id) for card, text in texts.items()]
    )


def _cards_in(list_id):
    """Among which a card goes: one that is put away makes no room."""
    return Card.objects.filter(list=list_id, binned_at=None, archived_at=None)


def _by_list(cards):
    lists = {}
    for card in cards:
        lists.setdefault(card.list_id, []).append(card)
    return lists


def _require_a_place(cards):
    lists = List.objects.standing().filter(pk__in={card.list_id for card in cards})
    if len(lists) < len({card.list_id for card in cards}):
        raise Invalid(_("The list this card stood in is in the bin: restore the list first."))
