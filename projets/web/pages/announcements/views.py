"""Messages to everybody, with dates: those there are, a new one, and hiding one for as long as a session lasts."""

from datetime import datetime, timedelta

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from projets.accounts.legal.actions.saying import make_announcement, remove_announcement
from projets.accounts.legal.models import Announcement
from projets.accounts.legal.shown import shown
from projets.accounts.queries import instance
from projets.usecase.errors import Invalid
from projets.usecase.rights import require
from projets.web.context import HIDDEN
from projets.web.door import actor_of, door, signed_in
from projets.web.wanting import back, see_other

MOMENT = "%Y-%m-%dT%H:%M"
DATES = ("begins_at", "ends_at")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def announcements(request):
    actor = actor_of(request)
    require(actor, "make_announcement", instance())
    if request.method != "POST":
        return _page(request, _usual())
    typed = _usual() | request.POST.dict()
    try:
        dates = [_moment(typed[name], name) for name in DATES]
        make_announcement(actor, instance(), typed.get("text", ""), typed.get("level"), *dates)
    except Invalid as error:
        return _page(request, typed, error)
    return see_other(reverse("announcements"))


@door(remove_announcement, then=lambda act: reverse("announcements"))
def remove(actor, form, announcement_id):
    return remove_announcement(actor, instance(), announcement_id)


@require_POST
def hide(request):
    """Whoever looks, signed in or not. One that is over is forgotten here too."""
    known = {str(one.pk): one.pk for one in shown().announcements}
    asked = known.get(request.POST.get("announcement"))
    hidden = {*request.session.get(HIDDEN, []), asked} & {*known.values()}
    if hidden:
        request.session[HIDDEN] = sorted(hidden)
    return back(request)


def _usual():
    now = timezone.localtime()
    return {
        "text": "",
        "level": Announcement.Level.INFO,
        "begins_at": now.strftime(MOMENT),
        "ends_at": (now + timedelta(days=1)).strftime(MOMENT),
    }


def _moment(typed, name):
    """In the time zone of whoever types it."""
    try:
        return timezone.make_aware(datetime.strptime(typed, MOMENT))  # noqa: DTZ007 (the form has no zone)
    except ValueError:
        raise Invalid(_("This is no date with a time."), name) from None


def _page(request, typed, error=None):
    errors = dict.fromkeys(("text", "level", *DATES), "") | ({error.field: str(error)} if error else {})
    context = {
        "rows": Announcement.objects.order_by("-ends_at", "pk")[:50],
        "now": timezone.now(),
        "typed": typed,
        "errors": errors,
        "levels": Announcement.Level.choices,
    }
    return render(request, "pages/announcements/page.html", context, status=422 if error else 200)
