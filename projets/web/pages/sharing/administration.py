"""All that is shared with people without an account here, for whoever runs the instance."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from projets.boards.queries import people
from projets.boards.sharing.queries import SOON, all_guests, all_links
from projets.web.door import for_administrators
from projets.web.pages.members.views import ROLES
from projets.web.pages.sharing.views import used


@require_safe
@for_administrators
def shared(request):
    """Of private projects that there is something, and until when; not what they are called."""
    links = all_links()
    makers = people(link.made_by for link in links)
    guests = all_guests()
    sponsors = people(one.sponsor_id for one in guests)
    context = {
        "section": "administration",
        "links": [(link, makers.get(link.made_by), used(link)) for link in links],
        "guests": [(one, sponsors.get(one.sponsor_id), ROLES[one.role][0]) for one in guests],
        "soon": timezone.now() + SOON,
    }
    return render(request, "pages/sharing/administration.html", context)
