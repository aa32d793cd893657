"""Archive and bin of a board, and the bin of projects: everything can come back to where it was."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from projets.boards.actions.restoring import RESTORED, restore_content
from projets.boards.binned import MOST, binned_on, binned_projects
from projets.boards.models import Attachment, Card, Comment, List, Task, TaskList
from projets.boards.names import plain
from projets.boards.permissions import EDIT, WORK, grounds
from projets.boards.queries import find
from projets.usecase.errors import NotFound
from projets.usecase.log import revision_of
from projets.web.door import actor_of, door, signed_in
from projets.web.pages.board.views import board_seen

CONTENT = {"task_list": TaskList, "task": Task, "comment": Comment, "attachment": Attachment}
if set(CONTENT.values()) != set(RESTORED):
    raise RuntimeError("restore_content and its page do not know the same kinds")


@require_safe
@signed_in
def archives_page(request, board_id):
    """`?q=` looks into names, titles and comments."""
    actor = actor_of(request)
    board = board_seen(actor, board_id)
    search = request.GET.get("q", "").strip()[:200]
    theirs = grounds(actor, [board])[board]
    revision = revision_of(board.stream)
    cards = Card.objects.filter(board=board, binned_at=None, archived_at__isnull=False, list__binned_at=None)
    cards = cards.open_to(actor)
    lists = List.objects.filter(board=board, binned_at=None, archived_at__isnull=False)
    told = binned_on(actor, board, search)
    context = {
        "section": "projects",
        "board": board,
        "project": board.project,
        "revision": revision,
        "search": search,
        "may_edit": bool(theirs & EDIT),
        "may_work": bool(theirs & WORK),
        "lists": _fitting(lists.order_by("-archived_at", "-pk"), "name", search),
        "cards": _fitting(
            cards.select_related("list").defer("description").order_by("-archived_at", "-pk"), "title", search
        ),
        "told": told,
        "held": [one for kind in CONTENT for one in told.get(kind, ())],
        "most": MOST,
    }
    part = request.headers.get("X-Fragment") == "archives"
    return render(request, f"pages/archives/{'rows' if part else 'archives'}.html", context)


@require_safe
@signed_in
def bin_page(request):
    """Projects that one manages and that wait to be restored."""
    context = {"section": "projects", "told": binned_projects(actor_of(request))}
    part = request.headers.get("X-Fragment") == "bin"
    return render(request, f"pages/archives/{'binned' if part else 'bin'}.html", context)


@door(restore_content)
def restore(actor, form, kind, row_id):
    if kind not in CONTENT:
        raise NotFound
    rows = CONTENT[kind].objects.of_boards_seen_by(actor)
    return restore_content(actor, find(rows, row_id))


def _fitting(rows, column, search):
    if not search:
        return list(rows[:MOST])
    words = plain(search).split()
    return [row for row in rows if all(word in plain(getattr(row, column)) for word in words)][:MOST]
