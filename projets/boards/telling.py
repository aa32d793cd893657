"""What happened, in words: a fact as sentences that begin with who did it. Pure: no database, no clock."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from projets.boards.dates import shown_day, shown_due, shown_time
from projets.boards.values import parts_of, shown

_SLOT = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True)
class Said:
    """« a déplacé la carte de À faire à En cours »: what follows the name of who did it."""

    text: str
    names: dict = field(default_factory=dict)

    def __str__(self):
        return str(self.text) % self.names

    @property
    def parts(self):
        """(text, whether it is a name) one after the other, for a page that shows names in another way."""
        pieces = _SLOT.split(str(self.text))
        told = [(str(self.names[piece]) if rank % 2 else piece, rank % 2 == 1) for rank, piece in enumerate(pieces)]
        return [(text, is_name) for text, is_name in told if text]


@dataclass(frozen=True)
class Reader:
    """For whom it is told: in which language, on a card's own page or elsewhere, where the card needs its title."""

    language: str
    zone: object
    on_card: bool = True


def tell(entry, names, reader):
    """The sentences for one entry of a history; most have one, a card given to three people has three."""
    sentences = _TELLERS.get(entry.kind.partition(".")[0], _other)
    said = list(sentences(_Telling(entry, names, reader)))
    return said or [Said(_("changed %(card)s"), {"card": _Telling(entry, names, reader).card})]


def register(noun, sentences):
    """Of a part that records facts on boards: {what happened: the sentence}."""
    _TELLERS[noun] = _simple(sentences)


class _Telling:
    """One fact, with what is needed to put it in words."""

    def __init__(self, entry, names, reader):
        self.entry, self.names, self.reader = entry, names, reader
        self.was, self.now = entry.fact.before, entry.fact.after
        self.changed = entry.fact.changed
        self.what = entry.kind.partition(".")[2]

    @property
    def card(self):
        title = getattr(self.now, "title", None) or self.names.cards.get(getattr(self.now, "card_id", None))
        if self.reader.on_card or not title:
            return _("the card")
        return quoted(title)

    @property
    def name(self):
        if getattr(self.now, "base_id", None) and not self.now.name:
            return _("of the project")  # a group of fields that is called like its base
        return quoted(getattr(self.now, "name", "") or getattr(self.now, "color", ""))

    def person(self, id):
        known = self.names.people.get(id)
        return known.name if known else _("somebody")

    def day(self, date):
        return shown_day(date, self.reader.language)

    def due(self, state):
        return shown_due(state.due_at, state.due_has_time, self.reader.zone, self.reader.language)

    def said(self, text, **names):
        return Said(text, {"card": self.card, "name": self.name} | names)


def quoted(name):
    return Said(_("“%(title)s”"), {"title": name})


def _card(it):
    if it.what in _PLAIN_CARD:
        yield it.said(_PLAIN_CARD[it.what])
    elif it.what in ("created", "duplicated"):
        text = _("created %(card)s in %(list)s") if it.what == "created" else _("made %(card)s, a copy, in %(list)s")
        yield it.said(text, list=_list(it, it.now))
    elif it.what == "renamed":
        yield it.said(
            _("renamed the card from %(before)s to %(after)s"), before=quoted(it.was.title), after=quoted(it.now.title)
        )
    else:
        yield from _CARD_CHANGES[it.what](it)


def _dates(it):
    if "start_date" in it.changed:
        if it.now.start_date:
            yield it.said(_("set the start date of %(card)s to %(date)s"), date=it.day(it.now.start_date))
        else:
            yield it.said(_("took the start date off %(card)s"))
    if it.changed & {"due_at", "due_has_time"}:
        if it.now.due_at:
            yield it.said(_("set the due date of %(card)s to %(date)s"), date=it.due(it.now))
        else:
            yield it.said(_("took the due date off %(card)s"))


def _kind(it):
    yield it.said(_("made %(card)s a story") if it.now.kind == "story" else _("made %(card)s a project card"))


def _labels(it):
    for text, ids in (
        (_("put the label %(label)s on %(card)s"), set(it.now.label_ids) - set(it.was.label_ids)),
        (_("took the label %(label)s off %(card)s"), set(it.was.label_ids) - set(it.now.label_ids)),
    ):
        for id in sorted(ids):
            label = it.names.labels.get(id)
            yield it.said(text, label=(label.name or label.color) if label else _("of another board"))


def _people(it):
    were = {*it.was.member_ids, it.was.responsible_id} - {None}
    are = {*it.now.member_ids, it.now.responsible_id} - {None}
    for person in sorted(are - were):
        if person == it.entry.who:
            yield it.said(_("joined %(card)s"))
        else:
            yield it.said(_("put %(person)s on %(card)s"), person=it.person(person))
    for person in sorted(were - are):
        if person == it.entry.who:
            yield it.said(_("left %(card)s"))
        else:
            yield it.said(_("took %(person)s off %(card)s"), person=it.person(person))
    if "responsible_id" in it.changed:
        if it.now.responsible_id:
            yield it.said(_("made %(person)s responsible for %(card)s"), person=it.person(it.now.responsible_id))
        elif it.was.responsible_id in are:
            yield it.said(
                _("no longer has %(person)s responsible for %(card)s"), person=it.person(it.was.responsible_id)
            )


def _values(it):
    people = {id: person.name for id, person in it.names.people.items()}
    for id in sorted({*it.was.values, *it.now.values}):
        value = it.now.values.get(id, "")
        if value == it.was.values.get(id, ""):
            continue
        typed = it.names.fields.get(parts_of(id)[1])
        name = quoted(typed.name) if typed else _("a field")
        if not value:
            yield it.said(_("cleared %(field)s on %(card)s"), field=name)
        elif typed is None:
            yield it.said(_("filled in %(field)s on %(card)s"), field=name)
        else:
            text = shown(typed.kind, value, typed, it.reader.language, people)
            yield it.said(_("set %(field)s of %(card)s to %(value)s"), field=name, value=text)


def _timed(it):
    if it.now.time_spent is None:
        yield it.said(_("took the time spent off %(card)s"))
    elif it.now.timed_since and not it.was.timed_since and it.now.time_spent == (it.was.time_spent or 0):
        yield it.said(_("started the stopwatch of %(card)s"))
    elif it.was.timed_since and not it.now.timed_since and it.now.time_spent >= it.was.time_spent:
        yield it.said(_("paused the stopwatch of %(card)s at %(time)s"), time=shown_time(it.now.time_spent))
    else:
        yield it.said(_("set the time spent on %(card)s to %(time)s"), time=shown_time(it.now.time_spent))


def _cover(it):
    yield it.said(_("chose a cover for %(card)s") if it.now.cover_id else _("took the cover off %(card)s"))


def _moved(it):
    if "list_id" not in it.changed:
        yield it.said(_("moved %(card)s within %(list)s"), list=_list(it, it.now))
    else:
        yield it.said(
            _("moved %(card)s from %(before)s to %(after)s"), before=_list(it, it.was), after=_list(it, it.now)
        )


def _transferred(it):
    """The names of the other board are for who sees it."""
    before, after = _place(it, it.was), _place(it, it.now)
    if before is None:
        yield it.said(_("sent %(card)s from another board to %(after)s"), after=after or _("another board"))
    elif after is None:
        yield it.said(_("sent %(card)s from %(before)s to another board"), before=before)
    else:
        yield it.said(_("sent %(card)s from %(before)s to %(after)s"), before=before, after=after)


def _list(it, state):
    return it.names.lists.get(state.list_id) or _("(deleted list)")


def _place(it, state):
    column, board = it.names.lists.get(state.list_id), it.names.boards.get(state.board_id)
    if column is None or board is None:
        return None
    return Said(_("%(list)s (%(board)s)"), {"list": column, "board": board})


def _task(it):
    if it.what == "created" and it.now.linked_card_id:
        yield it.said(_("added the card %(name)s to the tasks of %(card)s"))
        return
    if it.what in _TASK:
        yield it.said(_TASK[it.what])
        return
    if it.what == "followed":
        yield it.said(_followed(it))
        return
    if "linked_card_id" in it.changed and it.now.linked_card_id:
        yield it.said(_("made the task %(name)s into a card"))
        return
    if "name" in it.changed:
        yield it.said(_("renamed the task %(before)s to %(name)s"), before=quoted(it.was.name))
    if "assignee_id" in it.changed:
        if it.now.assignee_id:
            yield it.said(_("gave the task %(name)s to %(person)s"), person=it.person(it.now.assignee_id))
        else:
            yield it.said(_("gave the task %(name)s to nobody"))
    if it.changed & {"due_at", "due_has_time"}:
        if it.now.due_at:
            yield it.said(_("set the due date of the task %(name)s to %(date)s"), date=it.due(it.now))
        else:
            yield it.said(_("took the due date off the task %(name)s"))


def _followed(it):
    if "linked_card_id" in it.changed:
        return _("deleted the card of the task %(name)s for good")
    if it.now.done_at:
        return _("closed the card of the task %(name)s")
    return _("reopened the card of the task %(name)s")


def _simple(sentences):
    def teller(it):
        if it.what in sentences:
            yield it.said(sentences[it.what])

    return teller


def _member(it):
    sentences = {
        "added": _("made %(person)s a member of the board"),
        "changed": _("gave %(person)s another role on the board"),
        "removed": _("took %(person)s off the board"),
    }
    yield it.said(sentences[it.what], person=it.person(it.now.user_id))


def _other(it):
    return ()


_PLAIN_CARD = {
    "described": _("rewrote the description of %(card)s"),
    "finished": _("marked %(card)s as done"),
    "reopened": _("marked %(card)s as not done"),
    "archived": _("archived %(card)s"),
    "unarchived": _("took %(card)s out of the archive"),
    "binned": _("put %(card)s in the bin"),
    "restored": _("took %(card)s out of the bin"),
    "cleared": _("deleted %(card)s"),
    "restricted": _("restricted %(card)s to its people"),
    "opened": _("opened %(card)s to the whole board"),
    "purged": _("deleted %(card)s for good"),
}
_CARD_CHANGES = {
    "scheduled": _dates,
    "labelled": _labels,
    "assigned": _people,
    "valued": _values,
    "covered": _cover,
    "timed": _timed,
    "retyped": _kind,
    "moved": _moved,
    "transferred": _transferred,
}
_TASK = {
    "created": _("added the task %(name)s to %(card)s"),
    "finished": _("ticked the task %(name)s"),
    "reopened": _("unticked the task %(name)s"),
    "moved": _("moved the task %(name)s"),
    "binned": _("removed the task %(name)s"),
    "restored": _("restored the task %(name)s"),
    "purged": _("deleted the task %(name)s for good"),
}
_TELLERS = {
    "card": _card,
    "task": _task,
    "membership": _member,
    "task_list": _simple(
        {
            "created": _("added the task list %(name)s to %(card)s"),
            "edited": _("changed the task list %(name)s"),
            "moved": _("moved the task list %(name)s"),
            "binned": _("removed the task list %(name)s"),
            "restored": _("restored the task list %(name)s"),
            "purged": _("deleted the task list %(name)s for good"),
        }
    ),
    "comment": _simple(
        {
            "written": _("commented on %(card)s"),
            "edited": _("edited a comment on %(card)s"),
            "binned": _("removed a comment from %(card)s"),
            "restored": _("restored a comment on %(card)s"),
            "purged": _("deleted a comment on %(card)s for good"),
        }
    ),
    "attachment": _simple(
        {
            "added": _("attached %(name)s to %(card)s"),
            "renamed": _("renamed a file of %(card)s to %(name)s"),
            "binned": _("removed the file %(name)s from %(card)s"),
            "restored": _("restored the file %(name)s of %(card)s"),
            "purged": _("deleted the file %(name)s for good"),
        }
    ),
    "field_group": _simple(
        {
            "created": _("added the group of fields %(name)s"),
            "edited": _("changed the group of fields %(name)s"),
            "moved": _("moved the group of fields %(name)s"),
            "binned": _("put the group of fields %(name)s in the bin"),
            "restored": _("took the group of fields %(name)s out of the bin"),
            "purged": _("deleted the group of fields %(name)s for good"),
        }
    ),
    "field": _simple(
        {
            "created": _("added the field %(name)s"),
            "edited": _("changed the field %(name)s"),
            "moved": _("moved the field %(name)s"),
            "binned": _("put the field %(name)s in the bin"),
            "restored": _("took the field %(name)s out of the bin"),
            "purged": _("deleted the field %(name)s for good"),
        }
    ),
    "list": _simple(
        {
            "created": _("added the list %(name)s"),
            "edited": _("changed the list %(name)s"),
            "moved": _("moved the list %(name)s"),
            "transferred": _("sent the list %(name)s to another board"),
            "sorted": _("sorted the list %(name)s"),
            "archived": _("archived the list %(name)s"),
            "unarchived": _("took the list %(name)s out of the archive"),
            "binned": _("put the list %(name)s in the bin"),
            "restored": _("took the list %(name)s out of the bin"),
            "purged": _("deleted the list %(name)s for good"),
        }
    ),
    "label": _simple(
        {
            "created": _("added the label %(name)s"),
            "edited": _("changed the label %(name)s"),
            "moved": _("moved the label %(name)s"),
            "binned": _("put the label %(name)s in the bin"),
            "restored": _("took the label %(name)s out of the bin"),
            "purged": _("deleted the label %(name)s for good"),
        }
    ),
    "board": _simple(
        {
            "created": _("created the board"),
            "edited": _("changed the settings of the board"),
            "moved": _("moved the board"),
            "archived": _("archived the board"),
            "unarchived": _("took the board out of the archive"),
            "binned": _("put the board in the bin"),
            "restored": _("took the board out of the bin"),
            "marked": _("changed the marking of the board"),
        }
    ),
}
