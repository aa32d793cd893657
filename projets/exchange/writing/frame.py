"""What cards stand in and are marked with: fields of the project, labels and lists of the board."""

from projets.boards import events
from projets.boards.actions.field_groups import new_base_everywhere, on_board, siblings_of
from projets.boards.actions.placing import arrange
from projets.boards.actions.saving import create, save, states
from projets.boards.models import Board, Field, FieldGroup, Label, List
from projets.boards.names import plain
from projets.boards.values import key_of
from projets.usecase.ids import new_id


def bring_fields(desk):
    """A field of the project with the same name, kind and choices is taken for the same."""
    groups = _groups_of_bases(desk)
    if not desk.plan.fields:
        return
    group = (groups or _new_groups(desk))[0]
    theirs = Field.objects.filter(group=group.base, binned_at=None)
    there = {field.pk: field for field in theirs}
    alike = {_look(field.name, field.kind, [one["name"] for one in field.options]): field for field in theirs}
    new = []
    for planned in desk.plan.fields:
        known = desk.known.row_id("fields", planned.source_id)
        field = there.get(known)
        if known is not None and (field is None or field.kind != planned.kind):
            continue  # deleted here, or made of another kind, which would hold what was never read for it
        if field is None:
            field = alike.get(_look(planned.name, planned.kind, [one.name for one in planned.options]))
            if field is None:
                field = Field(group=group.base, name=planned.name, kind=planned.kind, on_front=planned.on_front)
                new.append(field)
            desk.known.add("fields", planned.source_id, field.pk, counted=False)
        desk.fields[planned.source_id] = key_of(group.pk, field.pk)
        _bring_options(desk, planned, field, field in new)
    if new:
        desk.later(save, events.FieldShifted, arrange(new, theirs, None))
        desk.later(create, events.FieldCreated, *new)


def bring_labels(desk):
    new = []
    for planned in desk.plan.labels:
        row_id = desk.known.row_id("labels", planned.source_id)
        if row_id is None:
            new.append(Label(board=desk.board, name=planned.name, color=planned.hue))
            row_id = new[-1].pk
            desk.known.add("labels", planned.source_id, row_id, planned.listed)
        else:
            desk.known.was_here("labels", planned.listed)
        desk.labels[planned.source_id] = row_id
    if new:
        standing = Label.objects.filter(board=desk.board, binned_at=None)
        desk.later(save, events.LabelShifted, arrange(new, standing, None))
        desk.later(create, events.LabelCreated, *new)


def bring_lists(desk):
    standing = List.objects.filter(board=desk.board, binned_at=None)
    there = standing.in_bulk()
    new = []
    for planned in desk.plan.lists:
        row_id = desk.known.row_id("lists", planned.source_id)
        if row_id is None:
            column = List(
                board=desk.board,
                name=planned.name,
                wip_limit=planned.wip_limit,
                archived_at=desk.now if planned.archived else None,
            )
            new.append(column)
            desk.lists[planned.source_id] = column
            desk.known.add("lists", planned.source_id, column.pk, planned.listed)
        else:
            desk.known.was_here("lists", planned.listed)
            if row_id in there:
                desk.lists[planned.source_id] = there[row_id]
    if new:
        desk.later(save, events.ListShifted, arrange(new, standing, None))
        desk.later(create, events.ListCreated, *new)


def _groups_of_bases(desk):
    """What the board has of the groups that are on every board; a new one gets them."""
    project = desk.board.project
    bases = FieldGroup.objects.filter(project=project, on_every_board=True).order_by("position", "id")
    if desk.known.fresh:
        groups = [on_board(desk.board, base) for base in bases]
        desk.later(FieldGroup.objects.bulk_create, groups)
    else:
        groups = list(FieldGroup.objects.filter(board=desk.board, base__in=bases).select_related("base"))
    return [group for group in groups if not group.base.in_bin]


def _new_groups(desk):
    """The first fields of a project: on this board, and on those that it has already."""
    project = desk.board.project
    base = new_base_everywhere(project)
    others = Board.objects.filter(project=project).exclude(pk=desk.board.pk).order_by("pk")
    groups = [on_board(board, base) for board in (desk.board, *others)]
    desk.later(save, events.FieldGroupShifted, arrange([base], siblings_of(base), None))
    desk.later(create, events.FieldGroupCreated, base)
    desk.later(FieldGroup.objects.bulk_create, groups)
    return groups


def _look(name, kind, options):
    return plain(name), kind, tuple(sorted(plain(one) for one in options))


def _bring_options(desk, planned, field, is_new):
    """Choices that the field has not got yet are added to it."""
    ids = {plain(one["name"]): one["id"] for one in field.options}
    added = []
    for option in planned.options:
        known = desk.known.row_id("options", option.source_id)
        if known is None:
            known = ids.get(plain(option.name))
            if known is None:
                known = str(new_id())
                added.append({"id": known, "name": option.name, "hue": "gris"})
                ids[plain(option.name)] = known
            if str(known).isdigit():  # else it is not one that an import made
                desk.known.add("options", option.source_id, int(known), counted=False)
        desk.options[option.source_id] = str(known)
    if added:
        were = {} if is_new else states([field])
        field.options = [*field.options, *added]
        desk.later(save, events.FieldEdited, were)
