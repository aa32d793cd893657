"""A group of fields on a page of its own: its name and its fields, whatever has it."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from projets.boards.models import Field, FieldGroup
from projets.boards.permissions import SHAPE, grounds
from projets.boards.values import FieldKind
from projets.usecase.log import revision_of
from projets.web.door import actor_of, signed_in
from projets.web.steps import with_steps

PARTS = {"fields": "pages/fields/own.html"}
BLANK = {"name": "", "kind": FieldKind.TEXT, "unit": "", "options": [], "on_front": False}


@require_safe
@signed_in
def group_page(request, group_id):
    """For those who settle its fields."""
    actor = actor_of(request)
    group = FieldGroup.objects.visible_to(actor).filter(pk=group_id).first() if group_id < 2**63 else None
    if group is None:
        raise Http404
    revision = revision_of(group.stream)
    if not grounds(actor, [group])[group] & SHAPE:
        return render(request, "pages/errors/forbidden.html", status=403)
    context = {
        "section": "projects",
        "group": group,
        "revision": revision,
        **_holders(group),
        "fields": with_steps(Field.objects.filter(group=group, binned_at=None)),
        "base_fields": list(Field.objects.filter(group=group.base_id, binned_at=None)) if group.base_id else [],
        **for_forms(f"/groupes-de-champs/{group.pk}/champs/"),
    }
    response = render(request, PARTS.get(request.headers.get("X-Fragment"), "pages/fields/page.html"), context)
    response["X-Revision"] = str(revision)
    return response


def for_forms(add_to):
    """What forms of fields need; a new one is sent to `add_to`."""
    return {"kinds": FieldKind.choices, "blank": BLANK, "add_to": add_to}


def told_groups(groups):
    """These groups with their fields, in order, each with the steps it can take."""
    groups = with_steps(groups)
    of_group = {}
    ids = {group.pk for group in groups} | {group.base_id for group in groups}
    for field in Field.objects.filter(group__in=ids - {None}, binned_at=None):
        of_group.setdefault(field.group_id, []).append(field)
    for group in groups:
        group.shown = [*of_group.get(group.base_id, ()), *of_group.get(group.pk, ())]
    return groups


def bases_of(project_id):
    """Those that boards and cards may have a group of: all but the ones that are on every board."""
    return FieldGroup.objects.filter(project=project_id, on_every_board=False, binned_at=None)


def _holders(group):
    """The project, the board and the card that it is in."""
    if group.project_id:
        return {"project": group.project, "board": None, "card": None}
    board = group.card.board if group.card else group.board
    return {"project": board.project, "board": board, "card": group.card}
