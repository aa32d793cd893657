"""Labels: of the board, or before 2015 what its cards show."""

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from projets.exchange import fitting
from projets.exchange.importers.trello.order import identified, name
from projets.exchange.plan import PlannedLabel

HUE = {
    "green": "vert",
    "yellow": "ambre",
    "orange": "orange",
    "red": "rouge",
    "purple": "violet",
    "blue": "bleu",
    "sky": "indigo",
    "lime": "sarcelle",
    "pink": "rose",
    "black": "gris",
}
NO_HUE = "gris"
COLOUR_NAME = {
    "green": (_("Green"), _("Light green"), _("Dark green")),
    "yellow": (_("Yellow"), _("Light yellow"), _("Dark yellow")),
    "orange": (_("Orange"), _("Light orange"), _("Dark orange")),
    "red": (_("Red"), _("Light red"), _("Dark red")),
    "purple": (_("Purple"), _("Light purple"), _("Dark purple")),
    "blue": (_("Blue"), _("Light blue"), _("Dark blue")),
    "sky": (_("Sky blue"), _("Light sky blue"), _("Dark sky blue")),
    "lime": (_("Lime"), _("Light lime"), _("Dark lime")),
    "pink": (_("Pink"), _("Light pink"), _("Dark pink")),
    "black": (_("Black"), _("Light black"), _("Dark black")),
}
SHADES = ("", "light", "dark")


class Labels:
    def __init__(self, board, ledger):
        self._ledger = ledger
        self._names = board.label_names or {}
        self._planned = {}
        self._by_look = {}
        for source_id, label in identified(board.labels, "labels", ledger):
            self._plan(source_id, label, listed=True)
        ledger.found["labels"] = len(board.labels or ())
        if not board.labels:
            for card in board.cards:
                for label in card.labels or ():
                    self._of_look(label, listed=True)
            ledger.found["labels"] = len(self._planned)

    def source_ids(self, card):
        """Of the card's labels: by id where the board has it, else by what the card shows. Nowhere is nothing."""
        by_id = (one for one in card.id_labels or () if one in self._planned)
        shown = (label.id if label.id in self._planned else self._of_look(label) for label in card.labels or ())
        return tuple(dict.fromkeys((*by_id, *shown)))

    @property
    def planned(self):
        return tuple(self._planned.values())

    def _of_look(self, label, listed=False):
        look = _look(label)
        if look not in self._by_look:
            self._plan("label:" + "/".join(look), label, listed)
        return self._by_look[look]

    def _plan(self, source_id, label, listed):
        shown = fitting.line(label.name) or fitting.line(self._names.get(label.color)) or colour_name(label.color)
        self._planned[source_id] = PlannedLabel(source_id, name(shown, self._ledger, shown), hue(label.color), listed)
        self._by_look.setdefault(_look(label), source_id)


def hue(colour):
    return HUE.get((colour or "").partition("_")[0], NO_HUE)


def colour_name(colour):
    colour, _underscore, shade = (colour or "").partition("_")
    if colour not in COLOUR_NAME:
        return gettext("No colour")
    return gettext(COLOUR_NAME[colour][SHADES.index(shade) if shade in SHADES else 0])


def _look(label):
    return (label.color or "", label.name or "")
