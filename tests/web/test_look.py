"""Colours that can be read, in both themes; pages that say what they are."""

import re

import pytest

from projets.web.assets import HERE, STATE

TOKENS = dict(re.findall(r"--([\w-]+): light-dark\((#\w+), #\w+\)", (HERE / "layout" / "tokens.css").read_text()))
DARK = dict(re.findall(r"--([\w-]+): light-dark\(#\w+, (#\w+)\)", (HERE / "layout" / "tokens.css").read_text()))
SURFACES = ["surface-page", "surface-sunken", "surface", "surface-raised", "surface-hover", "surface-selected"]
STATUS = ["surface", "surface-page", "surface-selected"]
HUES = ["gris", "rouge", "orange", "ambre", "vert", "sarcelle", "bleu", "indigo", "violet", "rose"]
PAIRS = [
    *((text, ground, 4.5) for text in ("text", "text-soft", "text-faint", "text-link") for ground in SURFACES),
    ("text-inverse", "surface-inverse", 4.5),
    ("on-action", "action", 4.5),
    ("on-action", "action-hover", 4.5),
    ("on-accent", "accent", 4.5),
    ("accent", "accent-soft", 4.5),
    ("info", "info-soft", 4.5),
    *((f"hue-{hue}-text", f"hue-{hue}", 4.5) for hue in HUES),
    *((one, ground, 4.5) for one in ("success", "warning", "danger") for ground in (*STATUS, f"{one}-soft")),
    *((line, ground, 3) for line in ("border-control", "focus", "accent") for ground in SURFACES),
    *(
        (f"{one}-stroke", ground, 3)
        for one in ("success", "warning", "danger")
        for ground in ("surface", f"{one}-soft")
    ),
]


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", [TOKENS, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground", "needed"), PAIRS, ids=lambda value: str(value))
def test_contrast(theme, text, ground, needed):
    assert contrast(theme[text], theme[ground]) >= needed


@pytest.mark.parametrize("path", sorted(HERE.rglob("*.css")), ids=lambda path: path.stem)
def test_styles_use_the_tokens(path):
    source = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)
    if path.name != "tokens.css":
        assert not re.findall(r"#[0-9a-f]{3,8}\b(?![^{]*\{)", source, re.I), "a colour is a token"
        used = set(re.findall(r"var\(--([\w-]+)", source))
        own = set(re.findall(r"--([\w-]+):", source))
        known = set(re.findall(r"--([\w-]+):", (HERE / "layout" / "tokens.css").read_text()))
        if HERE / STATE in path.parents:
            known |= set(re.findall(r"--([\w-]+):", (HERE / STATE / "tokens.css").read_text()))
        assert used - own - known == set()
    assert source.count("{") == source.count("}")
    for found in re.finditer(r"^\S.*\{", source, re.M):
        assert found[0].startswith("@layer") or source[: found.start()].count("{") > source[: found.start()].count("}")
