"""What is no board is refused in words that say what to do."""

import json
import zipfile
from io import BytesIO

import pytest

from projets.exchange.importers.trello import opening, read
from projets.usecase.errors import Invalid
from tests.exchange.trello_files import a_board, a_card, as_file

GOOD = json.dumps(a_board(), ensure_ascii=False).encode()


def zipped(files, compression=zipfile.ZIP_DEFLATED):
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, content in files:
            archive.writestr(zipfile.ZipInfo(name), content, compression)  # of no moment: alike in each process
    return stream.getvalue()


def with_broken_checksum():
    data = bytearray(zipped([("board.json", GOOD)], zipfile.ZIP_STORED))
    at = data.index(b"Essai")
    data[at : at + 5] = b"Autre"
    return bytes(data)


def nested(depth):
    return b'{"lists": [], "cards": [], "other": ' + b"[" * depth + b"]" * depth + b"}"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b"  \n ", "is empty"),
        (b"<!doctype html><title>Sign in</title>", "is not JSON"),
        (b"Card ID,Card Name\r\n1,a", "is not JSON"),
        (b"NaN", "is not JSON"),
        (GOOD[: len(GOOD) // 2], "stops in the middle"),
        (GOOD + b"x", "not valid JSON"),
        (GOOD.replace(b'"pos": 1', b'"pos": NaN', 1), "not valid JSON"),
        (GOOD.replace(b'"pos": 1', b'"pos": Infinity', 1), "not valid JSON"),
        (GOOD.replace(b'"pos": 1', b'"pos": 1e999', 1), "is damaged"),
        (GOOD.decode().encode("utf-16"), "UTF-16"),
        (GOOD.decode().encode("utf-16-le"), "UTF-16"),
        (GOOD.decode().encode("latin-1"), "not in UTF-8"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (json.dumps([a_card()]).encode(), "answer of Trello's API"),
        (b'\xef\xbb\xbf [{"id": "x", "cards": []}]', "answer of Trello's API"),
        (b"{}", "not the export of a Trello board"),
        (b'{"_format": "wekan-board-1.0.0", "cards": []}', "not the export of a Trello board"),
        (json.dumps(a_card()).encode(), "not the export of a Trello board"),
        (b'{"lists": [], "cards": 4}', "at “cards”: expected array, found int"),
        (nested(100_000), "nested too deeply"),
        (zipped([("a.json", GOOD), ("b.json", GOOD)]), "holds 2 JSON files"),
        (zipped([("a.txt", b"text")]), "holds 0 JSON files"),
        (zipped([("a.json", GOOD)], zipfile.ZIP_LZMA), "damaged or locked"),
        (zipped([("a.json", GOOD)])[:60], "damaged or locked"),
        (with_broken_checksum(), "damaged or locked"),
        (zipped([("a.json", zipped([("b.json", GOOD)]))]), "is not"),
    ],
)
def test_refused_in_words(data, says):
    with pytest.raises(Invalid) as refusal:
        read(BytesIO(data))
    assert says in str(refusal.value)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"name": 4}, "card number 2, “?”, at “name”: expected str, found int"),
        ({"name": "Lire", "idMembers": "x"}, "card number 2, “Lire”, at “idMembers”: expected array, found str"),
        ({"name": "Lire", "pos": "bottom"}, "card number 2, “Lire”, at “pos”: expected float, found str"),
        ({"name": "Lire", "id": "a b"}, "card number 2, “Lire”, at “id”"),
        ({"name": "Lire", "id": "x" * 101}, "card number 2, “Lire”, at “id”"),
    ],
)
def test_says_which_card_is_wrong(changes, says):
    with pytest.raises(Invalid) as refusal:
        read(as_file(a_board(cards=[a_card(), a_card(**changes)])))
    assert says in str(refusal.value)


def test_says_which_card_even_if_the_rest_is_not_there():
    data = json.dumps(a_board(cards=[a_card(name=4), a_card()])).encode()
    with pytest.raises(Invalid, match="card number 1"):
        read(BytesIO(data[: data.rindex(b'"email"')]))


def test_too_large(monkeypatch, tmp_path):
    monkeypatch.setattr(opening, "LARGEST_FILE", 2**20)
    monkeypatch.setattr(opening, "PIECE", 2**16)
    file = tmp_path / "board.json"
    file.write_bytes(GOOD + b" " * 2**20)
    with pytest.raises(Invalid, match="larger than 1 MB"):
        read(file)


def test_a_zip_bomb_is_left_off_at_the_limit(monkeypatch):
    monkeypatch.setattr(opening, "LARGEST_FILE", 2**20)
    monkeypatch.setattr(opening, "PIECE", 2**16)
    bomb = zipped([("board.json", b" " * 2**26)])
    assert len(bomb) < 2**17
    with pytest.raises(Invalid, match="larger than 1 MB"):
        read(BytesIO(bomb))


def test_a_zip_of_very_many_names_is_refused_before_they_are_read(monkeypatch):
    monkeypatch.setattr(opening, "LARGEST_DIRECTORY", 1000)
    with pytest.raises(Invalid, match="too many files"):
        read(BytesIO(zipped([(f"{number}.txt", b"") for number in range(100)])))


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(Invalid, match="cannot be read"):
        read(tmp_path / "none.json")


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + GOOD,
        b"\n  " + GOOD + b"\r\n",
        zipped([("board.json", GOOD), ("__MACOSX/._board.json", b"x"), ("photo.png", b"x")]),
        json.dumps(a_board(), indent=2).encode(),
    ],
    ids=["UTF-8 mark", "blanks around", "one board in a ZIP", "indented"],
)
def test_survived(data):
    assert read(BytesIO(data)) == read(BytesIO(GOOD))


def test_what_is_no_character_reaches_no_remark():
    plan = read(BytesIO(json.dumps(a_board(cards=[a_card(name="A\0\ud800", due="9999\0")])).encode()))
    assert not any(letter < " " or "\ud800" <= letter <= "\udfff" for one in plan.warnings for letter in one)
    assert len(plan.warnings) > 0
