"""What every address does alike: problems, languages, keys, tags and limits."""

import json

import pytest
from django.test import Client, override_settings

from projets.api.v1 import door
from projets.boards.models import Project
from projets.usecase.guard import writes_allowed
from projets.usecase.limits import MINUTE, Limiter
from projets.usecase.models import Act, Event
from tests.api.v1.client import Asking


def test_nobody(db):
    answer = Asking().get("me")
    assert answer.status_code == 401
    assert answer.json() == {
        "type": "/api/v1/docs#not-signed-in",
        "title": "Not signed in",
        "status": 401,
        "detail": "Send a token: Authorization: Bearer projets_… You make one in your profile.",
    }


def test_a_session_is_no_token(boards, editor, browser):
    assert browser(editor).get("/api/v1/me").status_code == 401


def test_in_french_unless_english_is_preferred(db):
    assert Asking(language="fr-FR, en;q=0.5").get("me").json()["title"] == "Non identifié"
    assert Asking(language="de").get("me").headers["Content-Language"] == "fr"
    assert Asking(language="en-GB,en;q=0.9,fr;q=0.8").get("me").headers["Content-Language"] == "en"


@pytest.mark.parametrize("path", ["/api/v1/", "/api/v1/nowhere", "/api/v1/boards/", "/api/v1/boards/1/2/3"])
def test_an_address_that_is_none(db, path):
    answer = Client().get(path, headers={"accept-language": "en"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["status"] == 404


def test_a_method_that_is_none(editor_asking):
    answer = editor_asking.delete("me")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, PATCH")
    assert answer.json()["title"] == "Not done here"


def test_a_parameter_that_is_none(editor_asking):
    answer = editor_asking.get("me?verbose=1")
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"parameter": "verbose", "detail": "This address takes no parameter."}]


def project(asking, **more):
    return asking.post("projects", {"name": "Neuf"} | more)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b'{"name": ', 400),
        (b'{"name": NaN}', 400),
        (b'{"name": "\xff"}', 400),
        (b'{"name": "\\ud800"}', 400),
        (b"[" * 100_000, 400),
        (b'{"name": "\\u0000"}', 422),
        (b'{"name": "Neuf", "\\u0000": 1}', 422),
        (b"", 422),
        (b"null", 422),
        (b"[]", 422),
        (b'{"name": null}', 422),
        (b'{"name": 12}', 422),
        (b'{"name": "Neuf", "is_shared": "true"}', 422),
        (b'{"name": "Neuf", "colour": "bleu"}', 422),
        (b'{"name": ""}', 422),
        (b'{"name": "Neuf", "prefix": "1"}', 422),
        (b'{"name": "' + b"a" * 2_000 + b'"}', 422),
        (b'{"name": "' + b"a" * 10_000_000 + b'"}', 413),
    ],
)
def test_what_is_not_accepted_changes_nothing(manager_asking, body, status):
    before = Event.objects.count()
    answer = manager_asking.client.post(
        "/api/v1/projects",
        body,
        content_type="application/json",
        headers={"authorization": f"Bearer {manager_asking.secret}", "accept-language": "en"},
    )
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
    assert answer.json()["detail"]
    assert (Event.objects.count(), Project.objects.count()) == (before, 1)


def test_what_is_wrong_is_said_where_it_is(manager_asking):
    answer = manager_asking.post("projects", {"is_shared": "yes", "colour": 1, "description": 3})
    assert answer.json()["detail"] == "Several values are not accepted."
    assert {one["pointer"]: one["detail"] for one in answer.json()["errors"]} == {
        "#/name": "This is missing.",
        "#/is_shared": "This must be true or false.",
        "#/description": "This must be a text.",
        "#/colour": "This is not known here: check its name, or leave it out.",
    }


def test_only_json_is_read(manager_asking):
    answer = manager_asking.client.post(
        "/api/v1/projects", {"name": "Neuf"}, headers={"authorization": f"Bearer {manager_asking.secret}"}
    )
    assert answer.status_code == 415
    answer = manager_asking.client.post(
        "/api/v1/projects",
        "name: Neuf",
        content_type="text/yaml",
        headers={"authorization": f"Bearer {manager_asking.secret}"},
    )
    assert answer.status_code == 415


def test_sent_twice_is_done_once(manager_asking):
    first, second = (manager_asking.post("projects", {"name": "Neuf"}, idempotency_key="abc") for _twice in "12")
    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert first.headers["Projets-Act"] == second.headers["Projets-Act"]
    assert Project.objects.filter(name="Neuf").count() == 1


def test_a_key_is_for_one_act(boards, manager_asking):
    manager_asking.post("projects", {"name": "Neuf"}, idempotency_key="abc")
    answer = manager_asking.post("projects", {"name": "Autre"}, idempotency_key="abc")
    assert (answer.status_code, Project.objects.filter(name="Autre").exists()) == (422, False)
    path = f"projects/{boards.project.pk}"
    assert manager_asking.patch(path, {"name": "Autre"}, idempotency_key="abc").status_code == 409
    assert manager_asking.patch(path, {"name": "Autre"}, idempotency_key="é" * 3).status_code == 422
    assert manager_asking.patch(path, {"name": "Autre"}, idempotency_key="a" * 65).status_code == 422
    assert manager_asking.patch(path, {"name": "Autre"}, idempotency_key="").status_code == 422
    assert Project.objects.get(pk=boards.project.pk).name == "Portail"


def test_who_has_lost_sight_is_told_nothing_by_an_old_key(boards, asking):
    manager = boards.member("project manager")
    program = asking(manager)
    path = f"projects/{boards.project.pk}"
    assert program.patch(path, {"name": "Portail 2"}, idempotency_key="abc").status_code == 200
    with writes_allowed():
        boards.project.managers.all().delete()
    assert program.patch(path, {"name": "Portail 2"}, idempotency_key="abc").status_code == 404


def test_only_if_nothing_has_changed(boards, manager_asking):
    path = f"projects/{boards.project.pk}"
    tag = manager_asking.get(path)["ETag"]
    changed = manager_asking.patch(path, {"name": "Portail 2"}, if_match=tag)
    assert changed.status_code == 200
    refused = manager_asking.patch(path, {"name": "Portail 3"}, if_match=tag)
    assert (refused.status_code, Project.objects.get().name) == (412, "Portail 2")
    assert manager_asking.patch(path, {"name": "Portail 3"}, if_match=f'"x", {changed["ETag"]}').status_code == 200
    assert manager_asking.patch(path, {"name": "Portail 4"}, if_match="*").status_code == 200
    assert manager_asking.get(path, if_none_match=manager_asking.get(path)["ETag"]).status_code == 304


def test_the_act_is_by_the_api(boards, manager_asking):
    answer = manager_asking.patch(f"projects/{boards.project.pk}", {"name": "Portail 2"})
    act = Act.objects.get(pk=answer.headers["Projets-Act"])
    assert (act.via, act.action, act.asked) == ("api", "edit_project", None)


@pytest.fixture
def limits():
    def set_to(**limits):
        door.limiter.cache_clear()
        return override_settings(RATE_LIMITS=limits)

    yield set_to
    door.limiter.cache_clear()


def test_too_often(boards, editor, asking, limits):
    with limits(token=2, address=1):
        program, other = asking(editor), asking(editor)
        first = program.get("me")
        assert first.headers["RateLimit-Policy"] == '"token";q=2;w=60'
        assert first.headers["RateLimit"].startswith('"token";r=1;t=')
        program.get("me")
        refused = program.get("me")
        assert (refused.status_code, int(refused.headers["Retry-After"]) <= MINUTE) == (429, True)
        assert other.get("me").status_code == 200
        assert [Asking().get("me").status_code for _twice in "12"] == [401, 429]


def test_no_limit(boards, editor, asking, limits):
    with limits():
        assert "RateLimit" not in asking(editor).get("me").headers


def test_a_new_minute_begins_anew():
    now = [0.0]
    limiter = Limiter({"token": 1}, clock=lambda: now[0])
    assert [limiter.count("token", 1).left for _twice in "12"] == [0, -1]
    now[0] = 59.0
    assert (limiter.count("token", 1).left, limiter.count("token", 2).wait) == (-2, 1)
    now[0] = 60.0
    assert limiter.count("token", 1).left == 0
    assert limiter.count("other", 1) is None


def test_nothing_is_guessed_of_a_large_number(manager_asking):
    body = json.dumps({"name": "Neuf", "list_names": [], "position": 1}).replace("1}", "1e999}")
    answer = manager_asking.client.post(
        f"/api/v1/projects/{Project.objects.get().pk}/boards",
        body,
        content_type="application/json",
        headers={"authorization": f"Bearer {manager_asking.secret}"},
    )
    assert answer.status_code in (400, 422)


@pytest.mark.parametrize("depth", [300, 600, 900, 5_000])
def test_what_is_nested_too_deep_is_refused(manager_asking, depth, caplog):
    answer = manager_asking.client.post(
        "/api/v1/projects",
        "[" * depth + "]" * depth,
        content_type="application/json",
        headers={"authorization": f"Bearer {manager_asking.secret}"},
    )
    assert answer.status_code in (400, 422)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert not [one for one in caplog.records if one.levelname == "ERROR"]
