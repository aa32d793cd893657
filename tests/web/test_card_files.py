"""Files of a card: in by a form, out as bytes that can run nothing."""

import io
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from projets.boards.actions.attachments import attach_file
from projets.boards.actions.cards import bin_cards
from projets.boards.models import Attachment
from projets.boards.uploads import receive
from projets.usecase.models import Act

JSON = {"headers": {"Accept": "application/json"}}


def picture(size=(1000, 800), name="vue.png"):
    made = io.BytesIO()
    Image.new("RGB", size, "red").save(made, "PNG")
    return SimpleUploadedFile(name, made.getvalue(), "image/png")


@pytest.fixture
def page(boards, editor, browser):
    return browser(editor)


@pytest.fixture
def card(boards):
    return boards.card("A")


def post(page, address, **fields):
    return page.post(address, fields, **JSON)


def kept(editor, card, content, name):
    attach_file(editor, card, receive(io.BytesIO(content), name))
    return Attachment.objects.get()


def test_files_arrive_with_one_act(page, card):
    files = [picture(), SimpleUploadedFile("notes/un.txt", b"Bonjour")]
    answer = post(page, f"/cartes/{card.pk}/fichiers/", file=files, act="un")
    assert answer.status_code == 200
    added = list(Attachment.objects.order_by("pk"))
    assert [(one.name, one.size, one.mime) for one in added][1] == ("un.txt", 7, "")
    assert answer.json()["files"] == [
        {"name": "vue.png", "picture": f"/pieces-jointes/{added[0].pk}/apercu/720/"},
        {"name": "un.txt", "picture": None},
    ]
    assert Act.objects.get().action == "attach_files"
    again = post(page, f"/cartes/{card.pk}/fichiers/", file=[picture()], act="un")
    assert again.json()["files"] == answer.json()["files"]
    assert Attachment.objects.count() == 2


def test_who_may_not_attach_sends_nothing(boards, browser, card):
    reader = browser(boards.member("reader"))
    answer = post(reader, f"/cartes/{card.pk}/fichiers/", file=[picture()])
    assert answer.status_code == 403
    assert Attachment.objects.count() == 0
    assert post(browser(boards.member(None)), f"/cartes/{card.pk}/fichiers/", file=[picture()]).status_code == 404


def test_refusals_in_words(page, card, settings):
    nothing = post(page, f"/cartes/{card.pk}/fichiers/")
    assert (nothing.status_code, nothing.json()["refused"]) == (422, "Choisissez d’abord un fichier.")
    settings.UPLOAD_LIMIT = 2**20
    large = post(page, f"/cartes/{card.pk}/fichiers/", file=[SimpleUploadedFile("a.bin", b"x" * (2**20 + 1))])
    assert (large.status_code, large.json()["field"]) == (422, "file")
    assert "1 Mo" in large.json()["refused"]
    head = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (60_000).to_bytes(4) * 2 + b"\x08\x02\0\0\0"
    bomb = head + zlib.crc32(head[12:]).to_bytes(4) + b"\0\0\0\0IDAT\x35\xaf\x06\x1e\0\0\0\0IEND\xae\x42\x60\x82"
    refused = post(page, f"/cartes/{card.pk}/fichiers/", file=[SimpleUploadedFile("bombe.png", bomb)])
    assert (refused.status_code, refused.json()["field"]) == (422, "file")
    assert "250" in refused.json()["refused"]
    assert Attachment.objects.count() == 0


def test_a_link(page, card):
    assert post(page, f"/cartes/{card.pk}/liens/", url="https://gouv.fr/", name="Gouv").status_code == 200
    link = Attachment.objects.get()
    assert (link.url, link.name) == ("https://gouv.fr/", "Gouv")
    assert page.get(f"/pieces-jointes/{link.pk}/").status_code == 404
    assert post(page, f"/cartes/{card.pk}/liens/", url="javascript:alert(1)").status_code == 422


def test_nothing_in_a_file_runs(page, editor, card):
    file = kept(editor, card, b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "dessin.svg")
    answer = page.get(f"/pieces-jointes/{file.pk}/", headers={"Accept-Encoding": "gzip"})
    assert b"".join(answer.streaming_content) == b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
    assert answer["Content-Disposition"] == 'attachment; filename="dessin.svg"'
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "private" in answer["Cache-Control"]
    assert "Content-Encoding" not in answer
    assert page.get(f"/pieces-jointes/{file.pk}/apercu/360/").status_code == 404


def test_parts_and_what_the_browser_has(page, editor, card):
    file = kept(editor, card, b"0123456789", "chiffres.txt")
    address = f"/pieces-jointes/{file.pk}/"

    def part(wanted, **more):
        answer = page.get(address, headers={"Range": wanted, **more})
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return answer.status_code, answer.get("Content-Range"), body

    assert part("bytes=2-4") == (206, "bytes 2-4/10", b"234")
    assert part("bytes=-3") == (206, "bytes 7-9/10", b"789")
    assert part("bytes=8-99") == (206, "bytes 8-9/10", b"89")
    assert part("bytes=10-") == (416, "bytes */10", b"")
    assert part("lignes=1-2") == (200, None, b"0123456789")
    assert part("bytes=2-4", **{"If-Range": '"autre"'}) == (200, None, b"0123456789")
    whole = page.get(address)
    assert b"".join(whole.streaming_content) == b"0123456789"
    etag = whole["ETag"]
    assert page.get(address, headers={"If-None-Match": etag}).status_code == 304


def test_only_who_sees_the_card_gets_its_files(boards, editor, card, browser, client):
    file = kept(editor, card, b"Bonjour", "a.txt")
    stranger = browser(boards.member(None))
    assert stranger.get(f"/pieces-jointes/{file.pk}/").status_code == 404
    assert client.get(f"/pieces-jointes/{file.pk}/").status_code == 303
    bin_cards(editor, [card])
    assert browser(editor).get(f"/pieces-jointes/{file.pk}/").status_code == 404


def test_previews_and_the_cover(page, card):
    post(page, f"/cartes/{card.pk}/fichiers/", file=[picture()])
    file = Attachment.objects.get()
    for side, size in ((360, (450, 360)), (720, (900, 720))):
        answer = page.get(f"/pieces-jointes/{file.pk}/apercu/{side}/")
        assert answer["Content-Type"] == "image/webp"
        assert Image.open(io.BytesIO(b"".join(answer.streaming_content))).size == size
    assert page.get(f"/pieces-jointes/{file.pk}/apercu/1000/").status_code == 404
    assert post(page, f"/cartes/{card.pk}/couverture/", file=str(file.pk)).status_code == 200
    card.refresh_from_db()
    assert card.cover_id == file.pk
    post(page, f"/cartes/{card.pk}/couverture/", file="")
    card.refresh_from_db()
    assert card.cover_id is None


def test_a_file_is_renamed_and_binned(page, editor, card):
    file = kept(editor, card, b"Bonjour", "a.txt")
    assert post(page, f"/pieces-jointes/{file.pk}/nom/", name="Compte rendu.txt").status_code == 200
    assert Attachment.objects.get().name == "Compte rendu.txt"
    assert post(page, f"/pieces-jointes/{file.pk}/corbeille/").status_code == 200
    assert page.get(f"/pieces-jointes/{file.pk}/").status_code == 404
