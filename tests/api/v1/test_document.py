"""What the document says is true: valid, complete, and each route in it with its refusals."""

import re

from django.test import Client
from ninja import Schema
from openapi_spec_validator import validate

from projets.api.v1 import routes, urls
from projets.api.v1.document import ROOT, document
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
            assert ("412" in promised) == (method in ("patch", "delete")), (method, path)
            assert operation["security"][0]["Token"][0] in ("read", "write", "admin")
            assert operation["security"] != [{"Token": ["read"]}] or method == "get", (method, path)
            assert len([one for one in promised if one.startswith("2")]) >= 1


def test_ids_are_told_apart():
    ids = [operation["operationId"] for methods in document()["paths"].values() for operation in methods.values()]
    assert len(set(ids)) == len(ids)


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
