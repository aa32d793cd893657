"""Every sentence has its French, and every French entry its sentence."""

import ast
import re
from collections import defaultdict
from pathlib import Path

import polib
import pytest
from django.utils.translation.template import templatize

from projets.config import catalogues
from projets.web.words import word_modules, words_in

ROOT = Path(__file__).parents[2] / "projets"
SINGULAR = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
CONTEXT = {"pgettext", "pgettext_lazy"}
PARTS = sorted(path.name for path in ROOT.iterdir() if path.is_dir() and any(path.rglob("*.py")))


def sentences(tree):
    """(context, singular, plural) of every call in Python source."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", None))
        texts = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if name in SINGULAR and texts:
            yield None, texts[0], None
        elif name in PLURAL and len(texts) > 1:
            yield None, texts[0], texts[1]
        elif name in CONTEXT and len(texts) > 1:
            yield texts[0], texts[1], None


def wanted(part):
    found = set()
    for path in (ROOT / part).rglob("*"):
        if "migrations" in path.parts or "vendor" in path.parts:
            continue
        if path.suffix == ".py":
            found |= set(sentences(ast.parse(path.read_text())))
        elif path.suffix in {".html", ".txt"}:
            found |= set(sentences(ast.parse(_calls_in(path))))
        elif path.suffix == ".js":
            found |= {(None, one, many) for one, many in words_in(path.read_text())}
    return found


def _calls_in(path):
    """Django turns a template into source for xgettext; what is left of its text is no Python, its calls are."""
    made = templatize(path.read_text(), origin=str(path))
    string = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
    calls = re.findall(rf"\b((?:n|np|p)?gettext\(\s*{string}(?:\s*,\s*(?:{string}|count))*\s*\)|_\({string}\))", made)
    return "\n".join(calls)


@pytest.mark.parametrize("part", PARTS)
def test_french_is_complete_and_nothing_more(part):
    source = ROOT / part / "locale" / "fr" / "LC_MESSAGES" / "django.po"
    entries = polib.pofile(str(source)) if source.exists() else []
    named = [(entry.msgctxt, entry.msgid, entry.msgid_plural or None) for entry in entries]
    assert sorted(wanted(part) - set(named), key=str) == [], "sentences without French"
    assert sorted(set(named) - wanted(part), key=str) == [], "French of no sentence"
    assert [one for one in named if named.count(one) > 1] == [], "entries given twice"
    assert [entry.msgid for entry in entries if entry.fuzzy or entry.obsolete or not _translated(entry)] == []


def _translated(entry):
    return all(entry.msgstr_plural.get(n) for n in (0, 1)) if entry.msgid_plural else entry.msgstr


@pytest.mark.parametrize("source", catalogues.sources(), ids=lambda path: path.parts[-5])
def test_placeholders_are_the_same(source):
    """A name missing in French is an error on the page, long after."""
    names = re.compile(r"%\(\w+\)s|\{\w*\}|%[sd]")
    for entry in polib.pofile(str(source)):
        for said in [entry.msgstr, *entry.msgstr_plural.values()]:
            if said:
                assert set(names.findall(said)) <= set(names.findall(entry.msgid + entry.msgid_plural)), entry.msgid
        if entry.msgstr:
            assert set(names.findall(entry.msgid)) == set(names.findall(entry.msgstr)), entry.msgid


def test_no_sentence_has_two_french_texts():
    """One catalogue hides the others: what means two things has a context, or other words in English."""
    said = defaultdict(set)
    for source in catalogues.sources():
        for entry in polib.pofile(str(source)):
            said[entry.msgctxt, entry.msgid].add((entry.msgstr, *entry.msgstr_plural.values()))
    assert {one: texts for one, texts in said.items() if len(texts) > 1} == {}


def test_scripts_say_the_french_without_context():
    """« Ouvrir » a card, not the « Ouverts » of the accounts."""
    french = word_modules(ROOT / "web")["fr"]
    assert '"Open":"Ouvrir"' in french


@pytest.mark.parametrize("source", catalogues.sources(), ids=lambda path: path.parts[-5])
def test_french_is_typeset(source):
    """An apostrophe is ’; before : ; ! ? and inside « » stands a space that does not break."""
    for entry in polib.pofile(str(source)):
        for said in filter(None, [entry.msgstr, *entry.msgstr_plural.values()]):
            text = re.sub(r"https?://\S+|%\(\w+\)s|\{\w+\}", "x", said)
            assert "'" not in text, said
            assert not re.search(r"\w[;!?]|\w:(?!\w|//)|[ \w]»|«[ \w]| [:;!?]", text), said


def test_a_sentence_has_one_french():
    """Django puts the catalogues together: of two French for one sentence, one is said in the other's place, too."""
    french = {}
    for source in catalogues.sources():
        for entry in polib.pofile(str(source)):
            said = entry.msgstr or tuple(entry.msgstr_plural.values())
            french.setdefault((entry.msgctxt, entry.msgid), set()).add(said)
    assert {sentence: said for sentence, said in french.items() if len(said) > 1} == {}


def test_scripts_say_what_has_no_context():
    """« Done » is « Terminées » of jobs, « Terminée » of a card."""
    assert '"Done":"Terminée"' in word_modules(ROOT / "web")["fr"]


def test_compiled_again_when_the_source_is_newer(tmp_path):
    folder = tmp_path / "web" / "locale" / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    source = folder / "django.po"
    source.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Yes"\nmsgstr "Oui"\n')
    catalogues.compile_all(tmp_path)
    assert [(entry.msgid, entry.msgstr) for entry in polib.mofile(str(folder / "django.mo"))] == [("Yes", "Oui")]
    source.write_text(source.read_text().replace("Oui", "Si"))
    later = (folder / "django.mo").stat().st_mtime_ns + 10**9
    import os

    os.utime(source, ns=(later, later))
    catalogues.compile_all(tmp_path)
    assert [entry.msgstr for entry in polib.mofile(str(folder / "django.mo"))] == ["Si"]
