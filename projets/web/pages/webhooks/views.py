"""The webhooks of the instance, and the journal of what each was sent.

What holds an access token is posted by the browser itself, never kept in it; its mistakes are shown on the page again.
"""

from itertools import groupby

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from projets.accounts.queries import instance
from projets.boards.models import Board
from projets.boards.queries import number_of
from projets.notifications.webhooks import signing
from projets.notifications.webhooks.actions import webhooks as acts
from projets.notifications.webhooks.names import NAMES
from projets.notifications.webhooks.queries import failed_of, journal_of
from projets.usecase.errors import Conflict, Invalid
from projets.usecase.rights import require
from projets.web.door import actor_of, door, signed_in
from projets.web.pages.security.confirming import sensitive
from projets.web.wanting import see_other

MOST_SHOWN = 50  # lines of the journal at once
EVERYTHING, ONLY, ALL_BUT = "all", "only", "but"
FIELDS = ("name", "url", "access_token")


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("access_token")
@signed_in
def webhooks(request):
    actor = actor_of(request)
    require(actor, "create_webhook", instance())
    if request.method != "POST":
        return _list(request)
    try:
        act = acts.create_webhook(actor, instance(), board=_board(actor, request.POST.get("board")), **_given(request))
    except (Conflict, Invalid) as error:
        return _list(request, error)
    return see_other(reverse("webhook", args=[act.facts[0].after.id]))


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("access_token")
@signed_in
def webhook(request, webhook_id):
    actor = actor_of(request)
    found = _found(actor, webhook_id)
    if request.method != "POST":
        return _page(request, found)
    given = _given(request)
    if not given["access_token"] and "forget_token" not in request.POST:
        del given["access_token"]
    try:
        acts.edit_webhook(actor, found, **given)
    except (Conflict, Invalid) as error:
        return _page(request, found, error)
    return see_other(f"{reverse('webhook', args=[webhook_id])}?enregistre=1")


@require_POST
@sensitive
@signed_in
def secret(request, webhook_id):
    """The one time that it is shown: in the answer to this request, and nowhere else."""
    actor = actor_of(request)
    found, new = _found(actor, webhook_id), signing.new_secret()
    acts.renew_secret(actor, found, new)
    return _page(request, found, secret=new)


@door(acts.try_webhook)
def attempt(actor, form, webhook_id):
    return acts.try_webhook(actor, _found(actor, webhook_id))


@door(acts.switch_on_webhook, acts.switch_off_webhook, then=lambda act: _address_of(act))
def switch(actor, form, webhook_id):
    turn = acts.switch_on_webhook if form.get("on") == "1" else acts.switch_off_webhook
    return turn(actor, _found(actor, webhook_id))


@door(acts.replay_deliveries)
def replay(actor, form, webhook_id):
    """Those named, or all that failed."""
    found = _found(actor, webhook_id)
    chosen = [number_of(one) for one in form.getlist("delivery")]
    if "failed" in form:
        chosen = failed_of(found)
    return acts.replay_deliveries(actor, found, chosen)


@door(acts.remove_webhook, then=lambda act: reverse("webhooks"))
def remove(actor, form, webhook_id):
    return acts.remove_webhook(actor, _found(actor, webhook_id))


def _found(actor, id):
    found = acts.standing().filter(pk=id).first()
    if found is None:
        raise Http404
    require(actor, "edit_webhook", found)
    return found


def _address_of(act):
    return reverse("webhook", args=[act.facts[0].after.id]) if act.facts else reverse("webhooks")


def _board(actor, chosen):
    """The one named; None for the whole instance."""
    if not chosen:
        return None
    board = Board.objects.visible_to(actor).filter(pk=number_of(chosen)).first()
    if board is None:
        raise Http404
    return board


def _given(request):
    """As the actions want it."""
    names, which = request.POST.getlist("event"), request.POST.get("which")
    return {name: request.POST.get(name, "") for name in FIELDS} | {
        "wanted": names if which == ONLY else None,
        "unwanted": names if which == ALL_BUT else None,
    }


def _list(request, error=None):
    standing = list(acts.standing().select_related("board").order_by("id"))
    boards = Board.objects.visible_to(actor_of(request)).select_related("project").order_by("project__name", "name")
    form = _form(request, error) if error else _blank()
    context = {
        "section": "administration",
        "webhooks": standing,
        "may_add": len(standing) < acts.MOST,
        "most": acts.MOST,
        "boards": boards,
        "chosen_board": request.POST.get("board", ""),
        "form": form,
    }
    return render(request, "pages/webhooks/webhooks.html", context, status=_status(error))


def _page(request, found, error=None, secret=""):
    before = request.GET.get("avant", "")
    deliveries = journal_of(found)
    if before.isascii() and before.isdigit() and len(before) < 20:
        deliveries = deliveries.filter(pk__lt=int(before))
    shown = list(deliveries[: MOST_SHOWN + 1])
    context = {
        "section": "administration",
        "webhook": found,
        "form": _form(request, error) if error else _form_of(found),
        "saved": "enregistre" in request.GET,
        "secret": secret,
        "deliveries": shown[:MOST_SHOWN],
        "older": shown[MOST_SHOWN - 1].pk if len(shown) > MOST_SHOWN else None,
        "failed": len(failed_of(found)),
    }
    part = "journal" if request.headers.get("X-Fragment") == "journal" else "webhook"
    return render(request, f"pages/webhooks/{part}.html", context, status=_status(error))


def _status(error):
    return 200 if error is None else 409 if isinstance(error, Conflict) else 422


def _blank():
    return {"name": "", "url": "", "which": EVERYTHING, "has_token": False} | _choices(()) | _errors(None)


def _form_of(found):
    which = ONLY if found.events else ALL_BUT if found.excluded_events else EVERYTHING
    columns = {"name": found.name, "url": found.url, "which": which, "has_token": bool(found.access_token)}
    return columns | _choices(found.events or found.excluded_events or ()) | _errors(None)


def _form(request, error):
    """What was typed, and what is wrong with it."""
    typed = {name: request.POST.get(name, "") for name in ("name", "url")}
    more = {"which": request.POST.get("which") or EVERYTHING, "has_token": False}
    return typed | more | _choices(request.POST.getlist("event")) | _errors(error)


def _errors(error):
    field = getattr(error, "field", None)
    said = str(error) if error else ""
    return {"errors": {name: said if name == field else "" for name in FIELDS}, "error": "" if field else said}


def _choices(chosen):
    """Names by noun, with those that are ticked."""
    by_noun = groupby(sorted(NAMES), key=lambda name: name.rstrip("abcdefghijklmnopqrstuvwxyz"))
    return {"choices": [[(name, name in chosen) for name in names] for _verbless, names in by_noun]}
