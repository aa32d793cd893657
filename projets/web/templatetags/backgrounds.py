"""What boards are laid on: gradients by the names that people read, and classes."""

from django import template
from django.utils.translation import gettext_lazy as _

from projets.boards.names import HUES

register = template.Library()

NAMES = {
    "old-lime": _("Lime"),
    "ocean-dive": _("Ocean"),
    "tzepesch-style": _("Embers"),
    "jungle-mesh": _("Jungle"),
    "strawberry-dust": _("Strawberry"),
    "purple-rose": _("Heather"),
    "sun-scream": _("Full sun"),
    "warm-rust": _("Rust"),
    "sky-change": _("Changing sky"),
    "green-eyes": _("Meadow"),
    "blue-xchange": _("Electric blue"),
    "blood-orange": _("Blood orange"),
    "sour-peel": _("Lemon peel"),
    "green-ninja": _("Undergrowth"),
    "algae-green": _("Seaweed"),
    "coral-reef": _("Coral"),
    "steel-grey": _("Steel"),
    "heat-waves": _("Sunset"),
    "velvet-lounge": _("Velvet"),
    "purple-rain": _("Purple rain"),
    "blue-steel": _("Slate blue"),
    "blueish-curve": _("Lagoon"),
    "prism-light": _("Prism"),
    "green-mist": _("Mist"),
    "red-curtain": _("Red curtain"),
}


@register.filter
def backdrop(background):
    """The class of a hue or of a gradient."""
    return f"backdrop--hue hue--{background}" if background in HUES else f"gradient--{background}"


@register.filter
def gradient_name(gradient):
    return NAMES[gradient]
