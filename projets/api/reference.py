"""A readable page of an OpenAPI document: ours to render, so that it needs no script, no font and no third party."""

from dataclasses import dataclass
from itertools import groupby

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Value:
    """One thing that is sent or answered; `schema` is the one it links to, if any."""

    name: str
    kind: str
    schema: str
    needed: bool
    about: str


@dataclass(frozen=True)
class Operation:
    id: str
    tag: str
    method: str
    path: str
    about: str
    parameters: list
    body_kind: str
    body: list
    answers: list  # (status, description, kind, schema)

    @property
    def first(self):
        """What it is, in a line: no more of it is seen until it is opened."""
        line = self.about.partition("\n")[0]
        return "" if line.startswith("Scope of") else line


def operations_by_tag(document):
    """[(tag, operations)], in the order of tags, each by path."""
    found = [
        _operation(document, method, path, one)
        for path, methods in document["paths"].items()
        for method, one in methods.items()
        if method in METHODS
    ]
    found.sort(key=lambda one: (one.tag, one.path, METHODS.index(one.method.lower())))
    return [(tag, list(same)) for tag, same in groupby(found, key=lambda one: one.tag)]


def schemas(document):
    """[(name, values)] of what operations name."""
    return [
        (name, values(document, schema))
        for name, schema in sorted(document["components"]["schemas"].items())
        if "properties" in schema or "oneOf" in schema
    ]


def values(document, schema):
    whole = resolved(document, schema)
    if "oneOf" in whole:  # by kind: each of its schemas beside the kinds that it is for
        return [_case(document, one) for one in whole["oneOf"]]
    needed = set(whole.get("required", ()))
    return [
        Value(name, kind_of(one), schema_of(one), name in needed, one.get("description", ""))
        for name, one in whole.get("properties", {}).items()
    ]


def _case(document, schema):
    told = resolved(document, schema)["properties"]["kind"]
    return Value(" · ".join(told.get("enum") or [told["const"]]), kind_of(schema), schema_of(schema), False, "")


def resolved(document, schema):
    while "$ref" in schema:
        found = document
        for part in schema["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        schema = found
    return schema


def kind_of(schema):
    """In words: `text`, `Card`, `list of Card`, `number or null`."""
    if "$ref" in schema:
        return schema["$ref"].rpartition("/")[2]
    if either := schema.get("anyOf") or schema.get("oneOf"):
        return " or ".join(dict.fromkeys(kind_of(one) for one in either))
    if "enum" in schema:
        return " or ".join(str(one) for one in schema["enum"])
    if "const" in schema:
        return str(schema["const"])
    kind = schema.get("type")
    if kind == "array":
        return f"list of {kind_of(schema.get('items', {}))}"
    if kind == "string":
        return {"date": "date", "date-time": "moment", "binary": "file"}.get(schema.get("format"), "text")
    return {"integer": "whole number", "number": "number", "boolean": "true or false", "null": "null"}.get(
        kind, "object" if kind == "object" else "anything"
    )


def schema_of(schema):
    """The name of the schema that this is, or is made of; none for what is plain."""
    if "$ref" in schema:
        return schema["$ref"].rpartition("/")[2]
    inner = [schema.get("items", {}), *schema.get("anyOf", ())]
    return next(filter(None, (schema_of(one) for one in inner if one)), "")


def _operation(document, method, path, one):
    body = one.get("requestBody", {}).get("content", {})
    kind, sent = next(iter(body.items()), ("", {}))
    return Operation(
        id=one["operationId"],
        tag=next(iter(one.get("tags", ())), ""),
        method=method.upper(),
        path=path,
        about=one.get("description") or one.get("summary", ""),
        parameters=[_parameter(given) for given in one.get("parameters", ())],
        body_kind=kind,
        body=values(document, sent["schema"]) if sent else [],
        answers=[_answer(document, status, given) for status, given in sorted(one["responses"].items())],
    )


def _parameter(given):
    schema = given.get("schema", {})
    about = given.get("description", "")
    return given["in"], Value(given["name"], kind_of(schema), "", given.get("required", False), about)


def _answer(document, status, given):
    whole = resolved(document, given)
    content = next(iter(whole.get("content", {}).values()), {}).get("schema")
    kind = kind_of(content) if content else ""
    return status, whole.get("description", ""), kind, schema_of(content) if content else ""
