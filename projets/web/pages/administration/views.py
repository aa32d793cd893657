"""Where administrators begin: what there is to look after, a line each."""

from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from projets.web.door import for_administrators

# (name of the address, icon, title, what one does there)
PAGES = [
    ("all_people", "people", _("People"), _("Find somebody: what they may do, where they work, when they came.")),
    ("all_organisations", "folder", _("Organisations"), _("See those there are, and who administers them.")),
    ("departures", "people", _("Departures"), _("Close an account, and hand over what it held.")),
    ("reviews", "check", _("Access reviews"), _("See who has confirmed who is on their boards.")),
    ("guests_and_links", "link", _("Guests and links"), _("See who without an account sees what, and take it back.")),
    ("audit", "history", _("Audit trail"), _("See who did what, and take it out as CSV.")),
    ("open_sessions", "user", _("Open sessions and failures"), _("Who is signed in, and how often signing in fails.")),
    ("state", "info", _("State of the service"), _("Versions, checks, backups, room and jobs.")),
    ("security_file", "lock", _("Security file"), _("One page to print, with the proofs.")),
    ("announcements", "bell", _("Announcements"), _("Say something on top of every page, for some days.")),
    ("legal_information", "description", _("Legal information"), _("Fill in the pages that the law asks for.")),
    ("webhooks", "link", _("Webhooks"), _("Tell other services what happens here.")),
]


@require_safe
@for_administrators
def administration(request):
    return render(request, "pages/administration/administration.html", {"section": "administration", "pages": PAGES})
