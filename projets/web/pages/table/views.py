"""The board as a table, equal of the board."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from projets.boards.permissions import grounds
from projets.boards.queries import Display
from projets.usecase.log import revision_of
from projets.web.door import actor_of, signed_in
from projets.web.pages.board.kept import rights
from projets.web.pages.board.views import board_data, board_seen
from projets.web.pages.table.reading import Order, columns_of, groups_of

PARTS = {
    "board": "pages/table/table.html",
    "board-head": "pages/board/head.html",
    "board-data": "pages/board/data.html",
}


@require_safe
@signed_in
def table_page(request, board_id):
    """`?tri=titre&sens=desc`, `?groupe=non`; filters are those of the board, applied by the page's script."""
    actor = actor_of(request)
    board = board_seen(actor, board_id)
    revisions = {"board": revision_of(board.stream), "project": revision_of(f"project:{board.project_id}")}
    context = {
        **_context(request, actor, board),
        "revisions": revisions,
        "section": "projects",
        "view": "list",
    }
    response = render(request, PARTS.get(request.headers.get("X-Fragment"), "pages/table/page.html"), context)
    response["X-Revision"] = str(revisions["board"])
    return response


def _context(request, actor, board):
    display = Display(board)
    order = Order(request.GET.get("tri", ""), request.GET.get("sens") == "desc")
    grouped = request.GET.get("groupe") != "non"
    groups = groups_of(actor, board, display, order, grouped)
    timed = any(group.time is not None for group in groups)
    columns = columns_of(
        display, order, lambda name, back: _address(request, tri=name, sens="desc" if back else None), grouped, timed
    )
    return {
        "board": board,
        "project": board.project,
        "groups": groups,
        "columns": columns,
        "fields": list(display.fields.values()),
        "timed": timed,
        "before_sums": len(columns) - len(display.fields) - timed + 1,
        "width": len(columns) + 2,
        "grouped": grouped,
        "regroup": _address(request, groupe="non" if grouped else None),
        "total": sum(len(group.rows) for group in groups),
        **rights(grounds(actor, [board])[board]),
        "data": board_data(board, display, actor),
    }


def _address(request, **change):
    """This page with other parameters, filters kept."""
    query = request.GET.copy()
    for name, value in change.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return f"?{query.urlencode()}" if query else request.path
