"""All of this door as OpenAPI 3.1, read from its table of routes: what is sent, what is answered, and each refusal."""

from functools import cache
from inspect import getdoc

from projets.api.planka.authentication import COOKIE
from projets.api.planka.calling import ADMINISTRATORS, FOUNDERS, PUBLIC, routes
from projets.api.planka.parameters import Structure, or_null
from projets.api.planka.refusals import CODES
from projets.api.planka.shapes import schemas_of
from projets.api.reference import Reference

ROOT = "/api"
ALWAYS, WRITING = {503}, {400, 403, 409, 422}
TITLES = {
    400: "A parameter is missing or wrong, or the body cannot be read",
    401: "Nobody is signed in, or the credentials are wrong",
    403: "It is there, but not to be done by you",
    404: "It is not there, or not for you to see",
    409: "It is so already, or there is no room for more",
    422: "It cannot be done like this",
    429: "Failed too often: wait",
    503: "The server cannot write for now: wait",
}
MORE = {
    400: {"problems": {"type": "array", "items": {"type": "string"}, "description": "one for each parameter"}},
    403: {
        "pendingToken": {"type": "string", "description": "accepts the terms, where they are to be accepted first"},
        "step": {"const": "accept-terms"},
    },
}
WHO = {
    PUBLIC: "Nobody need be signed in.",
    FOUNDERS: "For administrators and project owners: others are told that there is nothing.",
    ADMINISTRATORS: "For administrators: others are told that there is nothing.",
}
MANAGED = "For who manages it: others are told that there is nothing."
SIGNED_IN = [{"Token": []}, {"Token": [], "HttpOnlyToken": []}, {"ApiKey": []}]
SECURITY = {
    "Token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": "of POST /access-tokens"},
    "HttpOnlyToken": {
        "type": "apiKey",
        "in": "cookie",
        "name": COOKIE,
        "description": "goes with a token that was asked for with withHttpOnlyToken",
    },
    "ApiKey": {"type": "apiKey", "in": "header", "name": "X-Api-Key", "description": "made by an administrator"},
}
IF_NONE_MATCH = {
    "in": "header",
    "name": "If-None-Match",
    "required": False,
    "description": "The ETag you have: 304, and nothing more, while it is what you would be answered.",
    "schema": {"type": "string"},
}
DESCRIPTION = """Planka 2's API, for the clients and scripts that speak it; what is new is made for /api/v1. Ids are
texts of digits. Bodies are JSON or forms, and read as Planka reads them: a number may come as text, a flag as "true",
and what nobody asks for is left aside. Every success is 200. Files and pictures are at the addresses that items name,
for who shows the cookie accessToken, or an API key. The same requests travel over socket.io, at /socket.io/."""


@cache
def document():
    shapes, named = schemas_of([one.answers for one in routes])
    paths = {}
    for one, shape in zip(routes, shapes, strict=True):
        paths.setdefault(f"{ROOT}{one.path}", {})[one.method.lower()] = _operation(one, shape)
    told = sorted({status for one in routes for status in refusals_of(one)})
    return {
        "openapi": "3.1.0",
        "info": {"title": "Planka's API on Projets", "version": "2", "description": DESCRIPTION},
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": named | {_name(status): _refusal(status) for status in told},
            "responses": {str(status): _response(status) for status in told},
            "securitySchemes": SECURITY,
        },
    }


def refusals_of(route):
    """The statuses by which a route may refuse: by its table's rules, by its actions, and those that it names."""
    found = ALWAYS | set(route.refuses)
    if route.who != PUBLIC:
        found |= {401}
    if route.method != "GET":
        found |= {400} if route.who == PUBLIC else WRITING
    if route.parameters or route.ids:
        found |= {400}
    if route.of or route.who in (FOUNDERS, ADMINISTRATORS):
        found |= {404}
    return found


def _operation(route, shape):
    module = route.function.__module__.rpartition(".")[2]
    reads = route.method == "GET"
    told = [getdoc(route.function), WHO.get(route.who), MANAGED if route.managed else None]
    responses = {"200": _success(shape, reads)} | ({"304": {"description": "It is what you have"}} if reads else {})
    responses |= {str(one): {"$ref": f"#/components/responses/{one}"} for one in sorted(refusals_of(route))}
    return {
        "operationId": f"{module}_{route.function.__name__}",
        "tags": [module.replace("_", "-")],
        "summary": told[0].partition("\n")[0],
        "description": "\n\n".join(filter(None, told)),
        "security": [{}, *SIGNED_IN] if route.who == PUBLIC else SIGNED_IN,
        "parameters": [
            *({"in": "path", "name": one.name, "required": True, "schema": one.schema} for one in route.ids),
            *([*map(_in_query, route.parameters), IF_NONE_MATCH] if reads else ()),
        ],
        **({"requestBody": body} if not reads and (body := _body(route)) else {}),
        "responses": responses,
    }


def _in_query(one):
    found = {"in": "query", "name": one.name, "required": one.required, "schema": _taken(one)}
    return found | ({"style": "deepObject", "explode": True} if isinstance(one, Structure) else {})


def _body(route):
    """As JSON, where no file must come with it; as a form where one may."""
    content = {}
    if route.files:
        content["multipart/form-data"] = {"schema": _object((*route.parameters, *route.files))}
    if route.parameters and not any(one.required for one in route.files):
        content["application/json"] = {"schema": _object(route.parameters)}
    required = any(one.required for one in (*route.parameters, *route.files))
    return {"required": required, "content": content} if content else None


def _object(parameters):
    return {
        "type": "object",
        "required": [one.name for one in parameters if one.required],
        "properties": {one.name: _taken(one) for one in parameters},
    }


def _taken(one):
    return or_null(one.schema) if one.null and one.schema.get("type") != "null" else one.schema


def _success(shape, reads):
    headers = {"X-Exit": _header("how it ended, in a word: success")}
    if reads:
        headers["ETag"] = _header("of this answer, for If-None-Match")
    return {"description": "OK", "headers": headers, "content": {"application/json": {"schema": shape}}}


def _response(status):
    return {
        "description": TITLES[status],
        "headers": {"X-Exit": _header("how it ended, in a word")},
        "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{_name(status)}"}}},
    }


def _refusal(status):
    return {
        "type": "object",
        "description": TITLES[status],
        "required": ["code"] if status == 404 else ["code", "message"],  # who may not know of it is told no more
        "properties": {"code": {"const": CODES[status]}, "message": {"type": "string"}} | MORE.get(status, {}),
        "additionalProperties": False,
    }


def _name(status):
    """E_NOT_FOUND is NotFound."""
    return CODES[status].removeprefix("E_").title().replace("_", "")


def _header(description):
    return {"description": description, "schema": {"type": "string"}}


reference = Reference(ROOT, document, [(status, CODES[status], title) for status, title in TITLES.items()])
