"""Whether an answer is one that an OpenAPI document promises: the status, the kind of content and its shape."""

import re

from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012


class Promised:
    """What `document()` promises; addresses that are not in it are left alone."""

    def __init__(self, document):
        self.document = document
        self.validators = {}

    def require(self, method, path, status, kind, read, content):
        """`kind` is the media type, `read()` the JSON, `content` the bytes."""
        promised = self._operation(method.lower(), path)
        if promised is None:
            return
        response = promised["responses"][str(status)]
        if "$ref" in response:
            response = self.document()["components"]["responses"][response["$ref"].rpartition("/")[2]]
        if "content" not in response:
            assert content == b""
            return
        known = response["content"]
        schema = (known["*/*"] if "*/*" in known else known[kind])["schema"]
        if schema and kind.endswith("json"):
            self._validator(schema).validate(read())

    def require_answer(self, method, path, answer):
        """The same of what Django's test client got."""
        kind = answer.headers.get("Content-Type", "").partition(";")[0]
        content = b"" if answer.streaming else answer.content
        self.require(method, path, answer.status_code, kind, answer.json, content)

    def _operation(self, method, path):
        for template, operations in self.document()["paths"].items():
            if method in operations and re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path):
                return operations[method]
        return None

    def _validator(self, schema):
        name = repr(schema)
        if name not in self.validators:
            registry = Registry().with_resource(
                "urn:api", Resource(contents=self.document(), specification=DRAFT202012)
            )
            self.validators[name] = Draft202012Validator(_absolute(schema), registry=registry)
        return self.validators[name]


def _absolute(schema):
    """Its references lead into the document."""
    if isinstance(schema, dict):
        return {key: f"urn:api{value}" if key == "$ref" else _absolute(value) for key, value in schema.items()}
    return [_absolute(one) for one in schema] if isinstance(schema, list) else schema
