"""Who is signed in, from where, and how often signing in fails: for administrators, who may end a session."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from projets.accounts.factors import failures, opened
from projets.accounts.factors.actions.sessions import revoke_sessions
from projets.accounts.factors.models import OpenSession
from projets.boards.colleagues import matching
from projets.live.access import digest_of
from projets.live.hub import session_ended
from projets.web.door import door, for_administrators

SHOWN = 200


@never_cache
@require_safe
@for_administrators
def open_sessions(request):
    who = request.GET.get("qui", "").strip()
    found = opened.sessions_of_everybody()
    if who:
        found = found.filter(user__in=matching(who))
    rows = list(found[: SHOWN + 1])
    context = {
        "section": "administration",
        "who": who,
        "sessions": [(one, digest_of(one.pk), one.pk == request.session.session_key) for one in rows[:SHOWN]],
        "more": len(rows) > SHOWN,
        "now": failures.now(),
        "lock_outs": failures.lock_outs(),
    }
    return render(request, "pages/open_sessions/open_sessions.html", context)


@for_administrators
@door(revoke_sessions, then=lambda act: reverse("open_sessions"))
def end(actor, form, user_id):
    """One session of somebody's, by its digest: its key is a secret."""
    theirs = OpenSession.objects.filter(user=user_id).select_related("user")
    chosen = [one for one in theirs if digest_of(one.pk) == form.get("session")]
    if not chosen:
        raise Http404
    act = revoke_sessions(actor, chosen[0].user, [chosen[0].pk])
    session_ended(chosen[0].pk)
    return act
