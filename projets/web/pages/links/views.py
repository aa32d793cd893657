"""Links in Planka's form, kept in texts and bookmarks: they lead to ours."""

from django.http import Http404, HttpResponseRedirect
from django.views.decorators.http import require_safe

from projets.boards.models import Board, Card
from projets.web.door import actor_of, signed_in


@require_safe
@signed_in
def card(request, card_id):
    found = Card.objects.visible_to(actor_of(request)).filter(pk=card_id).select_related("board__project").first()
    if found is None:
        raise Http404
    return HttpResponseRedirect(f"/cartes/{found.reference}/")


@require_safe
@signed_in
def board(request, board_id):
    if not Board.objects.visible_to(actor_of(request)).filter(pk=board_id).exists():
        raise Http404
    return HttpResponseRedirect(f"/tableaux/{board_id}/")


@require_safe
@signed_in
def project(request, project_id):
    return HttpResponseRedirect(f"/projets/{project_id}/")  # which tells whether it is there to be seen
