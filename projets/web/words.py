"""The words that scripts say: one generated module per language, `projets/words` in the import map.

A script writes `t("Card moved to {list}", { list: name })`, the English sentence being the key as everywhere; only
sentences that some script uses are sent, and English needs none.
"""

import json
import re

import polib

_TEXT = r"""("(?:[^"\\]|\\.)*")"""
_ONE = re.compile(rf"(?<![\w.])[tm]\(\s*{_TEXT}")
_MANY = re.compile(rf"(?<![\w.])n\(\s*{_TEXT},\s*{_TEXT}")
_NOTE = re.compile(r"^\s*(?://|\*).*$", re.M)
PLURALS = {"fr": "n > 1 ? 1 : 0", "en": "n === 1 ? 0 : 1"}


def words_in(source):
    """The sentences of a script: (singular, None) or (singular, plural)."""
    source = _NOTE.sub("", source)
    for found in _ONE.finditer(source):
        yield json.loads(found[1]), None
    for found in _MANY.finditer(source):
        yield json.loads(found[1]), json.loads(found[2])


def word_modules(tree):
    """{language: source of its module}."""
    wanted = {
        one
        for path in sorted(tree.rglob("*.js"))
        if "vendor" not in path.parts
        for one, _ in words_in(path.read_text())
    }
    modules = {"en": _module("en", {})}
    for path in sorted(tree.glob("locale/*/LC_MESSAGES/django.po")):
        language = path.parents[1].name
        entries = {
            entry.msgid: entry for entry in polib.pofile(str(path)) if entry.msgid in wanted and not entry.msgctxt
        }
        modules[language] = _module(language, {one: _said(entries[one]) for one in sorted(entries)})
    return modules


def _said(entry):
    return [entry.msgstr_plural[n] for n in sorted(entry.msgstr_plural)] if entry.msgid_plural else entry.msgstr


def _module(language, words):
    said = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
    form = f"(n) => ({PLURALS[language]})"
    return f'export const language = "{language}";\nexport const form = {form};\nexport const words = {said};\n'
