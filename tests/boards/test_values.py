from dataclasses import dataclass, field
from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from projets.boards.values import FieldKind, canonical, figure, shown, sort_key, total
from projets.usecase.errors import Invalid

OPTIONS = [{"id": "11", "name": "Haute"}, {"id": "12", "name": "Élevée"}, {"id": "13", "name": "Oui, mais"}]


@dataclass
class Field:
    unit: str = ""
    options: list = field(default_factory=lambda: OPTIONS)


@pytest.fixture(autouse=True, scope="module")
def _in_english():
    with override("en"):
        yield


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("1234.5", "1234.5"),
        ("1234,5", "1234.5"),
        ("1 234,5", "1234.5"),
        ("1\u202f234,5", "1234.5"),
        ("1\xa0234,50", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("1’234.5", "1234.5"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("1 234 567,000001", "1234567.000001"),
        ("1,234", "1.234"),
        ("1 234", "1234"),
        ("-12", "-12"),
        ("−12", "-12"),
        ("− 12", "-12"),
        ("+12", "12"),
        ("-0", "0"),
        ("-0,00", "0"),
        ("007", "7"),
        (",5", "0.5"),
        ("5,", "5"),
        ("0", "0"),
        ("100", "100"),
        ("12 jours", "12"),
        ("12jours", "12"),
        ("12 JOURS", "12"),
        ("999999999999999", "999999999999999"),
        ("999999999.999999", "999999999.999999"),
        (12, "12"),
        (1234.5, "1234.5"),
        (1e-6, "0.000001"),
        (0.1, "0.1"),
        ("", ""),
        ("   ", ""),
        (None, ""),
    ],
)
def test_numbers(typed, kept):
    assert canonical(FieldKind.NUMBER, typed, unit="jours") == kept


@pytest.mark.parametrize(
    "typed",
    [
        "douze",
        "1e5",
        "nan",
        "NaN",
        "inf",
        "-",
        ",",
        "1,2,3",
        "12 34",
        "1 23,4",
        "1.2345.678",
        "0x10",
        "١٢",
        "１２",
        "1/2",
    ]
    + ["--1", "12 mois", "1_000", float("nan"), float("inf"), 10**400, 1e300, [1], {"a": 1}, b"12", "9" * 5000],
)
def test_no_number(typed):
    with pytest.raises(Invalid):
        canonical(FieldKind.NUMBER, typed, unit="jours")


@pytest.mark.parametrize(
    ("kind", "typed", "says"),
    [
        (FieldKind.NUMBER, "douze", "“douze” is not a number. Type it as 1234.5 or 1 234,5."),
        (FieldKind.NUMBER, "1,1234567", "“1.1234567” is too precise: at most 6 decimals are kept. Round it."),
        (FieldKind.NUMBER, "1" * 16, "too long: at most 15 digits are kept. Use a greater unit."),
        (FieldKind.NUMBER, "1234567890,123456", "too long"),
        (FieldKind.EUROS, "beaucoup", "is not an amount in euros"),
        (FieldKind.EUROS, "1,234", "“1.234” is too precise: at most 2 decimals are kept"),
        (FieldKind.EUROS, "12 $", "is not an amount in euros"),
        (FieldKind.DATE, "demain", "Type it as 31/12/2027 or 2027-12-31."),
        (FieldKind.ONE_OF, "Basse", "Choose one of: Haute, Élevée, Oui, mais."),
        (FieldKind.SEVERAL_OF, "11,14", "“14” is not one of the choices"),
        (FieldKind.PERSON, "Camille", "Choose somebody from the list"),
        (FieldKind.YES_NO, "peut-être", "Type yes or no."),
        (FieldKind.LINK, "javascript:alert(1)", "begins with https:// or http://"),
        (FieldKind.LINK, "https://x.fr/" + "a" * 2048, "at most 2048 characters; this one has 2061."),
        (FieldKind.TEXT, "a" * 4097, "at most 4096 characters; this one has 4097."),
    ],
)
def test_refusals_say_what_to_do(kind, typed, says):
    with pytest.raises(Invalid) as refused:
        canonical(kind, typed, OPTIONS if kind != FieldKind.PERSON else ())
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("1 234,50 €", "1234.50"),
        ("1\u202f234,50\xa0€", "1234.50"),
        ("€1,234.50", "1234.50"),
        ("1234", "1234.00"),
        ("1234,5", "1234.50"),
        ("1234 euros", "1234.00"),
        ("1 euro", "1.00"),
        ("1234 EUR", "1234.00"),
        ("-12,00", "-12.00"),
        ("-0", "0.00"),
        ("1,5 k€", "1500.00"),
        ("30 M€", "30000000.00"),
        ("30M", "30000000.00"),
        ("1,234567 M€", "1234567.00"),
        ("15,32 Md€", "15320000000.00"),
        ("12,345 k€", "12345.00"),
        (12, "12.00"),
        (0.1, "0.10"),
        ("", ""),
    ],
)
def test_euros(typed, kept):
    assert canonical(FieldKind.EUROS, typed) == kept


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (FieldKind.TEXT, "  Bonjour \n à tous ", "Bonjour \n à tous"),
        (FieldKind.TEXT, "a" * 4096, "a" * 4096),
        (FieldKind.TEXT, 12, "12"),
        (FieldKind.DATE, "12/03/2027", "2027-03-12"),
        (FieldKind.DATE, "2027-03-12", "2027-03-12"),
        (FieldKind.DATE, "12 mars 2027", "2027-03-12"),
        (FieldKind.ONE_OF, "11", "11"),
        (FieldKind.ONE_OF, 11, "11"),
        (FieldKind.ONE_OF, "elevee", "12"),
        (FieldKind.SEVERAL_OF, "12,11", "11,12"),
        (FieldKind.SEVERAL_OF, ["12", "11", "12", ""], "11,12"),
        (FieldKind.SEVERAL_OF, "Haute, élevée", "11,12"),
        (FieldKind.SEVERAL_OF, "Oui, mais", "13"),
        (FieldKind.SEVERAL_OF, [], ""),
        (FieldKind.SEVERAL_OF, "", ""),
        (FieldKind.SEVERAL_OF, None, ""),
        (FieldKind.YES_NO, "Oui", "true"),
        (FieldKind.YES_NO, "yes", "true"),
        (FieldKind.YES_NO, "on", "true"),
        (FieldKind.YES_NO, True, "true"),
        (FieldKind.YES_NO, "non", "false"),
        (FieldKind.YES_NO, False, "false"),
        (FieldKind.YES_NO, "0", "false"),
        (FieldKind.YES_NO, "", ""),
        (FieldKind.PERSON, "1762000000000000001", "1762000000000000001"),
        (FieldKind.LINK, " https://www.numerique.gouv.fr/a?b#c ", "https://www.numerique.gouv.fr/a?b#c"),
        (FieldKind.LINK, "http://127.0.0.1:8000/", "http://127.0.0.1:8000/"),
        (FieldKind.LINK, "HTTPS://exemple.fr", "HTTPS://exemple.fr"),
        (FieldKind.LINK, "www.exemple.fr/page", "https://www.exemple.fr/page"),
        (FieldKind.LINK, "exemple.gouv.fr", "https://exemple.gouv.fr"),
        (FieldKind.LINK, "https://été.fr/", "https://été.fr/"),
    ],
)
def test_the_other_kinds(kind, typed, kept):
    assert canonical(kind, typed, () if kind == FieldKind.PERSON else OPTIONS) == kept


@pytest.mark.parametrize(
    "typed",
    ["ftp://x.fr", "https://", "https:///a", "https://x y.fr", "//x.fr", "x", "mailto:a@b.fr", "data:text/html,x"]
    + ["https://[", "https://x.fr:port", "https://x.fr:99999", "https://x.fr/\u202egpj.exe", "java\nscript:x"],
)
def test_no_link(typed):
    with pytest.raises(Invalid):
        canonical(FieldKind.LINK, typed)


@pytest.mark.parametrize("typed", ["0", "-1", str(2**63), "1.0", "01", "Camille"])
def test_nobodys_id(typed):
    with pytest.raises(Invalid):
        canonical(FieldKind.PERSON, typed)


def test_a_person_of_those_to_choose_from():
    people = [{"id": 7, "name": "Camille Roussel"}, {"id": 8, "name": "Awa Diop"}, {"id": 9, "name": "Awa Diop"}]
    assert canonical(FieldKind.PERSON, "7", people) == "7"
    assert canonical(FieldKind.PERSON, "camille roussel", people) == "7"
    for nobody in ("10", "Awa Diop"):
        with pytest.raises(Invalid):
            canonical(FieldKind.PERSON, nobody, people)


@pytest.mark.parametrize("kind", FieldKind)
@pytest.mark.parametrize("bad", ["a\0b", "\ud800"])
def test_what_cannot_be_stored(kind, bad):
    with pytest.raises(Invalid):
        canonical(kind, bad, OPTIONS)


@pytest.mark.parametrize(
    ("kind", "value", "unit", "french", "english"),
    [
        ("number", "1234567.5", "", "1\u202f234\u202f567,5", "1,234,567.5"),
        ("number", "-12", "jours", "−12\xa0jours", "−12\xa0jours"),
        ("number", "0.000001", "", "0,000001", "0.000001"),
        ("number", "999999999999999", "", "999\u202f999\u202f999\u202f999\u202f999", "999,999,999,999,999"),
        ("euros", "1234.50", "", "1\u202f234,50\xa0€", "€1,234.50"),
        ("euros", "-1234.50", "", "−1\u202f234,50\xa0€", "−€1,234.50"),
        ("euros", "0.00", "", "0,00\xa0€", "€0.00"),
        ("date", "2027-03-12", "", "12 mars 2027", "12 March 2027"),
        ("date", "2027-03-01", "", "1er mars 2027", "1 March 2027"),
        ("yes_no", "true", "", "Oui", "Yes"),
        ("yes_no", "false", "", "Non", "No"),
        ("one_of", "12", "", "Élevée", "Élevée"),
        ("one_of", "99", "", "", ""),
        ("several_of", "11,99,13", "", "Haute, Oui, mais", "Haute, Oui, mais"),
        ("person", "7", "", "Camille Roussel", "Camille Roussel"),
        ("person", "8", "", "", ""),
        ("link", "https://exemple.fr", "", "https://exemple.fr", "https://exemple.fr"),
        ("text", "<b>", "", "<b>", "<b>"),
        *((kind, "", "jours", "", "") for kind in FieldKind.values),
    ],
)
def test_shown(kind, value, unit, french, english):
    people = {7: "Camille Roussel"}
    assert shown(kind, value, Field(unit), "fr", people) == french
    assert shown(kind, value, Field(unit), "en", people) == english


@given(st.decimals(-(10**9), 10**9, places=4, allow_nan=False))
def test_what_is_shown_can_be_typed_again(number):
    kept = canonical(FieldKind.NUMBER, f"{number:f}")
    assert canonical(FieldKind.NUMBER, shown("number", kept, Field("jours"), "fr"), unit="jours") == kept
    cents = canonical(FieldKind.EUROS, f"{number:.2f}")
    assert canonical(FieldKind.EUROS, shown("euros", cents, Field(), "fr")) == cents


@given(st.sampled_from(FieldKind), st.one_of(st.text(), st.integers(), st.floats(), st.booleans(), st.none()))
def test_what_is_kept_stays_as_it_is(kind, typed):
    """Either a refusal, or a canonical text that means itself."""
    try:
        kept = canonical(kind, typed, OPTIONS)
    except Invalid:
        return
    assert canonical(kind, kept, OPTIONS) == kept
    sort_key(kind, kept, OPTIONS)
    shown(kind, kept, Field(), "fr")


def sorted_as(kind, *values, **more):
    return sorted(values, key=lambda value: sort_key(kind, value, **more))


def test_sorted():
    assert sorted_as("number", "", "10", "9", "-1", "9.5") == ["-1", "9", "9.5", "10", ""]
    assert sorted_as("euros", "100.00", "20.00") == ["20.00", "100.00"]
    assert sorted_as("date", "", "2027-03-12", "2026-12-31") == ["2026-12-31", "2027-03-12", ""]
    assert sorted_as("text", "zèbre", "Élan", "a10", "a2", "") == ["a2", "a10", "Élan", "zèbre", ""]
    assert sorted_as("one_of", "13", "11", "99", "", options=OPTIONS) == ["11", "13", "99", ""]
    assert sorted_as("several_of", "11,13", "12", "11", options=OPTIONS) == ["11", "11,13", "12"]
    assert sorted_as("yes_no", "true", "", "false") == ["false", "true", ""]
    people = {7: "Zoé", 8: "Émile"}
    assert sorted_as("person", "7", "8", "", people=people) == ["8", "7", ""]


def test_totals_are_exact():
    assert total("euros", ["0.10"] * 3 + [""]) == Decimal("0.30")
    assert total("number", ["999999999999999", "0.000001"]) == Decimal("999999999999999.000001")
    assert total("number", []) == 0
    assert [total(kind, ["1"]) for kind in FieldKind.values if kind not in ("number", "euros")] == [None] * 7
    assert figure(total("euros", ["1234.50", "0.50"])) == "1\u202f235,00"


def test_kinds_have_names():
    assert all(kind.label for kind in FieldKind)
