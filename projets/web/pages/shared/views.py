"""A board for whoever holds a link to it: reading only, no account, and nothing of it stays anywhere.

An address that opens nothing answers the same whatever the reason: no such link, ended, revoked, switched off.
"""

import time
from functools import wraps

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from projets.accounts.factors.throttling import TooManyTries
from projets.boards.models import Attachment
from projets.boards.pictures import SIDES
from projets.boards.sending import stored_file
from projets.boards.sharing.opened import WrongLinkPassword, link_behind, note_use, require_password_of
from projets.boards.sharing.reading import open_cards
from projets.web.pages.card.files import is_shown
from projets.web.pages.shared.reading import card_detail, lists_for
from projets.web.wanting import see_other

OPENED = "links_opened"  # in the session: {id of a link: when its password was given}
OPENED_FOR = 12 * 3600  # seconds
# Nobody keeps it, no search engine lists it, and no other site is told the address (which is the key)
PRIVATE = {
    "Cache-Control": "no-store, private, no-transform",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
}
NOBODY = {"me": None, "account": None, "here": ""}  # the page is that of no account, whoever is signed in


def of_link(view):
    """`view(request, link, …)` once the secret opens, and its password was given if it has one."""

    @sensitive_variables("secret")
    @wraps(view)
    def answer(request, secret, **ids):
        link = link_behind(secret)
        try:
            response = _opened(request, secret, link, ids)
        except Http404:
            response = _nothing(request)
        for name, value in PRIVATE.items():
            if not (name == "Referrer-Policy" and getattr(response, "asks_password", False)):
                response[name] = value
        return response

    def _opened(request, secret, link, ids):
        if link is None:
            return _nothing(request)
        if link.has_password and not _was_opened(request, link):
            at = reverse("shared_board", args=[secret])
            return _ask(request, link, at) if request.path == at else see_other(at)
        return view(request, link, **ids)

    return answer


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@of_link
def board(request, link):
    if request.method == "POST":  # the password was given before, in another tab
        return see_other(request.path)
    note_use(link)
    lists = lists_for(link)
    context = {
        **NOBODY,
        "link": link,
        "board": link.board,
        "project": link.board.project,
        "lists": mark_safe(lists.html),  # noqa: S308 (rendered by our own template)
        "total": lists.total,
    }
    return render(request, "pages/shared/board.html", context)


@require_safe
@of_link
def card(request, link, reference):
    prefix, _dash, number = reference.rpartition("-")
    if prefix != link.board.project.prefix or not (number.isascii() and number.isdigit() and len(number) < 10):
        raise Http404
    found = open_cards(link.board).filter(number=int(number)).select_related("list", "board__project").first()
    if found is None:
        raise Http404
    context = {**NOBODY, "link": link, "board": link.board, "project": link.board.project, "may_work": False}
    return render(request, "pages/shared/card.html", context | card_detail(link, found))


@require_safe
@of_link
def download(request, link, attachment_id):
    file = _file(link, attachment_id)
    return stored_file(request, file.key, file.name, file.mime)


@require_safe
@of_link
def preview(request, link, attachment_id, side):
    """A smaller picture; the original where there is none, if a browser shows it."""
    file = _file(link, attachment_id)
    if str(side) in file.previews:
        return stored_file(request, file.previews[str(side)], "apercu.webp", "image/webp")
    if side not in SIDES or not is_shown(file):
        raise Http404
    return stored_file(request, file.key, file.name, file.mime)


def _file(link, attachment_id):
    if link.hides_files or not 0 < attachment_id < 2**63:
        raise Http404
    of_board = open_cards(link.board).order_by().values("pk")
    file = Attachment.objects.filter(pk=attachment_id, binned_at=None, card__in=of_board).first()
    if file is None or file.is_link:
        raise Http404
    return file


def _nothing(request):
    return render(request, "pages/shared/nothing.html", NOBODY, status=404)


def _was_opened(request, link):
    given = request.session.get(OPENED, {}).get(str(link.pk), 0)
    return 0 <= time.time() - given < OPENED_FOR


def _ask(request, link, address):
    """For the password; a page without a word of the board."""
    refused, status = "", 200
    if request.method == "POST":
        try:
            require_password_of(link, request.POST.get("password", ""), request.META.get("REMOTE_ADDR", ""))
        except (WrongLinkPassword, TooManyTries) as error:
            refused, status = str(error), 429 if isinstance(error, TooManyTries) else 422
        else:
            request.session[OPENED] = request.session.get(OPENED, {}) | {str(link.pk): int(time.time())}
            return see_other(address)
    response = render(request, "pages/shared/password.html", {**NOBODY, "refused": refused}, status=status)
    # Told nothing of where it comes from, a browser sends a form as if from elsewhere, and it would be refused. This
    # page leads nowhere else, and other sites are told nothing by "same-origin" either.
    response.asks_password = True
    response["Referrer-Policy"] = "same-origin"
    return response
