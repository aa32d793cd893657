"""What people do to the lists and labels of a board: each address calls one action."""

from projets.boards.actions import labels as label_actions
from projets.boards.actions import lists as list_actions
from projets.boards.actions.cards import archive_cards, move_cards
from projets.boards.actions.leaving import transfer_cards
from projets.boards.events import LabelCreated
from projets.boards.models import Board, Card, Label, List
from projets.boards.queries import find, seen
from projets.web.door import door
from projets.web.pages.board.acts import list_of


def board_of(actor, board_id):
    (found,) = seen(actor, Board, board_id)
    return found


def label_of(actor, label_id, rows=None):
    (found,) = seen(actor, Label, label_id) if rows is None else find(rows, label_id)
    return found


@door(list_actions.create_lists)
def create_lists(actor, form, board_id):
    """One list, or one for each line."""
    names = [line.strip() for line in form.get("name", "").splitlines() if line.strip()]
    return list_actions.create_lists(actor, board_of(actor, board_id), names, form.get("position") or None)


@door(list_actions.edit_list)
def edit_list(actor, form, list_id):
    """What the form holds changes: name, kind, color, wip_limit (empty: none)."""
    given = {name: form[name] for name in ("name", "kind", "color", "wip_limit") if name in form}
    return list_actions.edit_list(actor, list_of(actor, list_id), **given)


@door(list_actions.move_list)
def move_list(actor, form, list_id):
    return list_actions.move_list(actor, list_of(actor, list_id), form.get("position") or None)


@door(list_actions.transfer_list)
def transfer_list(actor, form, list_id):
    return list_actions.transfer_list(actor, list_of(actor, list_id), board_of(actor, form.get("board")))


@door(list_actions.duplicate_list)
def duplicate_list(actor, form, list_id):
    return list_actions.duplicate_list(actor, list_of(actor, list_id), form.get("name") or None)


@door(list_actions.sort_list)
def sort_list(actor, form, list_id):
    return list_actions.sort_list(actor, list_of(actor, list_id), form.get("by"), form.get("descending") == "1")


@door(list_actions.archive_lists)
def archive_list(actor, form, list_id):
    return list_actions.archive_lists(actor, [list_of(actor, list_id)])


@door(list_actions.unarchive_lists)
def unarchive_list(actor, form, list_id):
    return list_actions.unarchive_lists(actor, [list_of(actor, list_id)])


@door(list_actions.bin_lists)
def bin_list(actor, form, list_id):
    return list_actions.bin_lists(actor, [list_of(actor, list_id)])


@door(list_actions.restore_lists)
def restore_list(actor, form, list_id):
    return list_actions.restore_lists(actor, find(List.objects.of_boards_seen_by(actor), list_id))


@door(archive_cards)
def archive_its_cards(actor, form, list_id):
    return archive_cards(actor, list(_cards(actor, list_id)))


@door(move_cards, transfer_cards)
def move_its_cards(actor, form, list_id):
    to_list, cards = list_of(actor, form.get("list")), list(_cards(actor, list_id))
    move = move_cards if all(card.board_id == to_list.board_id for card in cards) else transfer_cards
    return move(actor, cards, to_list)


def _cards(actor, list_id):
    return Card.objects.visible_to(actor).filter(list=list_of(actor, list_id), archived_at=None)


def made(act):
    """What a picker goes on with: the label that was made."""
    (label,) = (fact.after for fact in act.facts if fact.kind == LabelCreated.kind)
    return {"label": {"id": str(label.id), "name": label.name, "color": label.color}}


@door(label_actions.create_label, more=made)
def create_label(actor, form, board_id):
    return label_actions.create_label(actor, board_of(actor, board_id), form.get("name", ""), form.get("color"))


@door(label_actions.edit_label)
def edit_label(actor, form, label_id):
    return label_actions.edit_label(actor, label_of(actor, label_id), form.get("name"), form.get("color"))


@door(label_actions.move_label)
def move_label(actor, form, label_id):
    return label_actions.move_label(actor, label_of(actor, label_id), form.get("position") or None)


@door(label_actions.bin_label)
def bin_label(actor, form, label_id):
    return label_actions.bin_label(actor, label_of(actor, label_id))


@door(label_actions.restore_label)
def restore_label(actor, form, label_id):
    return label_actions.restore_label(actor, label_of(actor, label_id, Label.objects.of_boards_seen_by(actor)))
