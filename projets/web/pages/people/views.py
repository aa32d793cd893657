"""All accounts, for administrators of the instance: who may what, as they settle; where they work, when they came."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from projets.accounts.actions.people import set_role
from projets.accounts.models import User
from projets.boards.colleagues import everybody, told_of
from projets.boards.queries import find
from projets.web.door import door, for_administrators
from projets.web.pages.security.confirming import sensitive

AT_ONCE = 50
ROLES = {
    User.Role.ADMINISTRATOR: _("Administrator"),
    User.Role.PROJECT_OWNER: _("Creates projects"),
    User.Role.BOARD_USER: _("Works on the boards of others"),
}
GUEST = _("Guest")
STATES = {"ouverts": True, "fermes": False}


@require_safe
@for_administrators
def people(request):
    """`?q=` part of a name or an address, `?comptes=` ouverts or fermes, `?page=`."""
    search, state = request.GET.get("q", "")[:100].strip(), request.GET.get("comptes", "")
    found = Paginator(everybody(search, STATES.get(state)), AT_ONCE)
    page = found.get_page(request.GET.get("page"))
    context = {
        "section": "administration",
        "people": [_shown(one) for one in told_of(page.object_list)],
        "page": page,
        "count": found.count,
        "search": search,
        "state": state,
        "roles": ROLES.items(),
    }
    return render(request, "pages/people/people.html", context)


def _next_page(act):
    """Who gives up administering is shown nothing of it any more; all others stay where they are."""
    gave_up = act.facts and act.facts[0].after.id == act.user_id
    return reverse("home") if gave_up and act.facts[0].after.role != User.Role.ADMINISTRATOR else None


@sensitive
@for_administrators
@door(set_role, then=_next_page)
def role(actor, form, user_id):
    return set_role(actor, *find(User.objects.all(), user_id), form.get("role"))


def _shown(one):
    return vars(one) | {"role": GUEST if one.user.is_guest else ROLES[one.user.role]}
