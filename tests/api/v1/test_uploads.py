"""Files that are sent: a key stands for these files, and what is too large is told as that."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from projets.api.v1 import door
from projets.boards.models import Attachment
from projets.usecase.models import Event

PATH = "/api/v1/cards/PORT-1/attachments"


def send(asking, *files, key="abc"):
    headers = {"authorization": f"Bearer {asking.secret}", "accept-language": "en"}
    if key:
        headers["idempotency-key"] = key
    named = [SimpleUploadedFile(name, content) for name, content in files]
    return asking.client.post(PATH, {"files": named}, headers=headers)


def test_the_same_files_under_the_same_key_are_put_there_once(boards, editor_asking):
    first, second = (send(editor_asking, ("a.txt", b"Lu."), ("b.txt", b"Relu.")) for _twice in "12")
    assert (first.status_code, first.json()) == (201, second.json())
    assert first["Projets-Act"] == second["Projets-Act"]
    assert sorted(Attachment.objects.values_list("name", flat=True)) == ["a.txt", "b.txt"]
    read = editor_asking.get(first.json()["attachments"][1]["file"])
    assert b"".join(read.streaming_content) == b"Relu."


def test_other_files_under_the_same_key_are_refused(boards, editor_asking):
    large = b"a" * 3_000_000  # which goes to disk while it arrives
    send(editor_asking, ("a.txt", large))
    before = Event.objects.count()
    for other in (
        [("a.txt", large[:-1] + b"b")],
        [("b.txt", large)],
        [("a.txt", b"")],
        [("a.txt", large), ("a.txt", large)],
    ):
        answer = send(editor_asking, *other)
        assert answer.status_code == 422
        assert answer.json()["detail"] == "This key was sent with another request before: make a new one for each act."
    assert (Event.objects.count(), Attachment.objects.count()) == (before, 1)
    assert send(editor_asking, ("a.txt", large)).status_code == 201  # as the first time
    assert Attachment.objects.count() == 1
    assert send(editor_asking, ("b.txt", b"b"), key="abd").status_code == 201


@pytest.mark.parametrize("letter", ["a", "é", "報", "\U0001f600"])
def test_a_name_that_is_too_long_is_refused_in_words(boards, editor, editor_asking, browser, letter):
    assert send(editor_asking, (letter * 196 + ".txt", b"Lu.")).status_code == 201
    said = "send it whole, and its files under names of 200 characters at most."
    file = BytesIO(b"Lu.")
    file.name = letter * 10_000 + ".txt"
    for key in ({"idempotency-key": "abd"}, {}):
        headers = {"authorization": f"Bearer {editor_asking.secret}", "accept-language": "en"} | key
        refused = editor_asking.client.post(PATH, {"files": file}, headers=headers)
        assert (refused.status_code, refused.json()["detail"]) == (400, f"This form cannot be read: {said}")
    path = f"/cartes/{boards.card('A').pk}/fichiers/"
    page = browser(editor).post(path, {"files": file}, headers={"accept": "application/json"})
    assert (page.status_code, "des noms de 200 caractères au plus" in page.json()["refused"]) == (400, True)
    assert len(Attachment.objects.get().name) == 128


def test_a_large_file_is_digested_piece_by_piece():
    request = RequestFactory().post(PATH, {"files": SimpleUploadedFile("a.txt", b"a" * 3_000_000)})
    lengths = [len(part) for part in door._parts(request)]  # noqa: SLF001 (what is in memory at once)
    request.close()
    assert (max(lengths), sum(lengths)) == (65_536, 3_000_000 + len("filefilesa.txt3000000"))
