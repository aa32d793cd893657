"""The typed fields of a group. Their values are set on cards, see details.py."""

from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projets.boards import events
from projets.boards.actions.counting import show_again
from projets.boards.actions.field_groups import everywhere
from projets.boards.actions.placing import arrange
from projets.boards.actions.saving import create, save, state, states
from projets.boards.models import Card, Field, FieldGroup, Project
from projets.boards.values import FieldKind
from projets.boards.wording import hue, worded
from projets.usecase.action import action
from projets.usecase.errors import Invalid
from projets.usecase.ids import new_id

MOST_OPTIONS = 200
WITH_OPTIONS = {FieldKind.ONE_OF, FieldKind.SEVERAL_OF}


@action("holder")
def create_field(actor, holder, name, kind=FieldKind.TEXT, unit="", options=(), on_front=False, position=None):
    """In a group; given a project, in the group that is on all its boards, which is made if there is none.

    `unit` is for numbers; `options` are names or `{"name", "hue"}` in order, for one of and several of.
    """
    field = Field(name=worded(name, 128), kind=_kind(kind), on_front=bool(on_front))
    field.unit = _unit(unit, field.kind)
    field.options = _options(options, field)
    field.group = everywhere(holder) if isinstance(holder, Project) else holder
    shifted = arrange([field], _fields_of(field.group_id), position)
    create(events.FieldCreated, field)
    save(events.FieldShifted, shifted)
    _show_again(field)


@action("field")
def edit_field(actor, field, name=None, kind=None, unit=None, options=None, on_front=None, position=None):
    """What is None stays as it is.

    `options` are all of them, in order: one with its `id` keeps its values whatever it is called now, one without is
    new. Cards that had one left out show nothing for it, and have it again if the act is undone.
    """
    were = states([field])
    if name is not None:
        field.name = worded(name, 128)
    if kind is not None and _kind(kind) != field.kind:
        _change_kind(field, kind)
    if unit is not None:
        field.unit = _unit(unit, field.kind)
    if options is not None:
        field.options = _options(options, field)
    if on_front is not None:
        field.on_front = bool(on_front)
    moves_alone = position is not None and state(field) == were[field]
    shifted = {} if position is None else arrange([field], _fields_of(field.group_id), position)
    save(events.FieldMoved if moves_alone else events.FieldEdited, were)
    save(events.FieldShifted, shifted)
    _show_again(field)


@action("field")
def move_field(actor, field, position=None):
    """Among the fields of its group; None: at the end."""
    were = states([field])
    shifted = arrange([field], _fields_of(field.group_id), position)
    save(events.FieldMoved, were)
    save(events.FieldShifted, shifted)
    _show_again(field)


@action("field")
def bin_field(actor, field):
    """Cards keep its values: nobody sees them until it is restored."""
    were = states([field])
    field.binned_at = timezone.now()
    save(events.FieldBinned, were)
    _show_again(field)


@action("field", also_in_bin=True)
def restore_field(actor, field):
    if not FieldGroup.objects.standing().filter(pk=field.group_id).exists():
        raise Invalid(_("The group of this field is in the bin, or what holds it: restore that first."))
    were = states([field])
    field.binned_at = None
    save(events.FieldRestored, were)
    _show_again(field)


def _fields_of(group_id):
    return Field.objects.filter(group=group_id, binned_at=None)


def _show_again(field):
    if field.card_id:
        show_again([field.card_id])


def _kind(kind):
    if kind not in FieldKind.values:
        raise Invalid(_("This kind of field does not exist: choose among those shown."), field="kind")
    return kind


def require_empty(field):
    """Before its kind changes: a value stands in a field of the kind that it was read for, and in no other."""
    if _is_filled_in(field):
        raise Invalid(
            _("Cards have values in this field, so its kind stays: add another field for the new kind."), field="kind"
        )


def _change_kind(field, kind):
    require_empty(field)
    field.kind = kind
    field.unit = field.unit if kind == FieldKind.NUMBER else ""
    field.options = field.options if kind in WITH_OPTIONS else []


def _is_filled_in(field):
    """On any card, in the bin too, through whichever group."""
    group = field.group
    where = {"board__project": group.project_id, "board": group.board_id, "pk": group.card_id}
    cards = Card.objects.filter(**{way: id for way, id in where.items() if id})
    return cards.annotate(text=Cast("values", TextField())).filter(text__contains=f':{field.pk}"').exists()


def _unit(unit, kind):
    unit = worded(unit, 20, "unit", least=0)
    if unit and kind != FieldKind.NUMBER:
        raise Invalid(_("Only numbers have a unit: leave it empty."), field="unit")
    return unit


def _options(given, field):
    """As the field keeps them; those it has already are known by their ids."""
    if given and field.kind not in WITH_OPTIONS:
        raise Invalid(_("This kind of field has no choices: leave them out."), field="options")
    if len(given) > MOST_OPTIONS:
        raise Invalid(_("A field has at most %(most)s choices.") % {"most": MOST_OPTIONS}, field="options")
    had = {option["id"]: option for option in field.options}
    options = [_option(one, had) for one in given]
    if len({option["name"].casefold() for option in options}) < len(options):
        raise Invalid(_("Two choices have the same name: give each its own."), field="options")
    if len({option["id"] for option in options}) < len(options):
        raise Invalid(_("This choice is given twice."), field="options")
    return options


def _option(given, had):
    given = {"name": given} if isinstance(given, str) else given
    id = str(given.get("id") or "")
    if id and id not in had:
        raise Invalid(_("This choice is not one of the field's: reload the page and try again."), field="options")
    was = had.get(id, {"id": str(new_id()), "hue": "gris"})
    return {
        "id": was["id"],
        "name": worded(given.get("name"), 128, "options"),
        "hue": hue(given.get("hue") or was["hue"], "options"),
    }
