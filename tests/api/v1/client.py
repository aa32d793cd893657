"""A program that asks our API; every answer it gets must be one that the document promises."""

import re

from django.test import Client
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from projets.api.v1.document import document


class Asking:
    def __init__(self, secret=None, language="en"):
        self.secret = secret
        self.client = Client()
        self.language = language

    def __call__(self, method, path, body=None, **headers):
        address = path if path.startswith("/") else f"/api/v1/{path}"
        sent = {"accept-language": self.language} | {name.replace("_", "-"): value for name, value in headers.items()}
        if self.secret:
            sent["authorization"] = f"Bearer {self.secret}"
        kind = {} if body is None else {"content_type": "application/json", "data": body}
        answer = getattr(self.client, method)(address, headers=sent, **kind)
        require_promised(method, address.partition("?")[0], answer)
        return answer

    def get(self, path, **headers):
        return self("get", path, **headers)

    def post(self, path, body=None, **headers):
        return self("post", path, body, **headers)

    def patch(self, path, body=None, **headers):
        return self("patch", path, body, **headers)

    def put(self, path, body=None, **headers):
        return self("put", path, body, **headers)

    def delete(self, path, **headers):
        return self("delete", path, **headers)


def require_promised(method, path, answer):
    """The status, the kind of content and its shape are in the document."""
    promised = _operation(method, path)
    if promised is None or answer.status_code == 304:
        return
    response = promised["responses"][str(answer.status_code)]
    if "$ref" in response:
        response = document()["components"]["responses"][response["$ref"].rpartition("/")[2]]
    if "content" not in response:
        assert answer.content == b""
        return
    kind = answer.headers["Content-Type"].partition(";")[0]
    content = response["content"]
    schema = (content["*/*"] if "*/*" in content else content[kind])["schema"]
    if schema and kind.endswith("json"):
        _validator(repr(schema), schema).validate(answer.json())


def _operation(method, path):
    for template, operations in document()["paths"].items():
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path) and method in operations:
            return operations[method]
    return None


_validators = {}


def _validator(name, schema):
    if name not in _validators:
        registry = Registry().with_resource("urn:api", Resource(contents=document(), specification=DRAFT202012))
        _validators[name] = Draft202012Validator(_absolute(schema), registry=registry)
    return _validators[name]


def _absolute(schema):
    """Its references lead into the document."""
    if isinstance(schema, dict):
        return {key: f"urn:api{value}" if key == "$ref" else _absolute(value) for key, value in schema.items()}
    return [_absolute(one) for one in schema] if isinstance(schema, list) else schema
