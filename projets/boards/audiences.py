"""Which facts are for some people alone: those about a restricted card and all it holds, as restricted as it is today.

Whoever tells of the log asks here first. The rule is `rows.open_to`'s, said of people instead of rows; that both say
the same is proved by a test.
"""

from collections import defaultdict
from dataclasses import dataclass

from projets.boards import events
from projets.boards.models import Card, CardMember, ProjectManager
from projets.usecase.models import Event
from projets.usecase.prepared import Prepared


@dataclass(frozen=True)
class Audience:
    """`inside` are the people who are told of it (ids), as far as they see the board.

    `until` are those who saw the card before this very fact; None: everybody on the board.
    """

    inside: frozenset
    until: frozenset | None
    cards: frozenset  # ids of the restricted ones concerned


_restricted = Prepared(
    lambda cards: (
        Card.objects.filter(pk__in=cards).order_by().values_list("pk", "is_restricted", "creator_id", "board__project")
    )
)
_managers = Prepared(
    lambda boards: (
        ProjectManager.objects.filter(project__boards__in=boards).order_by().values_list("project__boards", "user_id")
    )
)


def audiences_of(found):
    """{event id: Audience} for those of these events that are not for everybody; one query where none is."""
    concerned = {event.pk: cards_of(event.fact) for event in found}
    ids = set().union(*concerned.values()) if concerned else set()
    if not ids:
        return {}
    people = people_of(ids)
    if not people:
        return {}
    told = {}
    for event in found:
        narrow = [people[id] for id in concerned[event.pk] if id in people]
        if narrow:
            cards = frozenset(id for id in concerned[event.pk] if id in people)
            told[event.pk] = Audience(frozenset.intersection(*narrow), _until(event.fact, cards), cards)
    return told


def people_of(card_ids):
    """{id: who may see it} for those of these cards that are restricted; gone for good, as they were last."""
    rows = {row[0]: row[1:] for row in _restricted.rows(sorted(card_ids))}
    closed = {id: (creator, project) for id, (restricted, creator, project) in rows.items() if restricted}
    gone = {state.id: state for state in _as_they_went(set(card_ids) - rows.keys()) if state.is_restricted}
    people = defaultdict(set)
    if closed:
        on_them = CardMember.objects.filter(card__in=closed).order_by().values_list("card", "person_id")
        for card, person in on_them:
            people[card].add(person)
        managing = defaultdict(set)
        managers = ProjectManager.objects.filter(project__in={project for _creator, project in closed.values()})
        for project, user in managers.order_by().values_list("project", "user"):
            managing[project].add(user)
        for card, (creator, project) in closed.items():
            people[card] |= {creator, *managing[project]} - {None}
    for card, state in gone.items():
        people[card] |= _people_then(state)
    return {id: frozenset(people[id]) for id in {*closed, *gone}}


def cards_of(fact):
    """Ids of the cards that a fact says something of: its own, and that a task is or was."""
    found = set()
    for state in filter(None, (fact.before, fact.after)):
        if isinstance(state, events.CardState):
            found.add(state.id)
        found |= {getattr(state, "card_id", None), getattr(state, "linked_card_id", None)}
    return found - {None}


def _until(fact, cards):
    """Only a fact about the card itself changes who sees it."""
    was = fact.before
    if not isinstance(was, events.CardState) or not isinstance(fact, events.CardFact):
        return frozenset()
    return frozenset(_people_then(was)) if was.is_restricted else None


def _people_then(state):
    """Of a state that was restricted; managers are today's, of the project that its board is in."""
    managers = {user for _board, user in _managers.rows([state.board_id])}
    return {state.creator_id, state.responsible_id, *state.member_ids, *managers} - {None}


def _as_they_went(ids):
    if not ids:
        return []
    purged = Event.objects.filter(row_id__in=ids, kind=events.CardPurged.kind).order_by("pk")
    return [event.fact.after for event in purged]
