"""Plans, done by the people they name: what many cards share is one act, as by somebody who selects them."""

from collections import defaultdict
from datetime import time

from django.utils import timezone

from projets.boards.actions.attachments import attach_file, attach_link
from projets.boards.actions.boards import create_board, edit_board
from projets.boards.actions.cards import archive_cards, bin_cards, create_cards, describe_card, move_cards
from projets.boards.actions.comments import react, write_comment
from projets.boards.actions.details import (
    assign_cards,
    cover_card,
    finish_cards,
    label_cards,
    schedule_cards,
    value_cards,
)
from projets.boards.actions.fields import create_field
from projets.boards.actions.labels import create_label
from projets.boards.actions.lists import edit_list
from projets.boards.actions.memberships import add_member
from projets.boards.actions.projects import add_manager, create_project, favor_project
from projets.boards.actions.saving import STATES
from projets.boards.actions.tasks import create_task_list, create_tasks, edit_task, finish_tasks
from projets.boards.dates import at
from projets.boards.models import Attachment, Board, Card, Comment, Field, Label, List, Project, Task, TaskList
from projets.operations.demo.days import day

DATES, PEOPLE = {"Comité"}, {"Référent"}


def write_project(plan, cast, files, today):
    first, *others = plan.managers
    chief = cast.actor(first)
    project = _made(
        Project,
        create_project(
            chief, cast.user(first), plan.name, plan.description, prefix=plan.prefix, background=plan.background
        ),
    )
    for key in others:
        add_manager(chief, project, cast.user(key))
    fields = {given["name"]: _made(Field, create_field(chief, project, **given)) for given in plan.fields}
    for board in plan.boards:
        _BoardWriter(board, plan, project, cast, fields, files, today).write()
    for key in plan.favorite_of:
        favor_project(cast.actor(key), project)


class _BoardWriter:
    def __init__(self, plan, project_plan, project, cast, fields, files, today):
        self.plan, self.project, self.cast = plan, project, cast
        self.chief = project_plan.managers[0]
        self.fields, self.files, self.today = fields, files, today
        self.editors = {key for key, role in plan.members.items() if role == "editor"}
        self.rows = {}  # cards, by the place of their plan

    def write(self):
        self._set_up()
        self._create()
        for place, card in enumerate(self.plan.cards):
            if card.text:
                describe_card(self._hand(card), self.rows[place], self.cast.said(card.text))
        self._dress()
        for place, card in enumerate(self.plan.cards):
            self._fill(card, self.rows[place])
        self._settle()

    def _set_up(self):
        chief = self.cast.actor(self.chief)
        names = [column["name"] for column in self.plan.lists]
        board = _made(Board, create_board(chief, self.project, self.plan.name, list_names=names))
        if self.plan.shows_age:
            edit_board(chief, board, shows_age=True)
        for key, role in self.plan.members.items():
            if key != self.chief:
                add_member(chief, board, self.cast.user(key), role)
        self.lists = {one.name: one for one in List.objects.filter(board=board).order_by("position", "id")}
        for column in self.plan.lists:
            given = {name: column[name] for name in ("kind", "color", "wip_limit") if name in column}
            if given and given != {"kind": "active"}:
                edit_list(chief, self.lists[column["name"]], **given)
        self.labels = {
            name: _made(Label, create_label(chief, board, name, hue)) for name, hue in self.plan.labels.items()
        }

    def _create(self):
        """By whoever made them, in the list where they began."""
        for (key, begins), places in self._alike(lambda card: [(card.by, card.begins or card.list)]):
            titles = [self.plan.cards[place].title for place in places]
            act = create_cards(self.cast.actor(key), self.lists[begins], titles)
            made = [fact.after.id for fact in act.facts if fact.kind == "card.created"]
            rows = Card.objects.in_bulk(made)
            self.rows |= {place: rows[id] for place, id in zip(places, made, strict=True)}

    def _dress(self):
        """What is the same for several cards at once."""
        for (key, name), places in self._alike(lambda card: [(card.by, label) for label in card.labels]):
            label_cards(self.cast.actor(key), self._cards(places), [self.labels[name]])
        for (key, people), places in self._alike(lambda card: [(card.by, tuple(card.people))]):
            ids = [self.cast.id(one) for one in people]
            if ids:
                assign_cards(self.cast.actor(key), self._cards(places), ids, responsible=ids[0])
        for (key, start, due, hour), places in self._alike(lambda card: [(card.by, card.start, card.due, card.time)]):
            if start is not None or due is not None:
                self._schedule(self.cast.actor(key), self._cards(places), start, due, hour)
        chief = self.cast.actor(self.chief)
        for (name, typed), places in self._alike(lambda card: card.fields.items()):
            value_cards(chief, self._cards(places), self.fields[name], self._typed(name, typed))

    def _schedule(self, actor, cards, start, due, hour):
        begins = None if start is None else day(start, self.today)
        schedule_cards(actor, cards, begins, self._moment(due, hour), hour is not None)

    def _fill(self, card, row):
        actor = self._hand(card)
        for given in card.tasks:
            self._write_tasks(actor, row, given)
        actor = self.cast.actor(self._mover(card))
        for file in card.files:
            act = attach_file(actor, row, self.files[file["name"]])
            if card.cover and file is card.files[0]:
                cover_card(actor, row, _made(Attachment, act))
        for link in card.links:
            attach_link(actor, row, link["url"], link["name"])
        for given in card.comments:
            comment = _made(Comment, write_comment(self.cast.actor(given["by"]), row, self.cast.said(given["text"])))
            for word, people in given.get("reactions", {}).items():
                for key in people:
                    react(self.cast.actor(key), comment, word)

    def _write_tasks(self, actor, row, given):
        """« x » before a task: done; at its end « @who », and the day by which."""
        task_list = _made(TaskList, create_task_list(actor, row, given["name"], on_front=given.get("front", False)))
        items = [_Item(text) for text in given["items"]]
        create_tasks(actor, task_list, [item.name for item in items])
        tasks = list(Task.objects.filter(task_list=task_list).order_by("position", "id"))
        for item, task in zip(items, tasks, strict=True):
            asked = {} if item.who is None else {"assignee_id": self.cast.id(item.who)}
            if item.due is not None:
                asked["due_at"] = self._moment(item.due, None)
            if asked:
                edit_task(actor, task, **asked)
        done = defaultdict(list)
        for item, task in zip(items, tasks, strict=True):
            if item.done:
                done[self.cast.actor(item.who) if item.who in self.editors else actor].append(task)
        for whoever, theirs in done.items():
            finish_tasks(whoever, theirs)

    def _settle(self):
        """Where each card has come to."""
        moving = self._alike(lambda card: [(self._mover(card), card.list)] if card.begins else [])
        for (key, name), places in moving:
            move_cards(self.cast.actor(key), self._cards(places), self.lists[name])
        for wanted, act in {"done": finish_cards, "archived": archive_cards, "binned": bin_cards}.items():
            groups = self._alike(lambda card, wanted=wanted: [self._mover(card)] if _is(card, wanted) else [])
            for key, places in groups:
                act(self.cast.actor(key), self._cards(places))

    def _alike(self, keys):
        """(key, places of the cards that have it), in the order in which they are met."""
        groups = defaultdict(list)
        for place, card in enumerate(self.plan.cards):
            for key in keys(card):
                groups[key].append(place)
        return list(groups.items())

    def _cards(self, places):
        return [self.rows[place] for place in places]

    def _mover(self, card):
        """Who moves it on: whoever answers for it, if they may."""
        answers = card.people[0] if card.people else card.by
        return answers if answers in self.editors else self.chief

    def _hand(self, card):
        return self.cast.actor(card.by)

    def _moment(self, counted, hour):
        if counted is None:
            return None
        clock = time.fromisoformat(hour) if hour else None
        return at(day(counted, self.today), clock, timezone.get_default_timezone())

    def _typed(self, name, typed):
        if name in DATES:
            return day(typed, self.today).isoformat()
        return str(self.cast.id(typed)) if name in PEOPLE else typed


class _Item:
    def __init__(self, text):
        words = text.split()
        self.done = words[0] == "x"
        words = words[self.done :]
        self.due = self.who = None
        if words[-1].startswith("+"):
            self.due = int(words.pop())
        if words[-1].startswith("@"):
            self.who = words.pop()[1:]
        self.name = " ".join(words)


def _is(card, wanted):
    return card.done if wanted == "done" else card.fate == wanted


def _made(model, act):
    """The row that an act was about: the first of its model that it made."""
    return model.objects.get(pk=next(fact.after.id for fact in act.facts if fact.state is STATES[model]))
