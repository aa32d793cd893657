"""What somebody has to do, over all boards that they see. Reads only."""

from dataclasses import dataclass, field

from django.db.models import Count, Q

from projets.boards import dates
from projets.boards.models import Card, CardMember, Favorite, Label, List, Project, Task
from projets.boards.queries import people


@dataclass
class MyCards:
    """Cards on which one is and that are not finished, by when they are due; waiting ones are only there."""

    late: list = field(default_factory=list)
    today: list = field(default_factory=list)
    week: list = field(default_factory=list)
    later: list = field(default_factory=list)
    undated: list = field(default_factory=list)
    waiting: list = field(default_factory=list)

    @property
    def groups(self):
        return {name: getattr(self, name) for name in ("late", "today", "week", "later", "undated", "waiting")}


def my_cards(actor, now, zone):
    """`card.labels` are its labels, `card.waits_for` the people who have an open task of it."""
    cards = list(_open_cards(actor))
    _with_labels(cards)
    waited_for = _waited_for(actor, cards)
    mine = MyCards()
    for card in cards:
        card.waits_for = waited_for.get(card.pk, [])
        _group(mine, card, now, zone).append(card)
    return mine


def _open_cards(actor):
    on_it = CardMember.objects.filter(person_id=actor.user_id).order_by().values("card")
    return (
        Card.objects.visible_to(actor)
        .filter(pk__in=on_it, done_at=None, archived_at=None, list__archived_at=None, board__archived_at=None)
        .exclude(list__kind=List.Kind.CLOSED)
        .select_related("board__project", "list")
        .defer("description")
        .order_by("due_at", "board__name", "position", "id")
    )


def _group(mine, card, now, zone):
    """A late card is late whoever it waits for."""
    days = card.due_at and dates.days_left(card.due_at, now, zone)
    if card.due_at and card.due_at < now:
        return mine.late
    if card.waits_for:
        return mine.waiting
    if card.due_at is None:
        return mine.undated
    if days == 0:
        return mine.today
    return mine.week if days <= 6 - dates.day_of(now, zone).weekday() or days <= 1 else mine.later


def _with_labels(cards):
    wanted = {id for card in cards for id in card.label_ids}
    labels = {one.pk: one for one in Label.objects.filter(pk__in=wanted, binned_at=None)}
    for card in cards:
        card.labels = [labels[id] for id in card.label_ids if id in labels]


def _waited_for(actor, cards):
    """{card id: people} with an open task of it that is not one's own."""
    tasks = Task.objects.filter(task_list__card__in=cards, binned_at=None, task_list__binned_at=None, done_at=None)
    others = tasks.exclude(assignee_id=None).exclude(assignee_id=actor.user_id).order_by("position", "id")
    pairs = list(dict.fromkeys(others.values_list("task_list__card", "assignee_id")))
    names = people({person for _card, person in pairs})
    waited = {}
    for card, person in pairs:
        if person in names:
            waited.setdefault(card, []).append(names[person])
    return waited


def my_projects(actor):
    """Projects that somebody sees, favourites first: `.favorite`, `.mine` how many open cards are theirs, `.late`."""
    favorites = set(Favorite.objects.filter(user=actor.user_id).order_by().values_list("project", flat=True))
    on_it = CardMember.objects.filter(person_id=actor.user_id).order_by().values("card")
    shown = Q(boards__cards__in=on_it, boards__cards__done_at=None, boards__cards__binned_at=None)
    open_ones = shown & Q(boards__cards__archived_at=None, boards__binned_at=None)
    projects = (
        Project.objects.visible_to(actor)
        .filter(archived_at=None)
        .filter(Q(is_hidden=False) | Q(pk__in=favorites))
        .annotate(mine=Count("boards__cards", filter=open_ones, distinct=True))
        .order_by("name", "id")
    )
    found = list(projects)
    for project in found:
        project.favorite = project.pk in favorites
    return sorted(found, key=lambda one: not one.favorite)
