"""A readable page of an OpenAPI document: ours to render, so that it needs no script, no font and no third party."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from msgspec import json

METHODS = ("get", "post", "put", "patch", "delete")
TITLES = {"/api/v1": gettext_lazy("The API of Projets"), "/api": gettext_lazy("Planka’s API")}


@dataclass(frozen=True)
class Reference:
    """What is served of a document: itself, and a page to be read, which leads to those of other APIs."""

    root: str  # "/api/v1"
    document: Callable[[], dict]
    problems: list  # (status, its word there, what it means)

    @method_decorator(require_safe)
    def openapi(self, request):
        response = HttpResponse(json.encode(self.document()), "application/json")
        response.headers["Cache-Control"] = "public, max-age=300"
        return response

    @method_decorator(require_safe)
    def page(self, request):
        context = {
            "title": TITLES[self.root],
            "about": self.document()["info"]["description"].replace("`", ""),
            "document_address": f"{self.root}/openapi.json",
            "others": [(f"{root}/docs", title) for root, title in TITLES.items() if root != self.root],
            "tags": self._tags,
            "schemas": self._schemas,
            "problems": self.problems,
            "section": "",
        }
        return render(request, "pages/reference/reference.html", context)

    @cached_property
    def _tags(self):
        return operations_by_tag(self.document())

    @cached_property
    def _schemas(self):
        return schemas(self.document())


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
    answers: list  # (status, description, kind, schema, values of one that has no name)

    @property
    def first(self):
        """What it is, in a sentence: no more of it is seen until it is opened."""
        sentence, _dot, more = self.about.partition("\n")[0].partition(". ")
        return "" if sentence.startswith("Scope of") else f"{sentence}." if more else sentence


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


def values(document, schema, within=""):
    """What an object has; what an object without a name within it has, as `included.cards`."""
    whole = resolved(document, schema)
    if "oneOf" in whole:  # by kind: each of its schemas beside the kinds that it is for
        return [_case(document, one) for one in whole["oneOf"]]
    needed = set(whole.get("required", ()))
    found = []
    for name, one in whole.get("properties", {}).items():
        if "properties" in one:
            found += values(document, one, f"{within}{name}.")
        else:
            about = one.get("description", "")
            found.append(Value(f"{within}{name}", kind_of(one), schema_of(one), name in needed, about))
    return found


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
        text = {"date": "date", "date-time": "moment", "binary": "file"}.get(schema.get("format"), "text")
        return text + limits(schema, "minLength", "maxLength", " characters")
    if kind in ("integer", "number"):
        return ("whole number" if kind == "integer" else "number") + limits(schema, "minimum", "maximum")
    return {"boolean": "true or false", "null": "null", "object": "object"}.get(kind, "anything")


def limits(schema, least, most, unit=""):
    """` (1 to 128 characters)`; nothing without any."""
    least, most = schema.get(least), schema.get(most)
    if least is None and most is None:
        return ""
    if most is None:
        return f" ({least}{unit} or more)"
    return f" ({least} to {most}{unit})" if least is not None else f" (at most {most}{unit})"


def schema_of(schema):
    """The name of the schema that this is, or is made of; none for what is plain."""
    if "$ref" in schema:
        return schema["$ref"].rpartition("/")[2]
    inner = [schema.get("items", {}), *schema.get("anyOf", ())]
    return next(filter(None, (schema_of(one) for one in inner if one)), "")


def _operation(document, method, path, one):
    body = one.get("requestBody", {}).get("content", {})
    sent = next(iter(body.values()), {})
    return Operation(
        id=one["operationId"],
        tag=next(iter(one.get("tags", ())), ""),
        method=method.upper(),
        path=path,
        about=_paragraphs((one.get("description") or one.get("summary", "")).replace("`", "")),
        parameters=[_parameter(given) for given in one.get("parameters", ())],
        body_kind=" or ".join(body),
        body=values(document, sent["schema"]) if sent else [],
        answers=[_answer(document, status, given) for status, given in sorted(one["responses"].items())],
    )


def _paragraphs(text):
    """Each on one line, wherever its source was wrapped."""
    return "\n\n".join(" ".join(one.split()) for one in text.split("\n\n"))


def _parameter(given):
    schema = given.get("schema", {})
    about = given.get("description", "")
    return given["in"], Value(given["name"], kind_of(schema), "", given.get("required", False), about)


def _answer(document, status, given):
    whole = resolved(document, given)
    content = next(iter(whole.get("content", {}).values()), {}).get("schema")
    about = whole.get("description", "")
    if not content:
        return status, about, "", "", []
    if "properties" in content:
        return status, about, "", "", values(document, content)
    return status, about, kind_of(content), schema_of(content), []
