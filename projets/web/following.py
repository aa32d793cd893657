"""Which streams a page may follow, and who is seen there: what the live part asks of those above it."""

from functools import cache

from django.db import connection

from projets.accounts.models import User
from projets.boards.audiences import audiences_of, people_of
from projets.boards.models import Board, Project
from projets.boards.queries import Person
from projets.boards.sharing.queries import end_of_access
from projets.live.hub import (
    register_access,
    register_access_facts,
    register_audiences,
    register_endings,
    register_gates,
    register_harmless_facts,
    register_person,
    register_renderer,
    register_telling,
)
from projets.notifications.events import NotificationCreated, NotificationMarked
from projets.usecase.actor import Actor
from projets.web.patches import message_for, one_answer

FOLLOWED = {"board": Board, "project": Project}
SOMEBODY, SOMETHING = -1, -2  # they stand for a person and a row
MAY_SHUT_OUT = {
    "board.binned",
    "board.marked",  # guests are no longer let in
    "manager.removed",
    "membership.removed",
    "project.binned",
    "project.edited",  # no longer shared: administrators do not look in
}

GATES = ("organisation:", "project:")  # whether guests are let in; which organisation says so


def may_follow(user_id, stream):
    kind, _colon, id = stream.partition(":")
    if kind not in FOLLOWED or not (id.isascii() and id.isdigit() and len(id) < 20 and int(id) < 2**63):
        return False
    question, given = _question(kind)
    meant = {SOMEBODY: user_id, SOMETHING: int(id)}
    with connection.cursor() as cursor:
        cursor.execute(question, [meant.get(value, value) for value in given])
        return cursor.fetchone() is not None


@cache
def _question(kind):
    """The query, composed once: that costs ten times its answer, and hundreds of pages may come at the same moment."""
    seen = FOLLOWED[kind].objects.visible_to(Actor(SOMEBODY, "web")).filter(pk=SOMETHING)
    return seen.order_by().values("pk").query.sql_with_params()


def shown_person(user_id):
    shown = User.objects.filter(pk=user_id, shows_presence=True).values_list("name", flat=True).first()
    if shown is None:
        return None
    person = Person(user_id, shown)
    return {"id": str(person.id), "name": person.name, "initials": person.initials, "hue": person.hue}


def ending(user):
    """Guests alone have an access that ends by itself."""
    return end_of_access(user.pk) if user.is_guest else None


def may_be_told(element):
    """A card that is everybody's on its board."""
    kind, _colon, id = element.partition(":")
    if kind != "card" or not (id.isascii() and id.isdigit() and len(id) < 20 and int(id) < 2**63):
        return False
    return not people_of({int(id)})


def register():
    register_renderer(message_for, one_answer)
    register_audiences(audiences_of)
    register_telling(may_be_told)
    register_access(may_follow)
    register_access_facts(MAY_SHUT_OUT)
    register_gates(GATES)
    register_harmless_facts({NotificationCreated.kind, NotificationMarked.kind})
    register_person(shown_person)
    register_endings(ending)
