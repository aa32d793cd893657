"""All that the page of one card shows, in a fixed number of queries."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Prefetch
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from projets.boards import dates, prose
from projets.boards.actions.comments import words_said
from projets.boards.actions.saving import state
from projets.boards.actions.timing import spent
from projets.boards.files import served_inline
from projets.boards.history import PAGE, history_of_card
from projets.boards.models import (
    Attachment,
    Card,
    CardSubscription,
    Comment,
    FieldGroup,
    List,
    Task,
    TaskList,
    TextVersion,
)
from projets.boards.permissions import AUTHOR, EDIT, MANAGE, PROJECT_MANAGER, SHAPER, TALK, WORK, grounds
from projets.boards.queries import Display, own_fields, people
from projets.boards.telling import Reader, tell
from projets.boards.values import FieldKind
from projets.notifications.queries import unread
from projets.usecase import rights
from projets.web.fragments import card_context, shown_value
from projets.web.pages.fields.views import bases_of, for_forms

FIRST_ENTRIES = 10
BY = {"api": _("(by a program)"), "cli": _("(from the command line)")}  # of what was not done on our pages


def card_detail(actor, card):
    """`card` comes with its board, project and list."""
    display = Display(card.board)
    comments = list(Comment.objects.filter(card=card, binned_at=None).order_by("written_at", "id"))
    task_lists = list(
        TaskList.objects.filter(card=card, binned_at=None).prefetch_related(
            Prefetch(
                "tasks",
                Task.objects.filter(binned_at=None).open_to(actor).order_by("position", "id"),
                "standing_tasks",
            )
        )
    )
    names = people({*display.people, *_met(card, comments, task_lists)})
    linked = _linked(actor, task_lists)
    theirs = grounds(actor, [card, *comments])
    own = own_fields([card.pk]).get(card.pk, {})
    shown = card_context(state(card), display, own)
    restricting = {card.creator_id, card.responsible_id, *card.member_ids}
    if PROJECT_MANAGER in theirs[card]:
        restricting.add(actor.user_id)
    everybody = sorted(display.people.values(), key=lambda one: one.name.casefold())
    return {
        "card": card,
        "face": shown,
        "display": display,
        "board": card.board,
        "project": card.board.project,
        "lists": List.objects.filter(board=card.board, binned_at=None, archived_at=None),
        "description": rendered(card.description, names, card),
        "description_typed": prose.to_typed(card.description, _names(names)),
        **fields_shown(card, display, own),
        "may_shape": SHAPER in theirs[card],
        "bases": bases_of(card.board.project_id),
        **for_forms(""),
        "people": everybody,
        "on_it": {*card.member_ids, card.responsible_id} - {None},
        "task_lists": [_task_list(one, names, linked) for one in task_lists],
        "comments": [_comment(one, names, theirs[one], actor, card) for one in comments],
        "files": [
            {"row": one, "shown": one.mime.startswith("image/") and served_inline(one.mime)}
            for one in Attachment.objects.filter(card=card, binned_at=None)
        ],
        "upload_limit": settings.UPLOAD_LIMIT,
        "mentioned": [
            {"id": str(one.id), "name": one.name, "initials": one.initials, "hue": one.hue}
            for one in everybody
            if one.claimed
        ],
        "history": told_history(actor, card, most=FIRST_ENTRIES),
        "followers": CardSubscription.objects.filter(card=card).count(),
        "followed": CardSubscription.objects.filter(card=card, user=actor.user_id).exists(),
        "unread": unread(actor).filter(card_id=card.pk).exists(),
        "time_typed": _time_typed(card),
        "due_typed": dates.typed_due(card.due_at, card.due_has_time, zone()),
        "due_shown": card.due_at and dates.shown_due(card.due_at, card.due_has_time, zone(), get_language()),
        "may_work": bool(theirs[card] & WORK),
        "may_talk": bool(theirs[card] & TALK),
        "may_edit": bool(theirs[card] & EDIT),
        "may_manage": bool(theirs[card] & MANAGE),
        "may_restrict": bool(theirs[card] & rights.table["restrict_cards"]) and actor.user_id in restricting,
    }


def told_history(actor, card, older=None, most=PAGE):
    """Who did what and when, the last first; `older` asks for the next page."""
    return in_words(history_of_card(actor, card, older, most), on_card=True)


def in_words(found, on_card):
    """A history in the reader's language."""
    reader = Reader(get_language(), zone(), on_card)
    entries = [
        {
            "who": found.names.people[one.who].name if one.who in found.names.people else None,
            "parts": said.parts,
            "undoing": one.undoing,
            "by": BY.get(one.via),
            "at": one.at,
        }
        for one in found.entries
        for said in tell(one, found.names, reader)
    ]
    return {"entries": entries, "older": found.older}


def zone():
    return ZoneInfo(settings.TIME_ZONE)


def rendered(text, names, card):
    return prose.render(text, _names(names), _card_links(text, card))


def version_of_text(owner_id, version):
    """One version of a description or comment, as the editor of somebody who wrote another one shows it."""
    found = TextVersion.objects.filter(owner_id=owner_id, version=version).first()
    if found is None:  # nobody has written one yet
        return None
    names = people({found.author_id, *prose.mentioned(found.text)})
    return {
        "version": version,
        "text": prose.to_typed(found.text, _names(names)),
        "author": prose.name_of(found.author_id, _names(names)),
        "at": found.written_at.isoformat(),
    }


def candidates(card):
    """Who can be mentioned on a card, with the spellings that do."""
    return {id: (person.name,) for id, person in Display(card.board).people.items() if person.claimed}


def _names(known):
    return {id: person.name for id, person in known.items()}


def _card_links(text, card):
    """Addresses of the cards of this project that a text names."""
    prefix = card.board.project.prefix
    named = {number for number in prose.card_numbers(text) if number.rpartition("-")[0] == prefix}
    numbers = {int(number.rpartition("-")[2]): number for number in named}
    if not numbers:
        return {}
    found = Card.objects.standing().filter(board__project=card.board.project_id, number__in=numbers).order_by()
    found = found.filter(is_restricted=False)  # whether such a one exists is nobody else's matter
    return {numbers[number]: f"/cartes/{numbers[number]}/" for number in found.values_list("number", flat=True)}


def _met(card, comments, task_lists):
    """Ids of people who are named by this card, members of the board or not."""
    yield from (card.creator_id, card.responsible_id, *card.member_ids)
    yield from (comment.author_id for comment in comments)
    for text in (card.description, *(comment.text for comment in comments)):
        yield from prose.mentioned(text)
    yield from (task.assignee_id for task_list in task_lists for task in task_list.standing_tasks)


def fields_shown(card, display, own):
    """`properties`: what is on all boards of the project; `groups`: each other group, of the board or of this card."""
    properties, own_groups = [], FieldGroup.objects.filter(card=card, binned_at=None, base__binned_at=None)
    groups = {slot.group: [] for slot in display.fields.values() if not _is_everywhere(slot.group)}
    groups |= {group: [] for group in own_groups.select_related("base")}
    for key, slot in (display.fields | own).items():
        value = card.values.get(key, "")
        one = {
            "field": slot,
            "id": f"{slot.group.pk}-{slot.field.pk}",
            "value": value,
            "shown": shown_value(slot, value, display) if value else "",
            "leads": slot.kind == FieldKind.LINK and value.startswith(("https://", "http://")),
            "chosen": value.split(",") if slot.kind == FieldKind.SEVERAL_OF else [value],
        }
        (properties if _is_everywhere(slot.group) else groups[slot.group]).append(one)
    return {"properties": properties, "groups": [{"group": group, "rows": rows} for group, rows in groups.items()]}


def _is_everywhere(group):
    return group.base is not None and group.base.on_every_board and not group.card_id


def _time_typed(card):
    """(hours, minutes) as the two boxes of a form take them; empty texts for nothing."""
    seconds = spent(card, now())
    return ("", "") if seconds is None else (str(seconds // 3600), str(seconds // 60 % 60))


def _linked(actor, task_lists):
    """{id: card} of those that tasks are linked to and that the reader sees: titles are as they are now."""
    ids = {task.linked_card_id for one in task_lists for task in one.standing_tasks} - {None}
    cards = Card.objects.visible_to(actor).filter(pk__in=ids).select_related("board__project").defer("description")
    return {card.pk: card for card in cards.order_by()} if ids else {}


def _task_list(task_list, names, linked):
    places = [task.position for task in task_list.standing_tasks]
    tasks = [
        {
            "task": task,
            "linked": linked.get(task.linked_card_id),
            "name": linked[task.linked_card_id].title if task.linked_card_id in linked else task.name,
            "assignee": names.get(task.assignee_id),
            "due": task.due_at and dates.machine(task.due_at, task.due_has_time, zone()),
            "due_shown": task.due_at and dates.shown_due(task.due_at, task.due_has_time, zone(), get_language(), True),
            "due_typed": dates.typed_due(task.due_at, task.due_has_time, zone()),
            "up": _between(places[: rank - 1], places[rank - 1 :]) if rank else None,
            "down": _between(places[: rank + 2], places[rank + 2 :]) if rank + 1 < len(places) else None,
        }
        for rank, task in enumerate(task_list.standing_tasks)
    ]
    done = sum(task["task"].done_at is not None for task in tasks)
    return {"list": task_list, "tasks": tasks, "done": done, "total": len(tasks)}


def _between(before, after):
    """The position to ask for behind the last of those before and ahead of the first of those after; "": the end."""
    if not after:
        return ""
    return ((before[-1] if before else 0) + after[0]) / 2


def _comment(comment, names, theirs, actor, card):
    said = words_said([comment.pk])[comment.pk]
    return {
        "comment": comment,
        "author": names.get(comment.author_id),
        "html": rendered(comment.text, names, card),
        "typed": prose.to_typed(comment.text, _names(names)),
        "mine": AUTHOR in theirs,
        "may_bin": bool(theirs & {AUTHOR, *MANAGE}),
        "words": [
            {"word": word, "count": len(said.get(word, ())), "mine": actor.user_id in said.get(word, ())}
            for word in ("agreed", "thanks", "seen")
        ],
    }
