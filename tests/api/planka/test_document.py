"""What the document of Planka's API says is true: valid, complete, and every route answers as it says."""

import re

import pytest
from django.db import transaction
from django.test import Client
from jsonschema import ValidationError
from openapi_spec_validator import validate

from projets.accounts.models import User
from projets.api.planka import calling
from projets.api.planka.authentication import open_session
from projets.api.planka.document import ROOT, TITLES, document, refusals_of
from projets.api.planka.refusals import CODES
from tests.api.planka.client import Planka
from tests.api.promised import Promised
from tests.doors import planka
from tests.doors.test_extra_columns import UNDONE, ids, without_limits, world


def operations():
    """(route, its operation)"""
    for route in calling.routes:
        yield route, document()["paths"][f"{ROOT}{route.path}"][route.method.lower()]


def test_it_is_openapi_3_1(db):
    served = Client().get("/api/openapi.json")
    assert (served.status_code, served.headers["Cache-Control"]) == (200, "public, max-age=300")
    assert served.json()["openapi"] == "3.1.0"
    validate(served.json())
    assert Client().post("/api/openapi.json").status_code == 405


def test_every_route_is_in_it_under_a_name_of_its_own():
    told = {(path, method) for path, methods in document()["paths"].items() for method in methods}
    assert told == {(f"{ROOT}{one.path}", one.method.lower()) for one in calling.routes}
    assert {operation["summary"][-1] for _route, operation in operations()} == {"."}
    names = {operation["operationId"] for _route, operation in operations()}
    assert len(names) == len(calling.routes) > 95


def test_every_refusal_has_its_words_and_its_code():
    assert set(CODES) == set(TITLES)
    told = {int(status) for status in document()["components"]["responses"]}
    assert told == set(CODES) == {status for route in calling.routes for status in refusals_of(route)}
    codes = [
        one["properties"]["code"]["const"]
        for one in document()["components"]["schemas"].values()
        if "code" in one["properties"]
    ]
    assert sorted(codes) == sorted(CODES.values())


@pytest.mark.parametrize(
    ("method", "path", "refused"),
    [
        ("get", "/bootstrap", ["503"]),
        ("get", "/projects", ["401", "503"]),
        ("get", "/webhooks", ["401", "404", "503"]),
        ("get", "/users", ["401", "403", "503"]),
        ("get", "/boards/{board}", ["400", "401", "404", "503"]),
        ("post", "/access-tokens", ["400", "401", "403", "429", "503"]),
        ("patch", "/labels/{label}", ["400", "401", "403", "404", "409", "422", "503"]),
    ],
)
def test_who_may_be_refused_what(method, path, refused):
    answers = document()["paths"][f"{ROOT}{path}"][method]["responses"]
    assert sorted(answers.keys() - {"200", "304"}) == refused


def test_what_is_sent():
    def sent(path, method, kind="application/json"):
        return document()["paths"][f"{ROOT}{path}"][method]["requestBody"]["content"][kind]["schema"]

    color = sent("/labels/{label}", "patch")["properties"]["color"]
    assert (len(color["enum"]), color["enum"][0]) == (42, "muddy-grey")
    assert sent("/boards/{board}/labels", "post") == {
        "type": "object",
        "required": ["position", "color"],
        "properties": {
            "position": {"type": "number", "minimum": 0},
            "name": {"anyOf": [{"type": "string", "minLength": 1, "maxLength": 128}, {"type": "null"}]},
            "color": color,
        },
    }
    avatar = document()["paths"]["/api/users/{user}/avatar"]["post"]["requestBody"]
    assert avatar["required"] is True
    assert avatar["content"] == {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file"],
                "properties": {"file": {"type": "string", "format": "binary"}},
            }
        }
    }
    files = sent("/cards/{card}/attachments", "post", "multipart/form-data")
    assert set(files["properties"]) == {"type", "name", "url", "requestId", "file"}
    assert set(sent("/cards/{card}/attachments", "post")["properties"]) == {"type", "name", "url", "requestId"}


def test_how_a_page_of_cards_is_asked_for():
    [before] = [
        one for one in document()["paths"]["/api/lists/{list}/cards"]["get"]["parameters"] if one["name"] == "before"
    ]
    assert (before["in"], before["style"], before["explode"]) == ("query", "deepObject", True)
    assert before["schema"]["required"] == ["listChangedAt", "id"]


def test_who_asks():
    assert document()["paths"]["/api/projects"]["get"]["security"] == [
        {"Token": []},
        {"Token": [], "HttpOnlyToken": []},
        {"ApiKey": []},
    ]
    assert document()["paths"]["/api/bootstrap"]["get"]["security"][0] == {}
    schemes = document()["components"]["securitySchemes"]
    assert {name: (one["type"], one.get("name")) for name, one in schemes.items()} == {
        "Token": ("http", None),
        "HttpOnlyToken": ("apiKey", "httpOnlyToken"),
        "ApiKey": ("apiKey", "X-Api-Key"),
    }


def test_every_route_answers_as_it_says(ids):
    """By its shape, which `planka.ask` holds each answer against; those that do nothing here say why not."""
    token, otherwise = open_session(User.objects.get(pk=ids["me"])).token, {}
    for reading in (True, False):
        for key in planka.asked(reading=reading):
            with transaction.atomic():
                answer = planka.ask(token, key, planka.path_of(key, ids), planka.body_of(key, ids))
                transaction.set_rollback(True)
            if answer.status_code != 200:
                otherwise[key] = answer.status_code
    assert otherwise.keys() <= UNDONE.keys() | {"GET /terms"}, otherwise
    assert otherwise["GET /terms"] == 404


def test_a_shape_that_is_not_kept_is_noticed(boards, editor):
    """What the tests' client would say of a key less, and of one more than the document has."""
    path = f"/api/boards/{boards.board.pk}"
    answer = Client(headers={"authorization": f"Bearer {Planka.of(editor).token}"}).get(path)
    components = document()["components"]
    label = components["schemas"]["Label"]
    fewer = {name: one for name, one in label["properties"].items() if name != "color"}
    for wrong, said in (
        (label | {"required": [*label["required"], "more"]}, "'more' is a required property"),
        (label | {"properties": fewer}, "'color' was unexpected"),
    ):
        altered = document() | {"components": components | {"schemas": components["schemas"] | {"Label": wrong}}}
        with pytest.raises(ValidationError, match=said):
            Promised(lambda altered=altered: altered).require_answer("GET", path, answer)
    Promised(document).require_answer("GET", path, answer)


def test_it_can_be_read_by_anybody_without_script(db):
    page = Client().get("/api/docs").content.decode()
    for _route, operation in operations():
        assert f'id="{operation["operationId"]}"' in page
    for code in CODES.values():
        assert f'id="{code}"' in page
    links = set(re.findall(r'href="#([^"]+)"', page))
    assert links <= set(re.findall(r'id="([^"]+)"', page))
    assert "<code>included.cards</code>" in page


def test_each_page_leads_to_the_other(db):
    for here, there in (("/api/docs", "/api/v1/docs"), ("/api/v1/docs", "/api/docs")):
        assert f'href="{there}"' in Client().get(here).content.decode()


__all__ = ["ids", "without_limits", "world"]
