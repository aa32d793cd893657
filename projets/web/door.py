"""How the page writes: a form in; messages of live patches out, or the next page for a browser without script."""

from functools import partial, wraps

from django.db import DatabaseError
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from projets.accounts.models import User
from projets.live.access import may_follow
from projets.usecase.actor import Actor
from projets.usecase.errors import (
    Conflict,
    DomainError,
    Invalid,
    NotFound,
    Outdated,
    Refused,
    TooLarge,
    TooOften,
    Unavailable,
    Why,
)
from projets.usecase.log import first_answer
from projets.usecase.outages import is_outage
from projets.web.pages.errors.views import typed
from projets.web.patches import messages_for
from projets.web.wanting import back, came_from, see_other, wants_json

STATUS = {
    NotFound: 404,
    Conflict: 409,
    Outdated: 409,
    Invalid: 422,
    TooLarge: 422,
    TooOften: 429,
    Unavailable: 503,
}


def actor_of(request):
    """The person signed in; the page makes an id for each of its acts."""
    return Actor(request.user.pk, "web", request.POST.get("act"))


def signed_in(view):
    """A page for people with an account: others sign in first, and come back."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        if not request.user.is_authenticated or _is_from_somebody_else(request):
            return _ask_to_sign_in(request)
        return view(request, *args, **kwargs)

    return answer


def for_administrators(view):
    """A page of the administration: to others it is not there."""

    @signed_in
    @wraps(view)
    def answer(request, *args, **kwargs):
        if request.user.role != User.Role.ADMINISTRATOR:
            raise Http404
        return view(request, *args, **kwargs)

    return answer


def door(*actions, then=None, theirs=None, more=None, unseen=False):
    """A write: `view(actor, form, **ids)` does one of `actions`; the page gets its patches, the same if sent twice.

    `form` is what was posted, its files in `form.files`. `then(act)` is the address of the page to go to, if not the
    one it came from. `theirs(actor, version, **ids)` is the text that somebody else saved first, to be compared.
    `more(act)` is what else the page's script is told, a dict. `unseen`: they may not see all that they change, so
    that each is told no more than they follow.
    """

    names = [action.__name__ for action in actions]

    def declare(view):
        @require_POST
        @signed_in
        @wraps(view)
        def answer(request, **ids):
            request.POST.files = request.FILES
            actor = actor_of(request)
            try:
                act = _answered(partial(view, actor, request.POST, **ids), partial(first_answer, actor, *names))
            except Outdated as error:
                return refusal(request, error, theirs and theirs(actor, error.version, **ids))
            except DomainError as error:
                return refusal(request, error)
            except DatabaseError as error:
                if not is_outage(error):
                    raise
                return refusal(request, Unavailable())
            address = then(act) if then else None
            if not wants_json(request):
                return see_other(address) if address else back(request)
            events = _still_theirs(actor, act.told) if act.done_before or unseen else act.told
            shown = [event for event in events if _is_shown_to(actor, event)]
            messages = messages_for(actor.user_id, shown, get_language(), again=act.done_before or unseen)
            told = {"act": str(act.pk), "messages": messages} | ({"redirect": address} if address else {})
            return JsonResponse(told | (more(act) if more else {}))

        return answer

    return declare


def _answered(perform, before):
    """The act performed; what is refused may have been done before, under its key, and then has its first answer."""
    try:
        return perform()
    except DomainError:
        if done := before():
            return done
        raise


def refusal(request, error, theirs=None):
    """In words, with what was typed: as JSON to a script, else as a page."""
    status, said = _status(error), sentence(error)
    headers = {"Retry-After": str(error.wait)} if isinstance(error, TooOften) else {}
    if wants_json(request):
        answer = {"refused": said}
        if getattr(error, "field", None):
            answer["field"] = error.field
        if isinstance(error, Outdated):
            answer |= {"version": error.version} | ({"theirs": theirs} if theirs else {})
        return JsonResponse(answer, status=status, headers=headers)
    context = {"refused": said, "typed": typed(request), "next": came_from(request)}
    response = render(request, "pages/errors/refused.html", context, status=status)
    for name, value in headers.items():
        response.headers[name] = value
    return response


def sentence(error):
    """What is wrong and what to do, for people; without giving away what they may not see."""
    if isinstance(error, Refused):
        return {
            Why.UNSEEN: _("This does not exist, or is not open to you."),
            Why.NOT_A_MEMBER: _("Only members may do this: ask whoever manages the project to invite you."),
            Why.ROLE_TOO_LOW: _("Your role does not allow this: ask whoever manages the project for another one."),
        }[error.why]
    if isinstance(error, Unavailable) and not str(error):
        return _("The server cannot write for now. What you sent was not saved: keep it and try again in a moment.")
    return str(error)


def _status(error):
    if isinstance(error, Refused):
        return 404 if error.why == Why.UNSEEN else 403
    return STATUS[type(error)]


def _is_shown_to(actor, event):
    """What an act tells somebody else on their own stream is no matter of its author's page."""
    return not event.stream_id.startswith("user:") or event.stream_id == f"user:{actor.user_id}"


def _still_theirs(actor, events):
    """Who does not see a board, or not any more, is told nothing of it by what they do, or by sending it again."""
    seen = {stream: may_follow(actor.user_id, stream) for stream in {event.stream_id for event in events}}
    return [event for event in events if seen[event.stream_id]]


def _ask_to_sign_in(request):
    if wants_json(request) or "X-Fragment" in request.headers:
        said = _("Your session has ended. Sign in again: what you typed is still here.")
        person = str(request.user.pk) if request.user.is_authenticated else None
        answer = {"refused": said, "sign_in": f"{reverse('sign_in')}?fragment=1", "person": person}
        return JsonResponse(answer, status=401)
    if request.method in ("GET", "HEAD"):
        return see_other(f"{reverse('sign_in')}?{urlencode({'next': request.get_full_path()})}")
    said = _("Your session has ended. Sign in again, then send this once more.")
    context = {
        "refused": said,
        "typed": typed(request),
        "next": f"{reverse('sign_in')}?{urlencode({'next': came_from(request)})}",
    }
    return render(request, "pages/errors/refused.html", context, status=401)


def _is_from_somebody_else(request):
    """A page names the author of what it sends: another person may have signed in since, in another tab."""
    return request.META.get("HTTP_X_PROJETS_PERSON", str(request.user.pk)) != str(request.user.pk)
