"""A card at its own address, as a page or as a dialog over its board, and the parts of it fetched again."""

from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from projets.boards.numbers import card_by_number
from projets.boards.queries import cards_called, number_of
from projets.usecase.errors import DomainError
from projets.usecase.log import revision_of
from projets.web.door import actor_of, signed_in
from projets.web.pages.card.reading import card_detail, told_history

PARTS = {"card-head", "card-description", "card-side", "card-tasks", "card-comments", "card-files", "card-history"}


@require_safe
@signed_in
def card_page(request, reference):
    actor = actor_of(request)
    card = card_seen(actor, reference)
    current = reference_of(card)
    if reference != current:
        return redirect("card", reference=current)
    revision = revision_of(card.stream)
    context = {**card_detail(actor, card), "reference": current, "revision": revision, "section": "projects"}
    fragment = request.headers.get("X-Fragment", "").partition(":")[0]
    if fragment == "dialog":
        template = "pages/card/dialog.html"
    elif fragment in PARTS:
        template = f"pages/card/{fragment.removeprefix('card-')}.html"
    else:
        template = "pages/card/card.html"
    response = render(request, template, context)
    response["X-Revision"] = str(revision)
    return response


@require_safe
@signed_in
def history_page(request, reference):
    """What happened before what the card shows of its history: `?avant=` the last entry there."""
    actor = actor_of(request)
    card = card_seen(actor, reference)
    try:
        history = told_history(actor, card, number_of(request.GET["avant"]) if "avant" in request.GET else None)
    except DomainError as error:
        raise Http404 from error
    context = {"card": card, "reference": reference_of(card), "history": history, "section": "projects"}
    context["address"] = request.path
    alone = "X-Fragment" not in request.headers
    return render(request, "pages/card/history_page.html" if alone else "pages/card/entries.html", context)


@require_safe
@signed_in
def search(request):
    """`?q=` a number or words of a title: cards that one sees, to choose one of them."""
    found = cards_called(actor_of(request), request.GET.get("q", "")[:200])
    cards = [{"reference": reference_of(card), "title": card.title, "board": card.board.name} for card in found]
    return JsonResponse({"cards": cards})


def card_seen(actor, reference):
    """The card under this number, not one in the bin, itself or with what holds it; else there is no such page."""
    try:
        card = card_by_number(actor, reference)
    except DomainError as error:
        raise Http404 from error
    if card.in_bin or card.list.in_bin or card.board.in_bin or card.board.project.in_bin:
        raise Http404
    return card


def reference_of(card):
    return f"{card.board.project.prefix}-{card.number}"
