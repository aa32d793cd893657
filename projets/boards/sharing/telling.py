"""What is shared, in the words of a board's history."""

from django.utils.translation import gettext_lazy as _

from projets.boards import telling

telling.register(
    "link",
    {
        "made": _("made a link that is enough to read the board"),
        "revoked": _("took back a link to the board"),
    },
)
telling.register(
    "guest",
    {
        "invited": _("invited a guest to the board"),
        "invited_again": _("invited a guest once more"),
        "accepted": _("let a guest in, who has accepted the invitation"),
        "prolonged": _("changed until when a guest may come"),
        "sponsored": _("had somebody else answer for a guest"),
        "ended": _("ended the access of a guest"),
    },
)
