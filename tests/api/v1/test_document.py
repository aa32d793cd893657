"""What the document says is true: valid, complete, and each route in it with its refusals."""

import re

from django.test import Client
from ninja import Schema
from openapi_spec_validator import validate

from projets.api.v1 import routes, urls
from projets.api.v1.document import ROOT, document, minds_if_match, names_of_body, parameters_of
from projets.api.v1.facts import kinds_by_state
from projets.api.v1.problems import KINDS, TITLES


def test_it_is_openapi_3_1(db):
    assert document()["openapi"] == "3.1.0"
    validate(Client().get("/api/v1/openapi.json").json())


def test_every_address_is_in_it():
    patterns = [str(one.pattern) for one in urls.urlpatterns if not str(one.pattern).startswith("^")]
    addresses = {f"{ROOT}/" + re.sub(r"<(?:[a-z]+:)?([a-z_]+)>", r"{\1}", one) for one in patterns}
    assert addresses - {f"{ROOT}/openapi.json", f"{ROOT}/docs"} == set(document()["paths"])


def test_every_operation_says_what_it_refuses():
    for path, methods in document()["paths"].items():
        for method, operation in methods.items():
            promised = set(operation["responses"])
            assert {"400", "401", "403", "404", "422", "429"} <= promised, (method, path)
            assert ({"409", "413", "415"} <= promised) == (method != "get"), (method, path)
            assert ("412" in promised) == minds_if_match(path, method), (method, path)
            assert operation["security"][0]["Token"][0] in ("read", "write", "admin")
            reading = method == "get" or path == f"{ROOT}/tokens/current"  # one that leaked is ended by itself
            assert operation["security"] != [{"Token": ["read"]}] or reading, (method, path)
            assert len([one for one in promised if one.startswith("2")]) >= 1


def test_requests_are_held_against_the_names_it_says():
    """They are asked of the routes, for the whole of it takes a second."""
    for path, methods in document()["paths"].items():
        for method, operation in methods.items():
            said = {
                one["name"]: one["schema"].get("type") == "array"
                for one in operation["parameters"]
                if one["in"] == "query"
            }
            assert parameters_of(path)[method.upper()] == said, (method, path)
            assert names_of_body(path)[method.upper()] == in_body(operation), (method, path)
        assert {method.upper() for method in methods} == set(parameters_of(path)) == set(names_of_body(path))


def in_body(operation):
    if "requestBody" not in operation:
        return set()
    (content,) = operation["requestBody"]["content"].values()
    name = content["schema"].get("$ref", "").rpartition("/")[2]
    return set((document()["components"]["schemas"][name] if name else content["schema"])["properties"])


def test_ids_are_told_apart():
    ids = [operation["operationId"] for methods in document()["paths"].values() for operation in methods.values()]
    assert len(set(ids)) == len(ids)


def test_requests_do_without_it(db, monkeypatch):
    def read():
        raise AssertionError("the document was read")

    parameters_of.cache_clear()
    monkeypatch.setattr("projets.api.v1.document._document", read)
    document.cache_clear()
    assert Client().get("/api/v1/cards?label_id=1").status_code == 401
    assert Client().get("/api/v1/cards?nothing=1").status_code == 422


def test_every_problem_has_its_words():
    assert set(KINDS) == set(TITLES)
    assert len(set(KINDS.values())) == len(KINDS)


def test_it_can_be_read_by_anybody_without_script(db):
    page = Client().get("/api/v1/docs").content.decode()
    for path, methods in document()["paths"].items():
        assert path in page
        for operation in methods.values():
            assert f'id="{operation["operationId"]}"' in page
    for kind in KINDS.values():
        assert f'id="{kind}"' in page  # where the type of a problem leads
    links = set(re.findall(r'href="#([^"]+)"', page))
    assert links <= set(re.findall(r'id="([^"]+)"', page))


def test_every_name_is_of_one_shape():
    """Two shapes of one name would be told as one: an address would promise what another one takes."""
    routes.load()
    found, waiting = {}, [Schema]
    while waiting:
        waiting += (inner := waiting.pop().__subclasses__())
        for one in inner:
            if one.__module__.startswith("projets.api.v1"):
                found.setdefault(one.__name__, []).append(one.model_json_schema())
    assert len(found) > 80
    assert [name for name, shapes in found.items() if any(shape != shapes[0] for shape in shapes)] == []


def test_every_kind_of_event_has_its_schema_and_is_listed_on_the_page(db):
    schemas = document()["components"]["schemas"]
    of_kinds = {}
    for one in schemas["Event"]["oneOf"]:
        name = one["$ref"].rpartition("/")[2]
        told = schemas[name]["properties"]["kind"]
        of_kinds |= dict.fromkeys(told.get("enum") or [told["const"]], name)
    assert sorted(of_kinds) == sorted(kind for kinds in kinds_by_state().values() for kind in kinds)
    assert (of_kinds["card.moved"], of_kinds["comment.reacted"]) == ("CardEvent", "ReactionEvent")
    assert set(schemas["Event"]["discriminator"]["mapping"]) == set(of_kinds)
    assert schemas["CardAfter"]["properties"]["due_at"]["anyOf"][0]["format"] == "date-time"
    assert (len(schemas["CardAfter"]["required"]) > 20, "required" in schemas["CardBefore"]) == (True, False)
    page = Client().get("/api/v1/docs").content.decode()
    assert all(kind in page for kind in of_kinds)


def test_nothing_that_is_answered_is_left_open():
    schemas = document()["components"]["schemas"]
    assert [(name, where) for name, one in schemas.items() for where in _open_parts(one)] == []


def _open_parts(schema, where=""):
    if isinstance(schema, dict):
        if schema.get("type") == "object" and schema.get("additionalProperties") is True:
            yield where
        if schema.get("type") == "array" and schema.get("items") == {}:
            yield where
        for name, one in schema.items():
            yield from _open_parts(one, f"{where}/{name}")
    elif isinstance(schema, list):
        for one in schema:
            yield from _open_parts(one, where)


def test_headers_that_are_minded_are_declared():
    paths = document()["paths"]
    board, events = (paths[f"{ROOT}/boards/{{id}}{rest}"]["get"] for rest in ("", "/events"))
    assert "If-None-Match" in {one["name"] for one in board["parameters"]}
    assert "304" in board["responses"]
    assert {"ETag", "RateLimit", "RateLimit-Policy"} <= set(board["responses"]["200"]["headers"])
    assert "Last-Event-ID" in {one["name"] for one in events["parameters"]}
    for noun in ("boards", "cards", "comments", "projects"):
        assert "304" in paths[f"{ROOT}/{noun}/{{id}}"]["get"]["responses"]
