"""How sensitive a board is said to be, and what may leave it then: pure, asked by whoever lets something out."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Marking(models.TextChoices):
    PUBLIC = "public", _("Public")
    INTERNAL = "internal", _("Internal")
    SENSITIVE = "sensitive", _("Sensitive")
    RESTRICTED = "restricted", "Diffusion Restreinte"  # the State's own words, in every language


WAYS_OUT = ("links", "guests", "mail_body", "outgoing")
_CLOSED = {Marking.SENSITIVE: frozenset(WAYS_OUT), Marking.RESTRICTED: frozenset(WAYS_OUT)}


def allows(marking, way):
    """May this way be used on a board with this marking?

    links      addresses that open it without an account
    guests     accounts from outside, let in for this board
    mail_body  titles and words of it in mail, where anybody on the way may read them
    outgoing   webhooks and notification services are told what happens on it
    """
    if way not in WAYS_OUT:
        raise ValueError(f"no way out is called {way!r}")
    return way not in _CLOSED.get(Marking(marking), ())
