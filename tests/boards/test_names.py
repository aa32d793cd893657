import pytest
from hypothesis import given
from hypothesis import strategies as st

from projets.boards import names


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Camille Roussel", "CR"),
        ("  camille   roussel ", "CR"),
        ("Jean-Pierre Martin", "JM"),
        ("Jean-Pierre", "JP"),
        ("Charles de Gaulle", "CG"),
        ("Valérie d’Estaing", "VE"),
        ("Valérie d'Estaing", "VE"),
        ("Anne Le Goff", "AG"),
        ("Marie de La", "ML"),
        ("Élodie Œuvrard", "ÉŒ"),
        ("E\u0301lodie Durand", "ÉD"),
        ("Camille Anne Marie Roussel", "CR"),
        ("Camille Roussel (DINUM)", "CR"),
        ("(DINUM)", "DI"),
        ("Zoé", "ZO"),
        ("Z", "Z"),
        ("ß", "S"),
        ("camille.roussel@ministere.example", "CR"),
        ("Agent 007", "A0"),
        ("🦊 Renard Roux", "RR"),
        ("🦊", "🦊"),
        ("👩🏽\u200d💻", "👩🏽\u200d💻"),
        ("🇫🇷🇪🇺", "🇫🇷"),
        ("محمد علي", "مع"),
        ("", "?"),
        ("   ", "?"),
        ("---", "-"),
    ],
)
def test_initials(name, shown):
    assert names.initials(name) == shown


@given(st.text(max_size=40))
def test_initials_never_fail_and_stay_short(name):
    assert 1 <= len(names.initials(name)) <= 16


def test_hue_is_stable_and_spread():
    assert " ".join(names.HUES) == "gris rouge orange ambre vert sarcelle bleu indigo violet rose"
    assert names.hue(1_762_000_000_000_000_001) == names.hue("1762000000000000001")
    drawn = [names.hue(1_762_000_000_000_000_000 + one) for one in range(1000)]
    assert all(60 <= drawn.count(hue) <= 140 for hue in names.HUES)


def test_french_order():
    wanted = [
        "« Guillemets »",
        "2 cartes",
        "10 cartes",
        "a",
        "A",
        "à",
        "À",
        "cote",
        "côte",
        "coté",
        "côté",
        "Élan",
        "étape 2",
        "Étape 10",
        "oeuf",
        "œuf",
        "œuvre",
        "zèbre",
    ]
    mixed = [*wanted[1::2], *wanted[::2]]
    got = sorted(mixed, key=names.sort_key)
    assert [names.plain(one) for one in got] == [names.plain(one) for one in wanted]
    assert got.index("a") < got.index("A") < got.index("à") < got.index("À")
    assert got.index("2 cartes") < got.index("10 cartes")
    assert got[0] == "« Guillemets »"
    assert got.index("cote") < got.index("côté")


@given(st.lists(st.text(max_size=12), max_size=8))
def test_any_two_texts_can_be_sorted_the_same_way(texts):
    backwards = texts[::-1]
    assert sorted(texts, key=names.sort_key) == sorted(backwards, key=names.sort_key)


def test_a_number_of_any_length_sorts():
    many = "9" * 10_000
    assert sorted([many, "10", "9", "٣", "007"], key=names.sort_key) == ["٣", "007", "9", "10", many]


@pytest.mark.parametrize(
    ("name", "prefix"),
    [
        ("Portail d’échange", "PORT"),
        ("Le portail", "PORT"),
        ("L’École", "ECOLE"),
        ("Tchap", "TCHAP"),
        ("TECH.GOUV", "TECH"),
        ("Œuvres", "OEUV"),
        ("À la une", "UNE"),
        ("3 mots", "MOTS"),
        ("A B C", "ABC"),
        ("日本", "PROJ"),
        ("", "PROJ"),
        ("🦊", "PROJ"),
    ],
)
def test_prefix(name, prefix):
    assert names.prefix_for(name, set()) == prefix


def test_prefixes_that_are_taken():
    taken = set()
    for _ in range(40):
        prefix = names.prefix_for("Portail d’échange", taken)
        assert names.PREFIX.fullmatch(prefix)
        taken.add(prefix)
    assert len(taken) == 40
    assert {"PORT", "PE", "PORTA", "PORTAI", "POR", "PO", "PORA"} <= taken


@given(st.text(max_size=30))
def test_every_name_has_a_prefix_even_after_a_thousand(name):
    taken = set()
    for _ in range(1000):
        prefix = names.prefix_for(name, taken)
        taken.add(prefix)
        if len(taken) > 3:
            break
    assert all(names.PREFIX.fullmatch(prefix) for prefix in taken)
