"""What people do to cards from their board, one or a selection: each address calls one action."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from projets.boards.actions import cards as card_actions
from projets.boards.actions.copying import duplicate_cards
from projets.boards.actions.details import assign_cards, finish_cards, label_cards, schedule_cards, value_cards
from projets.boards.actions.leaving import transfer_cards
from projets.boards.actions.undoing import put_back, undo_act, undo_last
from projets.boards.dates import parse_day, parse_due
from projets.boards.models import Board, Card, Field, FieldGroup, Label, List
from projets.boards.queries import asked_for, find, number_of, seen
from projets.usecase.errors import Invalid
from projets.usecase.models import Act
from projets.web.door import door


def chosen(actor, form):
    """The cards that a form is about, in its order."""
    ids = form.getlist("card")
    if not ids:
        raise Invalid(_("Choose at least one card."))
    return seen(actor, Card, *ids)


def list_of(actor, list_id, ahead=()):
    (found,) = seen(actor, List, list_id, ahead=ahead)
    return found


@door(card_actions.create_cards)
def create_cards(actor, form, list_id):
    """One card, or one for each line that was pasted."""
    titles = [line.strip() for line in form.get("title", "").splitlines() if line.strip()]
    position = form.get("position") or None
    return card_actions.create_cards(actor, list_of(actor, list_id), titles, position)


@door(card_actions.move_cards, transfer_cards)
def move_cards_here(actor, form, list_id):
    """Cards sent to a list, at the midpoint between their new neighbours; without a position, at its end."""
    to_list = list_of(actor, list_id, ahead=asked_for(actor, Card, *form.getlist("card")))
    cards = chosen(actor, form)
    move = card_actions.move_cards if all(card.board_id == to_list.board_id for card in cards) else transfer_cards
    return move(actor, cards, to_list, form.get("position") or None)


@door(duplicate_cards)
def copy_cards_here(actor, form, list_id):
    return duplicate_cards(actor, chosen(actor, form), list_of(actor, list_id), form.get("position") or None)


@door(card_actions.rename_card)
def rename(actor, form):
    (card,) = chosen(actor, form)
    return card_actions.rename_card(actor, card, form.get("title"))


@door(label_cards)
def label(actor, form):
    add, remove = (seen(actor, Label, *form.getlist(name)) for name in ("add", "remove"))
    return label_cards(actor, chosen(actor, form), add, remove)


@door(assign_cards)
def assign(actor, form):
    """`responsible` empty: nobody is; left out: as it is."""
    add, remove = ([number_of(id) for id in form.getlist(name)] for name in ("add", "remove"))
    more = {}
    if "responsible" in form:
        more["responsible"] = number_of(form["responsible"]) if form["responsible"] else None
    return assign_cards(actor, chosen(actor, form), add, remove, **more)


@door(schedule_cards)
def schedule(actor, form):
    """`due` with or without `time`, and `start`; empty clears, left out stays."""
    dates = {}
    if "due" in form:
        zone = ZoneInfo(settings.TIME_ZONE)
        dates["due_at"], dates["due_has_time"] = parse_due(form["due"], form.get("time", ""), zone)
    if "start" in form:
        dates["start_date"] = parse_day(form["start"]) if form["start"].strip() else None
    return schedule_cards(actor, chosen(actor, form), **dates)


@door(finish_cards)
def finish(actor, form):
    return finish_cards(actor, chosen(actor, form), done=form.get("done", "1") == "1")


@door(value_cards)
def give_value(actor, form, field_id):
    (field,) = seen(actor, Field, field_id)
    (group,) = seen(actor, FieldGroup, form["group"]) if form.get("group") else (None,)
    values = form.getlist("value")
    typed = values if len(values) > 1 else "".join(values)
    return value_cards(actor, chosen(actor, form), field, typed, group)


@door(card_actions.archive_cards)
def archive(actor, form):
    return card_actions.archive_cards(actor, chosen(actor, form))


@door(card_actions.unarchive_cards)
def unarchive(actor, form):
    return card_actions.unarchive_cards(actor, chosen(actor, form))


@door(card_actions.bin_cards)
def bin_them(actor, form):
    return card_actions.bin_cards(actor, chosen(actor, form))


@door(card_actions.restore_cards)
def restore(actor, form):
    cards = find(Card.objects.of_boards_seen_by(actor), *form.getlist("card"))
    return card_actions.restore_cards(actor, cards)


@door(put_back)
def undo(actor, form):
    """One of my acts (`of`), by default my last one on this board within the hour."""
    if form.get("of"):
        (act,) = find(Act.objects.filter(user_id=actor.user_id), form["of"])
        return undo_act(actor, act)
    (board,) = seen(actor, Board, form.get("board"))
    return undo_last(actor, board)
