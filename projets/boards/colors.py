"""Colours of labels and lists: our ten hues, and those of Planka 2, kept by name and shown as the nearest hue."""

NEAREST = {
    "muddy-grey": "gris",
    "autumn-leafs": "orange",
    "morning-sky": "bleu",
    "antique-blue": "indigo",
    "egg-yellow": "ambre",
    "desert-sand": "ambre",
    "dark-granite": "gris",
    "fresh-salad": "vert",
    "lagoon-blue": "bleu",
    "midnight-blue": "indigo",
    "light-orange": "orange",
    "pumpkin-orange": "orange",
    "light-concrete": "gris",
    "sunny-grass": "vert",
    "navy-blue": "indigo",
    "lilac-eyes": "violet",
    "apricot-red": "rouge",
    "orange-peel": "ambre",
    "silver-glint": "gris",
    "bright-moss": "vert",
    "deep-ocean": "sarcelle",
    "summer-sky": "bleu",
    "berry-red": "rouge",
    "light-cocoa": "orange",
    "grey-stone": "gris",
    "tank-green": "vert",
    "coral-green": "sarcelle",
    "sugar-plum": "violet",
    "pink-tulip": "rose",
    "shady-rust": "orange",
    "wet-rock": "gris",
    "wet-moss": "vert",
    "turquoise-sea": "sarcelle",
    "lavender-fields": "violet",
    "piggy-red": "rose",
    "light-mud": "orange",
    "gun-metal": "gris",
    "modern-green": "vert",
    "french-coast": "bleu",
    "sweet-lilac": "violet",
    "red-burgundy": "rouge",
    "pirate-gold": "ambre",
}
OF_LISTS = (
    "berry-red",
    "pumpkin-orange",
    "lagoon-blue",
    "pink-tulip",
    "light-mud",
    "orange-peel",
    "bright-moss",
    "antique-blue",
    "dark-granite",
    "turquoise-sea",
)
_FOR_PLANKA = {
    "gris": "dark-granite",
    "rouge": "berry-red",
    "orange": "pumpkin-orange",
    "ambre": "orange-peel",
    "vert": "bright-moss",
    "sarcelle": "turquoise-sea",
    "bleu": "lagoon-blue",
    "indigo": "antique-blue",
    "violet": "lilac-eyes",
    "rose": "pink-tulip",
}


def shown(color):
    """The hue that stands for a colour; "" for none."""
    return NEAREST.get(color, color)


def for_planka(color, among=tuple(NEAREST)):
    """The name that Planka's clients know a colour by; None for none, or when none is near among theirs."""
    named = _FOR_PLANKA.get(color, color)
    if named in among:
        return named
    return next((one for one in among if NEAREST[one] == shown(color)), "antique-blue" if color else None)
