"""Copies of cards, within a board or on another; what was said about the first one is not said of its copy."""

from enum import StrEnum

from projets.boards import events
from projets.boards.actions.bringing import bring_fields
from projets.boards.actions.cards import keep_texts, number_cards, put_in_list
from projets.boards.actions.leaving import fit_labels, fit_people
from projets.boards.actions.saving import create, save
from projets.boards.actions.subscribing import follow_as_wished
from projets.boards.models import Attachment, Card, Task, TaskList
from projets.boards.queries import assignable_ids
from projets.boards.wording import worded
from projets.usecase.action import action
from projets.usecase.log import moment


class Kept(StrEnum):
    """What a copy may have of its original, beside its title."""

    DESCRIPTION = "description"
    DATES = "dates"
    TIME = "time"
    LABELS = "labels"
    MEMBERS = "members"
    VALUES = "values"
    TASKS = "tasks"
    ATTACHMENTS = "attachments"


EVERYTHING = frozenset(Kept)


@action("cards", "to_list")
def duplicate_cards(actor, cards, to_list, position=None, keep=EVERYTHING, titles=None):
    """Put copies of cards in a list, of their board or of another, one below the other from `position` on.

    On another board they keep what a card sent there keeps. `titles` may give them other ones, one each.
    """
    copies = dict(zip(cards, _blank_copies(actor, cards, titles), strict=True))
    _copy_face(copies, keep)
    elsewhere = [copy for card, copy in copies.items() if card.board_id != to_list.board_id]
    if elsewhere:
        fit_labels(actor, elsewhere, to_list.board)
        fit_people(elsewhere, to_list.board)
    brought = bring_fields(cards, to_list.board, copies) if Kept.VALUES in keep else None
    number_cards(copies.values(), to_list.board)
    shifted = put_in_list(list(copies.values()), to_list, position)
    texts = _copy_descriptions(copies) if Kept.DESCRIPTION in keep else {}
    task_lists, tasks = _copied_tasks(copies, to_list.board) if Kept.TASKS in keep else ([], [])
    attachments = _copied_attachments(actor, copies) if Kept.ATTACHMENTS in keep else []
    create(events.CardDuplicated, *copies.values())
    if brought:
        brought.write()
    keep_texts(texts, actor.user_id)
    create(events.TaskListCreated, *task_lists)
    create(events.TaskCreated, *tasks)
    create(events.AttachmentAdded, *attachments)
    save(events.CardShifted, shifted)
    follow_as_wished(actor, copies.values(), "subscribe_to_own_cards")


def _blank_copies(actor, cards, titles):
    for card, title in zip(cards, titles or [card.title for card in cards], strict=True):
        copy = Card(title=worded(title, 1024, "title"), kind=card.kind, creator_id=actor.user_id)
        copy.is_restricted = card.is_restricted
        copy.list_changed_at = moment()
        copy.member_ids, copy.responsible_id = (), None
        yield copy


def _copy_face(copies, keep):
    for card, copy in copies.items():
        if Kept.DATES in keep:
            copy.start_date, copy.due_at, copy.due_has_time = card.start_date, card.due_at, card.due_has_time
            copy.done_at = card.done_at
        if Kept.TIME in keep:
            copy.time_spent, copy.timed_since = card.time_spent, card.timed_since
        if Kept.LABELS in keep:
            copy.label_ids = list(card.label_ids)
        if Kept.MEMBERS in keep:
            copy.member_ids, copy.responsible_id = card.member_ids, card.responsible_id


def _copy_descriptions(copies):
    """{copy: its first text}; set on the copies, saved with them."""
    written = Card.objects.filter(pk__in=[card.pk for card in copies]).exclude(description="")
    texts = dict(written.order_by().values_list("pk", "description"))
    for card, copy in copies.items():
        if card.pk in texts:
            copy.description, copy.description_version = texts[card.pk], 1
    return {copy: copy.description for copy in copies.values() if copy.description}


def _copied_tasks(copies, board):
    """New lists and their tasks, counted on the copies; a task is given to nobody who cannot see the board."""
    of = {card.pk: copy for card, copy in copies.items()}
    seeing = assignable_ids([board.pk])[board.pk]
    lists, tasks = {}, []
    for one in TaskList.objects.filter(card__in=of, binned_at=None).order_by("position", "id"):
        lists[one.pk] = TaskList(
            card=of[one.card_id],
            name=one.name,
            position=one.position,
            on_front=one.on_front,
            hides_done=one.hides_done,
        )
    for one in Task.objects.filter(task_list__in=lists, binned_at=None).order_by("position", "id"):
        copy = Task(
            task_list=lists[one.task_list_id],
            name=one.name,
            position=one.position,
            done_at=one.done_at,
            assignee_id=one.assignee_id if one.assignee_id in seeing else None,
            due_at=one.due_at,
            due_has_time=one.due_has_time,
            linked_card_id=one.linked_card_id,
        )
        copy.card.tasks_total += 1
        copy.card.tasks_done += copy.done_at is not None
        tasks.append(copy)
    return list(lists.values()), tasks


def _copied_attachments(actor, copies):
    """The same files under other names of rows: their bytes are stored once."""
    of = {card.pk: (card, copy) for card, copy in copies.items()}
    attachments = []
    for one in Attachment.objects.filter(card__in=of, binned_at=None).order_by("pk"):
        card, copy = of[one.card_id]
        same = ("name", "url", "key", "size", "mime", "width", "height", "previews", "file_name", "encoding")
        attachment = Attachment(card=copy, creator_id=actor.user_id, **{name: getattr(one, name) for name in same})
        copy.attachments_total += 1
        if card.cover_id == one.pk:
            copy.cover_id = attachment.pk
        attachments.append(attachment)
    return attachments
