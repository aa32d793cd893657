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
