"""Time zones as people look for them: those of French territories by their name, then all others by theirs."""

from zoneinfo import available_timezones

from django.utils.translation import gettext_lazy as _

FRENCH = {
    "Europe/Paris": _("Metropolitan France"),
    "America/Guadeloupe": _("Guadeloupe"),
    "America/Martinique": _("Martinique"),
    "America/Cayenne": _("French Guiana"),
    "Indian/Reunion": _("Réunion"),
    "Indian/Mayotte": _("Mayotte"),
    "America/Miquelon": _("Saint-Pierre-et-Miquelon"),
    "Pacific/Noumea": _("New Caledonia"),
    "Pacific/Wallis": _("Wallis-et-Futuna"),
    "Pacific/Tahiti": _("French Polynesia"),
}


def offered():
    """[(name of the group, [(identifier, name)])]."""
    continents = (
        "Africa/",
        "America/",
        "Antarctica/",
        "Asia/",
        "Atlantic/",
        "Australia/",
        "Europe/",
        "Indian/",
        "Pacific/",
    )
    others = sorted(zone for zone in available_timezones() if zone.startswith(continents) and zone not in FRENCH)
    return [
        (_("France"), list(FRENCH.items())),
        (_("Elsewhere"), [(zone, zone.replace("_", " ")) for zone in [*others, "UTC"]]),
    ]
