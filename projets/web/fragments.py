"""One fragment per card, language and audience: what everybody in it sees, rendered once and stored.

The page joins fragments, live patches push the same ones. The key names everything that a fragment depends on, so
that a stored one is never wrong, only no longer asked for.
"""

from collections import OrderedDict
from threading import Lock
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import get_template
from django.utils.translation import get_language, override

from projets.boards import dates
from projets.boards.fronts import lists_on_front
from projets.boards.models import Board
from projets.boards.queries import own_fields
from projets.boards.values import FieldKind, shown

EVERYBODY = "everybody"  # who sees the card at all; whoever holds a link is another, see pages/shared/faces.py
MOST_STORED = 20_000  # of about 1.5 kB each


class Store:
    """The fragments asked for last, in this process."""

    def __init__(self, most):
        self.most = most
        self._kept = OrderedDict()
        self._lock = Lock()

    def get_many(self, keys):
        with self._lock:
            found = {key: self._kept[key] for key in keys if key in self._kept}
            for key in found:
                self._kept.move_to_end(key)
        return found

    def set_many(self, fragments):
        with self._lock:
            self._kept.update(fragments)
            while len(self._kept) > self.most:
                self._kept.popitem(last=False)

    def clear(self):
        with self._lock:
            self._kept.clear()


store = Store(MOST_STORED)


def key(card_id, version, display, language, audience=EVERYBODY):
    return (settings.RELEASE, card_id, version, display.digest, language, audience)


def stored_fragments(versions, display, language, audience=EVERYBODY):
    """{id: HTML} of those among {id: version} that were rendered before."""
    keys = {key(id, version, display, language, audience): id for id, version in versions.items()}
    return {keys[one]: html for one, html in store.get_many(keys).items()}


def card_fragments(cards, display, language, audience=EVERYBODY):
    """{id: HTML} for the states of any number of cards of one board."""
    keys = {card.id: key(card.id, card.version, display, language, audience) for card in cards}
    found = store.get_many(keys.values())
    missing = fresh_fragments([card for card in cards if keys[card.id] not in found], display, language)
    store.set_many({keys[id]: html for id, html in missing.items()})
    return {id: missing.get(id) or found[one] for id, one in keys.items()}


def fresh_fragments(cards, display, language):
    """{id: HTML}, rendered now: for cards that have just changed, so that nobody can have asked for them before."""
    own = own_fields_among(cards, display)
    fronts = lists_on_front([card.id for card in cards if card.tasks_total])
    with override(language):
        template = get_template("components/card/card.html")
        return {
            card.id: _render(template, card, display, own.get(card.id, {}), fronts.get(card.id, ())) for card in cards
        }


def own_fields_among(cards, display):
    """{card id: {key: Slot}} of those that have values in groups of their own."""
    ids = [card.id for card in cards if card.values and not card.values.keys() <= display.fields.keys()]
    return own_fields(ids) if ids else {}


def _render(template, card, display, own, front):
    shown = card_context(card, display, own) | {"task_lists": front, "unfolds": display.unfolds}
    return template.render({"card": shown}).strip()


def card_context(card, display, own):
    """What the face of a card says, ready for a template; `own` are the fields that it alone has, {key: Slot}."""
    on_it = (card.responsible_id, *card.member_ids)
    people = display.people if any(on_it) or display.shows_creator else {}
    zone = ZoneInfo(settings.TIME_ZONE)
    return {
        "id": str(card.id),
        "root": "/",  # before the addresses of cards and files
        "is_shared": False,  # for whoever holds a link: nothing to do with it, no ids of people
        "reference": f"{display.prefix}-{card.number}",
        "title": card.title,
        "is_restricted": card.is_restricted,
        "is_story": card.kind == Board.CardKind.STORY,
        "labels": [display.labels[id] for id in card.label_ids if id in display.labels],
        "label_ids": " ".join(map(str, card.label_ids)),
        "person_ids": " ".join(str(one) for one in on_it if one),
        "responsible": people.get(card.responsible_id),
        "members": [people[one] for one in card.member_ids if one in people],
        "due": card.due_at,
        "due_machine": card.due_at and dates.machine(card.due_at, card.due_has_time, zone),
        "due_shown": card.due_at and dates.shown_due(card.due_at, card.due_has_time, zone, get_language(), short=True),
        "done": card.done_at is not None,
        "time": time_spent(card),
        "tasks_total": card.tasks_total,
        "tasks_done": card.tasks_done,
        "comments": card.comments_total,
        "attachments": card.attachments_total,
        "cover_id": card.cover_id and str(card.cover_id),
        "values": card.values,
        "on_front": list(_on_front(card, display, own)) if card.values else [],
        "creator": people.get(card.creator_id) if display.shows_creator else None,
        "made_at": card.made_at.astimezone(zone) if display.shows_age else None,  # not the reader's: it is for all
    }


def time_spent(card):
    """What its stopwatch shows, until the page's script makes it run; None if nobody counts."""
    if card.time_spent is None:
        return None
    since = card.timed_since and card.timed_since.isoformat(timespec="seconds")
    return {"seconds": card.time_spent, "since": since, "shown": dates.shown_time(card.time_spent)}


def _on_front(card, display, own):
    """(field, value in words) of the fields that are shown on the card's face, in their order."""
    for key, field in (display.fields | own).items():
        if field.on_front and (text := card.values.get(key)):
            yield field, shown_value(field, text, display)


def shown_value(field, text, display):
    """A typed value as people read it."""
    names = {id: person.name for id, person in display.people.items()} if field.kind == FieldKind.PERSON else None
    return shown(field.kind, text, field, get_language(), names)
