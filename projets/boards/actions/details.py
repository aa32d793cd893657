"""What cards say on their face: dates, done or not, labels, people, typed values, cover. One card or forty at once."""

from datetime import date, datetime
from enum import Enum

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projets.boards import events
from projets.boards.actions.saving import save, states
from projets.boards.actions.subscribing import follow_as_members
from projets.boards.dates import at, day_of
from projets.boards.models import Board, Field, FieldGroup
from projets.boards.queries import assignable_ids, people
from projets.boards.values import FieldKind, canonical, key_of
from projets.usecase.action import action
from projets.usecase.errors import Invalid, NotFound
from projets.usecase.years import require_near


class Keep(Enum):
    """Said of what stays as it is; None clears."""

    KEEP = "keep"

    def __bool__(self):
        return False


KEEP = Keep.KEEP


@action("cards")
def schedule_cards(actor, cards, start_date=KEEP, due_at=KEEP, due_has_time=KEEP):
    """Set or clear (None) the dates of cards; what is not given stays as it is.

    A due date without a time of day is the last second of its day.
    """
    require_dates(start_date, due_at)
    were = states(cards)
    for card in cards:
        card.start_date = card.start_date if start_date is KEEP else start_date
        card.due_at = card.due_at if due_at is KEEP else due_at
        card.due_has_time = card.due_has_time if due_has_time is KEEP else bool(due_has_time)
        settle_dates(card)
    save(events.CardScheduled, were)


@action("cards")
def finish_cards(actor, cards, done=True):
    were, now = states(cards), timezone.now()
    for card in cards:
        card.done_at = (card.done_at or now) if done else None
    save(events.CardFinished if done else events.CardReopened, were)


@action("cards")
def retype_cards(actor, cards, kind):
    """Make cards project cards or stories; Invalid on a board that keeps to one kind, unless it is that one."""
    were = states(cards)
    for card in cards:
        card.kind = card_kind(kind, card.board)
    save(events.CardRetyped, were)


@action("cards", "add", "remove")
def label_cards(actor, cards, add=(), remove=()):
    """Put labels of their board on cards, and take others off."""
    if any(label.board_id != card.board_id for card in cards for label in (*add, *remove)):
        raise Invalid(_("This label is another board's: choose one of this board."), field="label")
    were = states(cards)
    added, removed = {label.pk for label in add}, {label.pk for label in remove}
    for card in cards:
        card.label_ids = sorted({*card.label_ids, *added} - removed)
    save(events.CardLabelled, were)


@action("cards")
def assign_cards(actor, cards, add=(), remove=(), responsible=KEEP):
    """Put people (ids) on cards and take others off; of those on a card one may be responsible, or nobody (None).

    Whoever becomes responsible is on the card; whoever no longer is stays on it unless removed too.
    """
    chosen = {None} if responsible is KEEP else {responsible}
    _require_seeing(cards, {*add, *chosen} - {None})
    _require_known(cards, set(remove))
    were = states(cards)
    for card in cards:
        leading = card.responsible_id if responsible is KEEP else responsible
        on_it = {*card.member_ids, card.responsible_id, *add, leading} - {None, *remove}
        card.responsible_id = leading if leading in on_it else None
        card.member_ids = tuple(sorted(on_it - {leading}))
    save(events.CardAssigned, were)
    follow_as_members(were)


@action("cards")
def value_cards(actor, cards, field, typed, group=None):
    """Give cards a value in a field that they have, as somebody typed it; an empty one clears.

    `group` is where, when the field is a base's; by default the first group of each card's board made from the base.
    """
    field = Field.objects.to_act_on().standing().filter(pk=field.pk).first()
    if field is None:
        raise NotFound(_("This field is no longer there: somebody has deleted it."))
    keys = _keys(cards, field, group)
    texts = _canonical_texts(cards, field, typed)
    were = states(cards)
    for card in cards:
        others = {key: text for key, text in card.values.items() if key != keys[card]}
        text = texts[card.board_id]
        card.values = others | ({keys[card]: text} if text else {})
    save(events.CardValued, were)


@action("card", "attachment")
def cover_card(actor, card, attachment):
    """Show one of a card's pictures on its face; None shows none."""
    if attachment and attachment.card_id != card.pk:
        raise Invalid(_("This file is on another card: attach it to this one first."), field="cover")
    if attachment and not (attachment.mime.startswith("image/") and attachment.width):
        raise Invalid(_("A cover is a picture: choose an image among the files of this card."), field="cover")
    were = states([card])
    card.cover_id = attachment.pk if attachment else None
    save(events.CardCovered, were)


def card_kind(kind, board=None):
    """One of the two; on a board that keeps to one of them, that one."""
    if kind not in Board.CardKind.values:
        raise Invalid(_("This kind of card does not exist: choose among those shown."), field="kind")
    if board and board.limits_card_kinds and kind != board.default_card_kind:
        raise Invalid(_("This board keeps to one kind of card: choose that one."), field="kind")
    return kind


def require_dates(start_date, due_at):
    """Invalid unless these are dates that somebody can mean, or None or KEEP."""
    is_day = isinstance(start_date, date) and not isinstance(start_date, datetime)
    is_moment = isinstance(due_at, datetime) and not timezone.is_naive(due_at)
    for one, is_date, field in ((start_date, is_day, "start_date"), (due_at, is_moment, "due_at")):
        if one in (KEEP, None):
            continue
        if not is_date:
            raise Invalid(_("This is not a date: type it as 31/12/2027 or 2027-12-31."), field=field)
        require_near(one, field)


def settle_dates(card):
    """Bring a card's dates into the form they are kept in; save nothing."""
    if card.due_at is None:
        card.due_has_time = False
        return
    zone = timezone.get_default_timezone()
    day = day_of(card.due_at, zone)
    if not card.due_has_time:
        card.due_at = at(day, None, zone)
    if card.start_date and card.start_date > day:
        raise Invalid(
            _("“%(title)s” would start after it is due: choose a start date before the due date, or the same day.")
            % {"title": card.title},
            field="start_date",
        )


def _require_seeing(cards, people_ids):
    if not people_ids:
        return
    seeing = assignable_ids({card.board_id for card in cards})
    if any(people_ids - seeing[card.board_id] for card in cards):
        raise Invalid(
            _("Somebody chosen here cannot see this board: make them a member of it first."), field="members"
        )


def _require_known(cards, people_ids):
    """Of those to be taken off: each is on one of the cards, or might be."""
    on_them = {one for card in cards for one in (*card.member_ids, card.responsible_id)}
    if not (others := people_ids - on_them):
        return
    if others - set().union(*assignable_ids({card.board_id for card in cards}).values()):
        raise Invalid(
            _("Somebody to be taken off is on none of these cards, and cannot see the board: check who it is."),
            field="remove",
        )


def _keys(cards, field, group):
    """{card: where the value of this field stands on it}; Invalid for one that has not got the field."""
    groups = FieldGroup.objects.standing().filter(Q(pk=field.group_id) | Q(base=field.group_id))
    boards = {card.board_id for card in cards}
    groups = groups.filter(Q(board__in=boards) | Q(card__in=cards)).order_by("position", "id")
    if group is not None:
        groups = groups.filter(pk=group.pk)
    of_card, of_board = {}, {}
    for one in groups:
        of_card.setdefault(one.card_id, one.pk)
        of_board.setdefault(one.board_id, one.pk)
    places = {card: of_board.get(card.board_id) or of_card.get(card.pk) for card in cards}
    if not all(places.values()):
        raise Invalid(_("This card has not got this field: choose one of its board or its own."), field="field")
    return {card: key_of(place, field.pk) for card, place in places.items()}


def _canonical_texts(cards, field, typed):
    """{board id: what is kept}; a person is chosen among those who see the board."""
    boards = {card.board_id for card in cards}
    if field.kind != FieldKind.PERSON:
        text = canonical(field.kind, typed, field.options, field.unit)
        return dict.fromkeys(boards, text)
    seeing = assignable_ids(boards)
    known = people(set().union(*seeing.values()))
    return {
        board: canonical(field.kind, typed, [{"id": id, "name": known[id].name} for id in sorted(ids)])
        for board, ids in seeing.items()
    }
