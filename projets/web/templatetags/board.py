"""What templates say of cards, dates and colours."""

import json
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.timezone import localtime, now
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from projets.boards import dates
from projets.boards.colors import shown

register = template.Library()

HUE_NAMES = {
    "gris": _("Grey"),
    "rouge": _("Red"),
    "orange": _("Orange"),
    "ambre": _("Amber"),
    "vert": _("Green"),
    "sarcelle": _("Teal"),
    "bleu": _("Blue"),
    "indigo": _("Indigo"),
    "violet": _("Purple"),
    "rose": _("Pink"),
}


@register.filter
def hue_name(hue):
    """A colour in words: colour never speaks alone."""
    return HUE_NAMES.get(shown(hue), hue)


@register.filter
def shown_hue(color):
    """The one of our hues that stands for a colour."""
    return shown(color)


WORDS = {"agreed": _("Agreed"), "thanks": _("Thanks"), "seen": _("Seen")}


@register.filter
def said_word(word):
    """A reaction as people say it."""
    return WORDS[word]


@register.filter
def unlocalized(number):
    """An id as it is, without the spaces that French puts in numbers."""
    return str(number)


@register.simple_tag
def due(row):
    """When a card or a task is due: absolute text that the page's script makes relative."""
    zone = ZoneInfo(settings.TIME_ZONE)
    return format_html(
        '<time datetime="{}" data-due{}>{}</time>',
        dates.machine(row.due_at, row.due_has_time, zone),
        mark_safe(" data-done") if row.done_at else "",
        dates.shown_due(row.due_at, row.due_has_time, zone, get_language(), short=True),
    )


@register.filter
def size(count):
    """« 2,4 Ko », « 50 Mo »: in the units that people know."""
    for unit in (_("%(n)s B"), _("%(n)s KB"), _("%(n)s MB"), _("%(n)s GB")):
        if count < 1000 or unit == _("%(n)s GB"):
            break
        count /= 1024
    return unit % {"n": number_format(round(count, 1) if count % 1 and count < 10 else round(count))}


@register.filter
def as_json(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


@register.filter
def day(moment, with_time=False):
    """« 12 mars », with the year when it is not this one's, with the time when it counts."""
    local = localtime(moment) if moment.tzinfo and moment.tzname() == "UTC" else moment
    text = date_format(local, "j N" if local.year == now().year else "j N Y")
    return f"{text}, {date_format(local, 'TIME_FORMAT')}" if with_time else text
