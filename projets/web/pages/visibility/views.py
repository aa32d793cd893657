"""« Qui peut voir ? »: everybody who can see a board or a card, each with the reasons."""

from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from projets.boards.markings import WAYS_OUT, allows
from projets.boards.visibility import Reason, who_sees
from projets.web.door import actor_of, signed_in
from projets.web.pages.board.views import board_seen
from projets.web.pages.card.views import card_seen, reference_of

WORDS = {
    Reason.MANAGER: _("manages the project"),
    Reason.EDITOR: _("member of the board, editor"),
    Reason.CONTRIBUTOR: _("member of the board, contributor"),
    Reason.COMMENTER: _("member of the board, commenter"),
    Reason.READER: _("member of the board, reader"),
    Reason.ADMINISTRATOR: _("administers the instance, and the project is shared"),
    Reason.ON_CARD: _("is on the card"),
    Reason.MADE_CARD: _("created the card"),
    Reason.GUEST: _("guest, until a day"),
    Reason.LINK: _("without an account, reading only"),
}
CLOSED = {
    "links": _("No link opens this board."),
    "guests": _("No guest can be let in."),
    "mail_body": _("Mail says that there is something new, and no more."),
    "outgoing": _("No webhook and no service is told what happens here."),
}


@require_safe
@signed_in
def board_audience(request, board_id):
    board = board_seen(actor_of(request), board_id)
    return _page(request, board)


@require_safe
@signed_in
def card_audience(request, reference):
    card = card_seen(actor_of(request), reference)
    return _page(request, card.board, card)


def _page(request, board, card=None):
    seers = [(one, [WORDS.get(reason, reason) for reason in one.reasons]) for one in who_sees(board, card)]
    context = {
        "section": "projects",
        "board": board,
        "project": board.project,
        "card": card,
        "reference": card and reference_of(card),
        "seers": seers,
        "closed": [CLOSED[way] for way in WAYS_OUT if not allows(board.marking, way)],
    }
    return render(request, "pages/visibility/visibility.html", context)
