"""What was done lately on a board, the last first."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from projets.boards.history import activity_of_board
from projets.boards.queries import number_of
from projets.usecase.errors import DomainError
from projets.web.door import actor_of, signed_in
from projets.web.pages.board.views import board_seen
from projets.web.pages.card.reading import in_words


@require_safe
@signed_in
def activity_page(request, board_id):
    """`?avant=` the last entry of the page before."""
    actor = actor_of(request)
    board = board_seen(actor, board_id)
    try:
        found = activity_of_board(actor, board, number_of(request.GET["avant"]) if "avant" in request.GET else None)
    except DomainError as error:
        raise Http404 from error
    context = {
        "section": "projects",
        "board": board,
        "project": board.project,
        "history": in_words(found, on_card=False),
        "address": request.path,
    }
    return render(request, "pages/activity/activity.html", context)
