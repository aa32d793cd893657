"""Whatever is refused under /api/v1 is told as RFC 9457 says, by whichever part of the server refuses it."""

import logging

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from projets.accounts.models import User
from projets.api.v1 import door
from projets.boards.models import Attachment, Card
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Event
from tests.api.v1.client import Asking


def problem(answer):
    assert answer.headers["Content-Type"] == "application/problem+json"
    said = answer.json()
    assert (said["status"], said["type"][:13]) == (answer.status_code, "/api/v1/docs#")
    return said


@pytest.mark.parametrize("path", ["me", "docs", "openapi.json", "nowhere"])
def test_under_a_name_that_is_not_ours(db, caplog, path):
    answer = Client().get(f"/api/v1/{path}", headers={"host": "other.example", "accept-language": "en"})
    assert problem(answer)["detail"] == "This instance does not answer under this name."
    assert answer.status_code == 400
    assert [one for one in caplog.records if one.levelno >= logging.ERROR] == []


@pytest.mark.parametrize("path", ["docs", "openapi.json"])
@pytest.mark.parametrize("method", ["post", "put", "delete", "options"])
def test_what_is_only_read(db, path, method):
    answer = getattr(Client(enforce_csrf_checks=True), method)(f"/api/v1/{path}")
    assert (problem(answer)["status"], answer.headers["Allow"]) == (405, "GET, HEAD")
    assert Client().head(f"/api/v1/{path}").status_code == 200


@pytest.mark.parametrize("path", ["/api/v1", "/api/v1/", "/api/v1/nowhere"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_where_there_is_nothing(db, path, method):
    assert problem(getattr(Client(enforce_csrf_checks=True), method)(path))["status"] == 404


def test_head_is_get_without_its_body(boards, editor_asking):
    attached = SimpleUploadedFile("a.txt", b"Lu.")
    headers = {"authorization": f"Bearer {editor_asking.secret}"}
    editor_asking.client.post("/api/v1/cards/PORT-1/attachments", {"files": attached}, headers=headers)
    file = f"attachments/{Attachment.objects.get().pk}/file"
    for path in ("me", "cards?limit=1", "cards/PORT-1", f"boards/{boards.board.pk}", file):
        read, head = (editor_asking(method, path) for method in ("get", "head"))
        assert (head.status_code, head.getvalue()) == (200, b"")
        assert head.headers.get("ETag") == read.headers.get("ETag")
        assert head.headers["Content-Type"] == read.headers["Content-Type"]
        assert read.getvalue()  # which closes a file
    listening = editor_asking("head", f"boards/{boards.board.pk}/events")
    assert (listening.status_code, listening.headers["Content-Type"]) == (200, "text/event-stream")
    assert editor_asking("head", "cards/PORT-999").status_code == 404
    assert editor_asking("head", "cards/finish").status_code == 405


@override_settings(UPLOAD_LIMIT=1024 * 1024)
def test_a_file_that_is_too_large(boards, editor_asking):
    files = [SimpleUploadedFile("a.txt", b"Lu."), SimpleUploadedFile("b.txt", b"a" * (1024 * 1024 + 1))]
    headers = {"authorization": f"Bearer {editor_asking.secret}", "accept-language": "en"}
    before = Event.objects.count()
    answer = editor_asking.client.post("/api/v1/cards/PORT-1/attachments", {"files": files}, headers=headers)
    assert (answer.status_code, problem(answer)["errors"][0]["pointer"]) == (413, "#/files/1")
    assert (Event.objects.count(), Attachment.objects.count()) == (before, 0)
    nothing = {"files": [SimpleUploadedFile("a.txt", b"")]}
    answer = editor_asking.client.post("/api/v1/cards/PORT-1/attachments", nothing, headers=headers)
    assert (answer.status_code, problem(answer)["errors"][0]["pointer"]) == (422, "#/files/0")


def test_what_breaks_is_told_without_its_inside_and_written_down(boards, editor, editor_asking, caplog):
    with writes_allowed():
        User.objects.filter(pk=editor.user_id).update(time_zone="Nowhere/Atlantis")
    editor_asking.client.raise_request_exception = False
    answer = editor_asking.get("me/cards")
    said = problem(answer)
    assert said == {
        "type": "/api/v1/docs#broken",
        "title": "Broken",
        "status": 500,
        "detail": "Something broke here, and it is written down: tell whoever runs this instance.",
    }
    (written,) = [one for one in caplog.records if one.name == "projets.api.v1.door"]
    assert (written.levelname, written.getMessage()) == ("ERROR", "GET /api/v1/me/cards")
    assert "Atlantis" in str(written.exc_info[1])


@pytest.fixture
def limits():
    def set_to(**limits):
        door.limiter.cache_clear()
        return override_settings(RATE_LIMITS=limits)

    yield set_to
    door.limiter.cache_clear()


@pytest.mark.parametrize(
    ("method", "path", "status"), [("get", "nowhere", 404), ("delete", "me", 405), ("get", "me?verbose=1", 422)]
)
def test_who_is_refused_has_asked_as_well(boards, editor, asking, limits, method, path, status):
    with limits(token=1, address=1):
        program = asking(editor)
        first, second = (program(method, path) for _twice in "12")
        assert (first.status_code, first.headers["RateLimit"].startswith('"token";r=0;t=')) == (status, True)
        assert (problem(second)["status"], "Retry-After" in second.headers) == (429, True)
        assert [Asking()(method, path).status_code for _twice in "12"] == [status, 429]


@pytest.mark.parametrize(
    "body",
    [
        b'{"name": "Neuf", "name": "Autre"}',
        b'{"name": "Neuf", "a": [{"b": 1, "b": 1}]}',
        b'{"name": "Neuf", "n\\u0061me": "Autre"}',
    ],
)
def test_what_is_named_twice_in_a_body(boards, manager_asking, body):
    headers = {"authorization": f"Bearer {manager_asking.secret}", "accept-language": "en"}
    before = Event.objects.count()
    answer = manager_asking.client.post("/api/v1/projects", body, content_type="application/json", headers=headers)
    assert (answer.status_code, "twice: name it once." in problem(answer)["detail"]) == (400, True)
    assert Event.objects.count() == before


def test_what_is_given_twice_in_an_address(boards, editor_asking):
    answer = editor_asking.get("cards?limit=1&limit=2")
    assert answer.status_code == 422
    assert problem(answer)["errors"] == [{"parameter": "limit", "detail": "This is given twice: give it once."}]
    both = f"cards?list_id={boards.todo.pk}&list_id={boards.doing.pk}"
    assert len(editor_asking.get(both).json()["items"]) == Card.objects.shown().filter(board=boards.board).count()


def test_every_act_is_named(boards, editor_asking):
    for path, body in (
        (f"projects/{boards.project.pk}/favorite", {"favorite": True}),
        (f"boards/{boards.board.pk}/subscription", {"subscribed": True}),
    ):
        answer = editor_asking.put(path, body)
        assert answer.status_code == 204
        assert editor_asking.get(f"acts/{answer['Projets-Act']}").json()["events"] != []
