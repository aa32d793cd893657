"""Drawings for covers and attachments: a screen, bars, a curve, a network. The same name gives the same picture."""

from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 960, 360
PAPER, LINE, QUIET = "#f7f8fa", "#d4d9e2", "#e8ebf1"
INKS = {
    "bleu": "#2f62c9",
    "sarcelle": "#157f84",
    "vert": "#2f7d46",
    "violet": "#7149b8",
    "orange": "#bb5a12",
    "indigo": "#4a51c4",
    "rose": "#b13a77",
}


def draw(kind, hue, name):
    """The bytes of a PNG picture."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    _KINDS[kind](ImageDraw.Draw(picture), INKS[hue], Random(name))  # noqa: S311 (a drawing, no secret)
    kept = BytesIO()
    picture.save(kept, "PNG")
    return kept.getvalue()


def _screen(pen, ink, chance):
    """A form in a window, as a first sketch shows it."""
    pen.rounded_rectangle((200, 30, 760, 400), 12, fill="white", outline=LINE, width=2)
    pen.rounded_rectangle((200, 30, 760, 76), 12, fill=ink)
    pen.rectangle((200, 62, 760, 76), fill=ink)
    for place in range(3):
        pen.ellipse((222 + place * 24, 46, 236 + place * 24, 60), fill="white")
    pen.rounded_rectangle((236, 100, 236 + chance.randint(220, 380), 120), 6, fill="#5b6472")
    for row in range(2):
        top = 144 + row * 62
        pen.rounded_rectangle((236, top, 236 + chance.randint(90, 190), top + 11), 5, fill=LINE)
        pen.rounded_rectangle((236, top + 18, 724, top + 46), 6, fill=PAPER, outline=LINE, width=2)
    pen.rounded_rectangle((236, 276, 420, 316), 8, fill=ink)
    pen.rounded_rectangle((436, 276, 580, 316), 8, fill="white", outline=ink, width=3)


def _bars(pen, ink, chance):
    _grid(pen)
    height = 70
    for place in range(12):
        height = min(250, max(50, height + chance.randint(-14, 40)))
        left = 92 + place * 68
        pen.rounded_rectangle((left, 320 - height, left + 40, 320), 5, fill=ink if place > 8 else _pale(ink))


def _curve(pen, ink, chance):
    _grid(pen)
    points, height = [], 60
    for place in range(25):
        height = min(250, max(40, height + chance.randint(-14, 28)))
        points.append((88 + place * 33, 320 - height))
    pen.polygon([(88, 320), *points, (880, 320)], fill=_pale(ink))
    pen.line(points, fill=ink, width=6, joint="curve")
    left, top = points[-1]
    pen.ellipse((left - 12, top - 12, left + 12, top + 12), fill=ink, outline="white", width=4)


def _network(pen, ink, chance):
    nodes = [
        (130 + column * 175 + chance.randint(-36, 36), 76 + row * 104 + chance.randint(-18, 18))
        for column in range(5)
        for row in range(3)
    ]
    for place, node in enumerate(nodes):
        for other in nodes[place + 1 : place + 5]:
            if chance.random() < 0.6:
                pen.line((node, other), fill=LINE, width=4)
    for place, (left, top) in enumerate(nodes):
        size = 24 if place % 5 == 2 else 14
        pen.ellipse((left - size, top - size, left + size, top + size), fill=ink if size > 20 else _pale(ink))


def _grid(pen):
    for top in range(40, 321, 56):
        pen.line((80, top, 890, top), fill=QUIET if top < 320 else LINE, width=3)


def _pale(ink):
    parts = (int(ink[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{part + (255 - part) * 3 // 5:02x}" for part in parts)


_KINDS = {"screen": _screen, "bars": _bars, "curve": _curve, "network": _network}
