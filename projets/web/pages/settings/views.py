"""A board's settings: its name and views, its labels, where it came from; putting it away."""

from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from projets.boards.actions import boards as board_actions
from projets.boards.markings import Marking
from projets.boards.models import Board, BoardSubscription, Label
from projets.boards.names import HUES
from projets.boards.permissions import EDIT, MANAGE, SHAPER, grounds
from projets.boards.queries import fields_on, find
from projets.usecase.log import revision_of
from projets.web.door import actor_of, door, signed_in
from projets.web.pages.board.list_acts import board_of
from projets.web.pages.board.views import board_seen
from projets.web.pages.fields.views import bases_of, told_groups
from projets.web.steps import with_steps

PARTS = {
    "board-head": "pages/settings/identity.html",
    "marking": "pages/settings/marking.html",
    "labels": "pages/settings/labels.html",
    "groups": "pages/fields/groups.html",
    "subscription": "pages/settings/subscription.html",
    "away": "pages/settings/away.html",
}

MARKINGS = [
    (Marking.PUBLIC, _("anybody may know of it")),
    (Marking.INTERNAL, _("for those who work on it; links, guests and services may be used")),
    (Marking.SENSITIVE, _("no links, no guests, nothing of it in mail or services")),
    (Marking.RESTRICTED, _("the State's mention: as sensitive, and every page and print bears it")),
]
BOXES = ("shows_creator", "shows_age", "limits_card_kinds", "expands_task_lists")


@require_safe
@signed_in
def settings_page(request, board_id):
    """Everybody on the board sees it; each changes what their role allows."""
    actor = actor_of(request)
    board = board_seen(actor, board_id)
    revision = revision_of(board.stream)
    theirs = grounds(actor, [board])[board]
    context = {
        "section": "projects",
        "board": board,
        "project": board.project,
        "revision": revision,
        "markings": MARKINGS,
        "may_manage": bool(theirs & MANAGE),
        "may_edit": bool(theirs & EDIT),
        "labels": with_steps(Label.objects.filter(board=board, binned_at=None)),
        "hues": HUES,
        "groups": told_groups(fields_on(board.pk)[0]),
        "may_shape": SHAPER in theirs,
        "add_group_to": f"/tableaux/{board.pk}/groupes-de-champs/",
        "bases": bases_of(board.project_id),
        "subscribed": BoardSubscription.objects.filter(board=board, user=request.user).exists(),
        "imports": board.imports.filter(state="done"),
    }
    return render(request, PARTS.get(request.headers.get("X-Fragment"), "pages/settings/settings.html"), context)


@door(board_actions.edit_board)
def edit(actor, form, board_id):
    given = {name: form[name] for name in ("name", "default_view", "default_card_kind") if name in form}
    given |= {name: form.get(name) == "1" for name in BOXES if name in form.getlist("boxes")}
    return board_actions.edit_board(actor, board_of(actor, board_id), **given)


@door(board_actions.mark_board)
def mark(actor, form, board_id):
    return board_actions.mark_board(actor, board_of(actor, board_id), form.get("marking", ""))


@door(board_actions.subscribe_board)
def subscribe(actor, form, board_id):
    return board_actions.subscribe_board(actor, board_of(actor, board_id), form.get("subscribed") == "1")


@door(board_actions.archive_board)
def archive(actor, form, board_id):
    return board_actions.archive_board(actor, board_of(actor, board_id))


@door(board_actions.unarchive_board)
def unarchive(actor, form, board_id):
    return board_actions.unarchive_board(actor, board_of(actor, board_id))


@door(board_actions.bin_board, then=lambda act: f"/projets/{act.facts[0].after.project_id}/")
def bin_it(actor, form, board_id):
    return board_actions.bin_board(actor, board_of(actor, board_id))


@door(board_actions.restore_board)
def restore(actor, form, board_id):
    (board,) = find(Board.objects.of_boards_seen_by(actor), board_id)
    return board_actions.restore_board(actor, board)
