"""What people may type. Pure: no database, no clock."""

from django.utils.translation import gettext_lazy as _

from projets.boards.colors import NEAREST, shown
from projets.boards.names import GRADIENTS, HUES
from projets.usecase.errors import Invalid


def worded(text, most, field="name", least=1):
    """The text without blanks around it; Invalid unless it has `least` to `most` characters that can be stored."""
    text = text.strip() if isinstance(text, str) else ""
    if len(text) < least:
        raise Invalid(_("This cannot be empty: type something."), field=field)
    return _storable(text, most, field)


def prose(text, most=1_048_576, field="text"):
    """A long text as it was typed; Invalid unless it can be stored."""
    return _storable(text if isinstance(text, str) else "", most, field)


def hue(color, field="color", optional=False, was=""):
    """One of our ten colours, or of Planka's; choosing the hue that stands for the present one (`was`) keeps that."""
    if was and color == shown(was):
        return was
    if color in HUES or color in NEAREST or (optional and not color):
        return color or ""
    raise Invalid(_("This colour is not one of ours: choose among those shown."), field=field)


def background(name, field="background"):
    """One of our ten colours, a gradient, or nothing."""
    if not name or name in HUES or name in GRADIENTS:
        return name or ""
    raise Invalid(_("This background is not one of ours: choose among those shown."), field=field)


def _storable(text, most, field):
    if len(text) > most:
        raise Invalid(
            _("This text is too long: %(length)s characters, %(most)s at most.") % {"length": len(text), "most": most},
            field=field,
        )
    if any(letter == "\0" or "\ud800" <= letter <= "\udfff" for letter in text):
        raise Invalid(_("This text holds a character that cannot be kept: type it again."), field=field)
    return text
