"""All of the API as OpenAPI 3.1, read from its routes: what is sent, what is answered, and each refusal."""

from functools import cache

from django.utils.translation import override

from projets.api.reference import Reference
from projets.api.v1 import facts, routes
from projets.api.v1.door import ADMIN, READ, WRITE, api
from projets.api.v1.problems import KINDS, MEDIA, TITLES

ROOT = "/api/v1"
READING, WRITING = (400, 401, 403, 404, 405, 422, 429, 500, 503), (409, 413, 415)
PROBLEM = {
    "type": "object",
    "description": "What is wrong (RFC 9457).",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "version": {"type": "integer", "description": "of a text, when somebody else has written another one"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["detail"],
                "properties": {
                    "pointer": {"type": "string", "description": "where in the body"},
                    "parameter": {"type": "string", "description": "which one of the address"},
                    "header": {"type": "string", "description": "which one of the request"},
                    "detail": {"type": "string"},
                },
            },
        },
    },
}
KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "A UUID of your own for this act: sent twice with it, it is done once, and answered alike.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 64, "pattern": "^[ -~]+$"},
}
IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": False,
    "description": "The `etag` you read of the row of this address: 412, and nothing happens, if it has changed.",
    "schema": {"type": "string"},
}
IF_NONE_MATCH = {
    "in": "header",
    "name": "If-None-Match",
    "required": False,
    "description": "The `ETag` of the answer you have: 304, without a body, when it would be the same.",
    "schema": {"type": "string"},
}
LAST_EVENT_ID = {
    "in": "header",
    "name": "Last-Event-ID",
    "required": False,
    "description": "The `id` of the last event you heard, as libraries send it when they come back; before `since`.",
    "schema": {"type": "string"},
}
READ_WITH_TAG = {f"{ROOT}/{noun}/{{id}}" for noun in ("boards", "cards", "comments", "projects", "teams")}
READ_WITH_TAG.add(f"{ROOT}/organisations/{{id}}/settings")
# Acts on what nobody has read just there
BESIDE = (["undo"], ["take-over"], ["departure"], ["export"], ["review", "answer"])
# Nouns of addresses whose row carries a tag (`shapes.item`)
TAGGED = {
    "affiliations",
    "attachments",
    "backgrounds",
    "board-teams",
    "boards",
    "cards",
    "claim-rules",
    "comments",
    "field-groups",
    "fields",
    "guests",
    "labels",
    "lists",
    "managers",
    "memberships",
    "organisation-services",
    "organisations",
    "projects",
    "share-links",
    "task-lists",
    "tasks",
    "team-members",
    "teams",
    "webhooks",
}
DESCRIPTION = """Everything a page of Projets does, for programs. Ids are texts. A card is named by its id or by its
number (PORT-150). What you send is checked strictly: unknown names and wrong types are refused in words. Every answer
to an act names it in `Projets-Act`; `POST /acts/{id}/undo` puts it back within the hour."""


@cache
def document():
    with override("en"):
        return _document()


def _document():
    routes.load()
    found = dict(api.get_openapi_schema(path_prefix="api/v1/"))
    found["info"] = {"title": "Projets", "version": "1", "description": DESCRIPTION}
    found["servers"] = [{"url": "/"}]
    components = found["components"]
    components["schemas"] |= facts.schemas() | {"Problem": PROBLEM}
    components["responses"] = {str(status): _refusal(status) for status in KINDS}
    components["securitySchemes"] = {"Token": {"type": "http", "scheme": "bearer", "description": _scopes()}}
    needed = needed_scopes()
    for path, methods in found["paths"].items():
        for method, operation in methods.items():
            _complete(path, method, operation, needed[path, method])
    return found


reference = Reference(ROOT, document, [(status, kind, TITLES[status]) for status, kind in KINDS.items()])
openapi, page = reference.openapi, reference.page


def needed_scopes():
    """{(path, method): the scope it takes}."""
    scopes = {id(READ): "read", id(WRITE): "write", id(ADMIN): "admin"}
    return {
        (f"{ROOT}{path}", method.lower()): scopes[id(operation.auth_callbacks[0])]
        for path, operation in _operations()
        for method in operation.methods
    }


def _operations():
    for path, view in api.default_router.path_operations.items():
        for operation in view.operations:
            yield path, operation


@cache
def parameters_of(path):
    """{method: {name of a parameter of an address: may it come several times?}}.

    Asked of the routes, as every request does: the document takes a second and 12 MB.
    """
    return {
        method: {
            name: name in sent.__ninja_collection_fields__
            for sent in models
            if sent.__ninja_param_source__ == "query"
            for name in sent.__ninja_flatten_map__
        }
        for method, models in _sent_to(path)
    }


@cache
def names_of_body(path):
    """{method: what may be sent in its body, as JSON or as a form}; asked of the routes too."""
    return {method: {name for sent in models for name in _names_of_body(sent)} for method, models in _sent_to(path)}


def _names_of_body(sent):
    if sent.__ninja_param_source__ == "body":
        (body,) = sent.model_fields.values()
        return body.annotation.model_fields
    return sent.model_fields if sent.__ninja_param_source__ in ("form", "file") else ()


def _sent_to(path):
    """(method, the models of what is sent) of each operation at an address."""
    for one, operation in _operations():
        if f"{ROOT}{one}" == path:
            for method in operation.methods:
                yield method, operation.models


def minds_if_match(path, method):
    """Is it an act on the row that the address names, done only if that is still as it was read?"""
    noun, *rest = path.removeprefix(f"{ROOT}/").split("/")
    return method != "get" and noun in TAGGED and rest[:1] == ["{id}"] and rest[1:] not in BESIDE


def _complete(path, method, operation, scope):
    writes = method != "get"
    operation["security"] = [{"Token": [scope]}]
    operation["operationId"] = operation["operationId"].removeprefix("projets_api_v1_routes_")
    operation["description"] = f"{operation.get('description', '')}\n\nScope of the token: {scope}.".strip()
    if writes:
        operation["parameters"].append(KEY)
    minds = minds_if_match(path, method)
    if minds:
        operation["parameters"].append(IF_MATCH)
    if not writes and path in READ_WITH_TAG:
        operation["parameters"].append(IF_NONE_MATCH)
    if path == f"{ROOT}/boards/{{id}}/events":
        operation["parameters"].append(LAST_EVENT_ID)
    operation["responses"] = {str(status): response for status, response in operation["responses"].items()}
    for response in operation["responses"].values():
        headers = {
            "RateLimit": _header("how many requests are left (draft of the IETF)"),
            "RateLimit-Policy": _header("how many there are in which time (draft of the IETF)"),
        }
        if IF_NONE_MATCH in operation["parameters"] or minds:
            headers["ETag"] = _header("of what is answered")
        if writes:
            headers["Projets-Act"] = _header("the id of the act")
        response["headers"] = response.get("headers", {}) | headers
    if IF_NONE_MATCH in operation["parameters"]:
        operation["responses"]["304"] = {"description": "Not changed since"}
    refusals = (
        READING
        + ((416,) if "416" in operation["responses"] else ())
        + (WRITING if writes else ())
        + ((412,) if minds else ())
    )
    operation["responses"] |= {str(one): {"$ref": f"#/components/responses/{one}"} for one in refusals}


def _refusal(status):
    headers = {"Retry-After": _header("seconds to wait")} if status in (429, 503) else {}
    return {
        "description": str(TITLES[status]),
        "content": {MEDIA: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        **({"headers": headers} if headers else {}),
    }


def _header(description):
    return {"description": description, "schema": {"type": "string"}}


def _scopes():
    return "A token of yours: `read` reads, `write` also acts, `admin` also changes projects, members and tokens."
