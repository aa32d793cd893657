"""What people do to one card and what it holds: each address calls one action."""

from django.utils.translation import gettext as _

from projets.boards import prose
from projets.boards.actions import comments, tasks, timing
from projets.boards.actions.cards import describe_card
from projets.boards.actions.details import assign_cards, label_cards, retype_cards
from projets.boards.actions.restricting import open_cards, restrict_cards
from projets.boards.actions.subscribing import subscribe_card
from projets.boards.dates import parse_due
from projets.boards.models import Card, Comment, Label, List, Task, TaskList
from projets.boards.queries import cards_called, find, number_of
from projets.usecase.errors import Invalid
from projets.web.door import door
from projets.web.pages.card.reading import candidates, version_of_text, zone


def one(rows, id):
    (found,) = find(rows, id)
    return found


def card_of(actor, card_id):
    return one(Card.objects.visible_to(actor).select_related("board__project"), card_id)


def comment_of(actor, comment_id):
    return one(Comment.objects.visible_to(actor).select_related("card__board__project"), comment_id)


def version_in(form):
    """The version that the page had read, if it says."""
    try:
        return int(form["version"]) if form.get("version") else None
    except ValueError as error:
        raise Invalid(_("This is not a version number."), field="version") from error


def their_description(actor, version, card_id):
    return version_of_text(card_of(actor, card_id).pk, version)


def their_comment(actor, version, comment_id):
    return version_of_text(comment_of(actor, comment_id).pk, version)


@door(restrict_cards, open_cards)
def restrict(actor, form, card_id):
    act = restrict_cards if form.get("restricted") == "1" else open_cards
    return act(actor, [card_of(actor, card_id)])


@door(describe_card, theirs=their_description)
def describe(actor, form, card_id):
    card = card_of(actor, card_id)
    text = prose.from_typed(form.get("text", ""), candidates(card))
    return describe_card(actor, card, text, version_in(form))


@door(assign_cards)
def assign(actor, form, card_id):
    """The people shown as chosen, against those that were (`had`): what others changed meanwhile stays."""
    card = card_of(actor, card_id)
    had, chosen = ({number_of(id) for id in form.getlist(name)} for name in ("had", "person"))
    removed = (had - chosen) & {*card.member_ids, card.responsible_id}  # who has left the board is off it already
    more = {}
    if "responsible" in form:
        more["responsible"] = number_of(form["responsible"]) if form["responsible"] else None
    return assign_cards(actor, [card], sorted(chosen - had), sorted(removed), **more)


@door(label_cards)
def label(actor, form, card_id):
    had, chosen = (set(form.getlist(name)) for name in ("had", "label"))
    labels = Label.objects.visible_to(actor)
    card = card_of(actor, card_id)
    return label_cards(actor, [card], find(labels, *(chosen - had)), find(labels, *(had - chosen)))


@door(retype_cards)
def retype(actor, form, card_id):
    return retype_cards(actor, [card_of(actor, card_id)], form.get("kind"))


@door(subscribe_card)
def follow(actor, form, card_id):
    return subscribe_card(actor, card_of(actor, card_id), form.get("followed") == "1")


@door(comments.write_comment)
def comment(actor, form, card_id):
    card = card_of(actor, card_id)
    return comments.write_comment(actor, card, prose.from_typed(form.get("text", ""), candidates(card)))


@door(comments.edit_comment, theirs=their_comment)
def edit_comment(actor, form, comment_id):
    found = comment_of(actor, comment_id)
    text = prose.from_typed(form.get("text", ""), candidates(found.card))
    return comments.edit_comment(actor, found, text, version_in(form))


@door(comments.bin_comment)
def bin_comment(actor, form, comment_id):
    return comments.bin_comment(actor, comment_of(actor, comment_id))


@door(comments.react)
def react(actor, form, comment_id):
    return comments.react(actor, comment_of(actor, comment_id), form.get("word"), form.get("said", "1") == "1")


@door(tasks.create_task_list)
def create_task_list(actor, form, card_id):
    return tasks.create_task_list(actor, card_of(actor, card_id), form.get("name"))


@door(timing.start_timing, timing.pause_timing)
def run_stopwatch(actor, form, card_id):
    act = timing.start_timing if form.get("runs") == "1" else timing.pause_timing
    return act(actor, [card_of(actor, card_id)])


@door(timing.time_card)
def spend_time(actor, form, card_id):
    """Hours and minutes; both empty: nobody counts them."""
    typed = [form.get(name, "").strip() for name in ("hours", "minutes")]
    if not any(typed):
        return timing.time_card(actor, card_of(actor, card_id), None)
    try:
        hours, minutes = (int(text or 0) for text in typed)
    except ValueError:
        hours, minutes = -1, 0
    return timing.time_card(actor, card_of(actor, card_id), 3600 * hours + 60 * minutes)


def task_list_of(actor, task_list_id):
    return one(TaskList.objects.visible_to(actor), task_list_id)


def task_of(actor, task_id):
    return one(Task.objects.visible_to(actor), task_id)


@door(tasks.edit_task_list)
def edit_task_list(actor, form, task_list_id):
    given = {name: form[name] == "1" for name in ("on_front", "hides_done") if name in form}
    return tasks.edit_task_list(actor, task_list_of(actor, task_list_id), form.get("name"), **given)


@door(tasks.move_task_list)
def move_task_list(actor, form, task_list_id):
    return tasks.move_task_list(actor, task_list_of(actor, task_list_id), form.get("position") or None)


@door(tasks.bin_task_list)
def bin_task_list(actor, form, task_list_id):
    return tasks.bin_task_list(actor, task_list_of(actor, task_list_id))


@door(tasks.create_tasks)
def create_tasks(actor, form, task_list_id):
    """One task, or one for each line."""
    names = [line.strip() for line in form.get("name", "").splitlines() if line.strip()]
    return tasks.create_tasks(actor, task_list_of(actor, task_list_id), names)


@door(tasks.link_cards)
def link_card(actor, form, task_list_id):
    """A card by its number, which may be followed by its title, or by a title that is that of one card alone."""
    task_list = task_list_of(actor, task_list_id)
    found = cards_called(actor, form.get("card", ""))
    if not found:
        raise Invalid(_("No card that you see has this number or title: type its number, such as PORT-150."), "card")
    if len(found) > 1:
        raise Invalid(_("Several cards are called so: type the number of the one you mean, such as PORT-150."), "card")
    return tasks.link_cards(actor, task_list, found)


@door(tasks.edit_task)
def edit_task(actor, form, task_id):
    given = {}
    if "assignee" in form:
        given["assignee_id"] = number_of(form["assignee"]) if form["assignee"] else None
    if "due" in form:
        given["due_at"], given["due_has_time"] = parse_due(form["due"], form.get("time", ""), zone())
    return tasks.edit_task(actor, task_of(actor, task_id), form.get("name"), **given)


@door(tasks.finish_tasks)
def finish_task(actor, form, task_id):
    return tasks.finish_tasks(actor, [task_of(actor, task_id)], form.get("done") == "1")


@door(tasks.move_task)
def move_task(actor, form, task_id):
    task = task_of(actor, task_id)
    to_list = task_list_of(actor, form.get("list") or task.task_list_id)
    return tasks.move_task(actor, task, to_list, form.get("position") or None)


@door(tasks.bin_tasks)
def bin_task(actor, form, task_id):
    return tasks.bin_tasks(actor, [task_of(actor, task_id)])


@door(tasks.make_card_of_task)
def make_card_of_task(actor, form, task_id):
    """In the list that is named, by default the one of its card."""
    task = task_of(actor, task_id)
    to_list = one(List.objects.visible_to(actor), form.get("list") or task.card.list_id)
    return tasks.make_card_of_task(actor, task, to_list)
