"""Home: what must I do today, over all my boards."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from projets.boards.mine import my_cards, my_projects
from projets.boards.permissions import WORK, grounds
from projets.web.door import actor_of, signed_in

TITLES = {
    "late": _("Late"),
    "today": _("Today"),
    "week": _("This week"),
    "waiting": _("Waiting"),
    "later": _("Later"),
    "undated": _("Without a date"),
}


@require_safe
@signed_in
def home(request):
    actor = actor_of(request)
    now, zone = timezone.now(), ZoneInfo(settings.TIME_ZONE)
    mine = my_cards(actor, now, zone)
    groups = mine.groups
    cards = [card for group in groups.values() for card in group]
    theirs = grounds(actor, cards)
    for card in cards:
        card.may_finish = bool(theirs[card] & WORK)
    return render(
        request,
        "pages/home/home.html",
        {
            "section": "cards",
            "now": now,
            "mine": mine,
            "groups": [{"name": name, "title": title, "cards": groups[name]} for name, title in TITLES.items()],
            "nothing": not any(groups.values()),
            "projects": my_projects(actor),
        },
    )
