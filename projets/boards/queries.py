"""Reads that doors share."""

from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha256
from itertools import islice

from django.db.models import Exists, Q
from django.utils.translation import gettext_lazy as _

from projets.accounts.models import User
from projets.boards import names
from projets.boards.audiences import audiences_of
from projets.boards.markings import Marking, allows
from projets.boards.models import (
    Attachment,
    BackgroundImage,
    Board,
    Card,
    Field,
    FieldGroup,
    FormerPrefix,
    Label,
    Membership,
    Project,
    ProjectManager,
    TextVersion,
    Unclaimed,
)
from projets.boards.models.lasting import in_force
from projets.boards.numbers import card_by_number
from projets.boards.values import key_of
from projets.usecase.actor import Actor
from projets.usecase.errors import DomainError, Invalid, NotFound
from projets.usecase.prepared import MOST_COMPILED, Prepared

MOST_SEARCHED = 20_000  # cards whose titles are looked at


@dataclass(frozen=True)
class Person:
    """Somebody as cards show them: an account, or a name met in an import that nobody has claimed."""

    id: int
    name: str
    avatar: str = ""
    claimed: bool = True
    is_guest: bool = False

    @property
    def initials(self):
        return names.initials(self.name)

    @property
    def hue(self):
        return names.hue(self.id)


@dataclass(frozen=True)
class Slot:
    """One field in one group: where a card has a value."""

    group: FieldGroup
    field: Field

    @property
    def key(self):
        return key_of(self.group.pk, self.field.pk)

    @property
    def name(self):
        return self.field.name

    @property
    def kind(self):
        return self.field.kind

    @property
    def unit(self):
        return self.field.unit

    @property
    def options(self):
        return self.field.options

    @property
    def on_front(self):
        return self.field.on_front


@dataclass(frozen=True)
class Display:
    """What all cards of a board show beside their own columns, read when it is first asked for.

    `digest` names all of it. A card on which there is nobody and no label asks for the board alone.
    """

    board: Board

    @property
    def prefix(self):
        return self.board.project.prefix

    @property
    def shows_creator(self):
        return self.board.shows_creator

    @property
    def shows_age(self):
        return self.board.shows_age

    @property
    def unfolds(self):
        """Whether task lists stand open on the front."""
        return self.board.expands_task_lists

    @cached_property
    def labels(self):
        return {label.pk: label for label in _labels.objects(self.board.pk)}

    @cached_property
    def fields(self):
        """{key: Slot} in the groups of the board, by the keys of values."""
        return slots(*fields_on(self.board.pk))

    @cached_property
    def people(self):
        """{id: Person}: the board's members, those of its project, and its unclaimed names."""
        members = _members.rows(self.board.pk, self.board.project_id)
        return {pk: Person(pk, name, avatar, is_guest=bool(is_guest)) for pk, name, avatar, is_guest in members} | {
            pk: Person(pk, name, claimed=False) for pk, name in _unclaimed.rows(self.board.pk)
        }

    @cached_property
    def digest(self):
        labels = [(label.pk, label.name, label.color) for label in self.labels.values()]
        fields = [(key, one.name, one.kind, one.unit, one.options, one.on_front) for key, one in self.fields.items()]
        people = [(one.id, one.name, one.avatar) for one in sorted(self.people.values(), key=lambda one: one.id)]
        shown = (self.prefix, self.shows_creator, self.shows_age, self.unfolds, labels, fields, people)
        return sha256(repr(shown).encode()).hexdigest()[:16]


def slots(groups, fields):
    """{key: Slot} of these groups in order, first those that are on every board; a base's fields before its own."""
    of_group = {}
    for field in fields:
        of_group.setdefault(field.group_id, []).append(field)
    found = {}
    for group in sorted(groups, key=lambda group: not (group.base and group.base.on_every_board)):
        for field in (*of_group.get(group.base_id, ()), *of_group.get(group.pk, ())):
            slot = Slot(group, field)
            found[slot.key] = slot
    return found


def own_fields(card_ids):
    """{card id: {key: Slot}} of the groups that cards have of their own."""
    groups = FieldGroup.objects.filter(card__in=card_ids, binned_at=None, base__binned_at=None)
    groups = list(groups.select_related("base"))
    ids = {group.pk for group in groups} | {group.base_id for group in groups if group.base_id}
    fields = list(Field.objects.filter(group__in=ids, binned_at=None)) if ids else []
    of_card = {}
    for group in groups:
        of_card.setdefault(group.card_id, []).append(group)
    return {card: slots(theirs, fields) for card, theirs in of_card.items()}


def display_on(board_id):
    """For who knows the board by its id alone."""
    (board,) = _board.objects(board_id)
    return Display(board)


_board = Prepared(lambda board: Board.objects.select_related("project").filter(pk=board))
_labels = Prepared(lambda board: Label.objects.filter(board=board, binned_at=None))


def fields_on(board_id):
    """The groups that all cards of a board have, and the fields of these and of their bases."""
    groups = _groups.objects(board_id)
    return groups, _fields.objects(board_id) if groups else []


_groups = Prepared(
    lambda board: FieldGroup.objects.select_related("base").filter(board=board, binned_at=None, base__binned_at=None)
)
_fields = Prepared(
    lambda board: Field.objects.select_related("group").filter(
        Q(group__board=board) | Q(group__in=FieldGroup.objects.filter(board=board).order_by().values("base")),
        binned_at=None,
    )
)
_unclaimed = Prepared(lambda board: Unclaimed.objects.filter(board=board).order_by("pk").values_list("pk", "name"))


@Prepared
def _members(board, project):
    members = Membership.objects.filter(board=board).order_by().values("user")
    managers = ProjectManager.objects.filter(project=project).order_by().values("user")
    either = Q(pk__in=members) | Q(pk__in=managers)
    return User.objects.filter(either).order_by("pk").values_list("pk", "name", "avatar", "is_guest")


def member_ids_of(board):
    """Ids of who can see a board as a member or a manager of its project."""
    members = Membership.objects.filter(in_force(), board=board).order_by().values_list("user", flat=True)
    managers = ProjectManager.objects.filter(project=board.project_id).order_by().values_list("user", flat=True)
    return set(members.union(managers))


def who_sees(board_id, people_ids):
    """Of these people, those who see a board: members, managers of its project, administrators if it is shared."""
    members = Membership.objects.filter(in_force(), board=board_id, user__in=people_ids)
    members = members.order_by().values_list("user", flat=True)
    projects = Project.objects.filter(boards=board_id)
    managers = ProjectManager.objects.filter(project__in=projects.order_by(), user__in=people_ids)
    administrators = User.objects.administrators().filter(Exists(projects.filter(is_shared=True)), pk__in=people_ids)
    managers = managers.order_by().values_list("user", flat=True)
    return set(members.union(managers, administrators.order_by().values_list("pk", flat=True)))


def let_out(told):
    """Of these events, those that webhooks and services may be told of.

    Not of restricted cards, which are for their people alone, nor of boards whose marking keeps them in.
    """
    narrow, boards = audiences_of(told), {event.pk: _board_of(event) for event in told}
    closed = [marking for marking in Marking if not allows(marking, "outgoing")]
    kept = Board.objects.filter(pk__in=set(boards.values()) - {None}, marking__in=closed).order_by()
    kept = set(kept.values_list("pk", flat=True)) if any(boards.values()) else set()
    return [event for event in told if event.pk not in narrow and boards[event.pk] not in kept]


def _board_of(event):
    kind, _colon, id = event.stream_id.partition(":")
    if kind == "board":
        return int(id)
    return event.row_id if event.kind.startswith("board.") else None  # told on its project too


def unclaimed_on(board):
    """{id: Person} of the names that came with an import."""
    names = Unclaimed.objects.filter(board=board).order_by("pk").values_list("pk", "name")
    return {pk: Person(pk, name, claimed=False) for pk, name in names}


def assignable_ids(board_ids):
    """{board id: ids of those whom its cards can be given to}: who sees the board, and its unclaimed names."""
    found = {id: set() for id in board_ids}
    members = Membership.objects.filter(board__in=found).order_by().values_list("board", "user")
    managers = Board.objects.filter(pk__in=found, project__managers__isnull=False).order_by()
    unclaimed = Unclaimed.objects.filter(board__in=found).order_by().values_list("board", "pk")
    managing = managers.values_list("pk", "project__managers__user")
    for board, person in members.union(managing, unclaimed, all=True):
        found[board].add(person)
    return found


def people(ids):
    """{id: Person} of those that are known."""
    ids = set(ids) - {None}
    if not ids:
        return {}
    users = User.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "name", "avatar", "is_guest")
    known = {pk: Person(pk, name, avatar, is_guest=is_guest) for pk, name, avatar, is_guest in users}
    if left := ids - known.keys():
        names = Unclaimed.objects.filter(pk__in=left).order_by("pk").values_list("pk", "name")
        known |= {pk: Person(pk, name, claimed=False) for pk, name in names}
    return known


def titles_elsewhere(actor, tasks):
    """{card id: title} of the cards of other boards that tasks are linked to, as far as the actor sees them."""
    linked = {task.linked_card_id for task in tasks} - {None}
    if not linked:
        return {}
    here = {task.board_id for task in tasks}
    cards = Card.objects.visible_to(actor).filter(pk__in=linked).exclude(board__in=here)
    return dict(cards.order_by().values_list("pk", "title"))


def cards_called(actor, text, most=20):
    """Cards that somebody sees, by their number or by words of their titles; the newest first."""
    words = names.plain(text).split()
    if not words:
        return []
    try:
        return [_standing(card_by_number(actor, text.split()[0]))]
    except (NotFound, Invalid):
        pass
    seen = Card.objects.visible_to(actor).order_by("-pk").values_list("pk", "title")[:MOST_SEARCHED]
    found = (pk for pk, title in seen.iterator() if all(word in names.plain(title) for word in words))
    cards = Card.objects.filter(pk__in=list(islice(found, most))).select_related("board__project")
    return list(cards.defer("description").order_by("-pk"))


def _standing(card):
    if card.in_bin or card.list.in_bin or card.board.in_bin or card.board.project.in_bin:
        raise NotFound(_("This does not exist, or you cannot see it."))
    return card


def text_of(owner_id, version):
    """One version of a long text; "" for version 0, which nobody wrote; NotFound once it has left the bin for good."""
    if not version:
        return ""
    found = TextVersion.objects.filter(owner_id=owner_id, version=version).first()
    if found is None:
        raise NotFound(_("This does not exist, or you cannot see it."))
    return found.text


def find(rows, *ids):
    """These rows, in this order; NotFound unless all of them are there to be seen."""
    wanted = [number_of(id) for id in ids]
    found = rows.in_bulk(wanted)
    if any(id not in found for id in wanted):
        raise NotFound(_("This does not exist, or you cannot see it."))
    return [found[id] for id in wanted]


def seen(actor, model, *ids, ahead=()):
    """As `find` among all rows that are visible to somebody: asked by every act, hence composed only once.

    `ahead`: what is asked next, see `asked_for` and `statements.rows`.
    """
    if actor.projects is not None:
        return find(model.objects.visible_to(actor), *ids)
    wanted = [number_of(id) for id in ids]
    found = {row.pk: row for row in _visible(model).objects(actor.user_id, sorted(set(wanted)), ahead=ahead)}
    if any(id not in found for id in wanted):
        raise NotFound(_("This does not exist, or you cannot see it."))
    return [found[id] for id in wanted]


def asked_for(actor, model, *ids):
    """The statements by which `seen` will ask, for who asks ahead."""
    if actor.projects is not None or not 0 < len(set(ids)) <= MOST_COMPILED:
        return []
    try:
        return [_visible(model).statement(actor.user_id, sorted({number_of(id) for id in ids}))]
    except DomainError:  # which `seen` will say
        return []


@cache
def _visible(model):
    return Prepared(lambda person, pks: model.objects.visible_to(Actor(person, "")).filter(pk__in=pks).order_by())


def number_of(id):
    """An id as a number; Invalid or NotFound if it can be nobody's."""
    try:
        number = int(id)
    except (TypeError, ValueError) as error:
        raise Invalid(_("This is not an identifier.")) from error
    if not 0 < number < 2**63:
        raise NotFound(_("This does not exist, or you cannot see it."))
    return number


def prefixes_taken():
    """Prefixes that a project has, or once had."""
    now = Project.objects.order_by().values_list("prefix", flat=True)
    return set(now.union(FormerPrefix.objects.order_by().values_list("prefix", flat=True)))


def blobs_in_use():
    """Keys of all files and previews that a row names, in the bin too: what `storage.purge` must leave."""
    return {
        key
        for model in (Attachment, BackgroundImage)
        for file, previews in model.objects.order_by().exclude(key="").values_list("key", "previews").iterator()
        for key in (file, *previews.values())
    }


def highest_roles(people_ids):
    """{person: "manager" of a project, or the highest role that they have on a board}; who has none is left out."""
    roles = ["manager", *Membership.Role.values]
    managers = ProjectManager.objects.filter(user__in=people_ids).order_by().values_list("user_id", flat=True)
    members = Membership.objects.filter(user__in=people_ids).order_by().values_list("user_id", "role").distinct()
    found = {}
    for person, role in [*((person, "manager") for person in managers), *members]:
        found[person] = min(role, found.get(person, role), key=roles.index)
    return found
