"""The readable page: how types, limits and answers are said in words."""

import pytest

from projets.api import urls  # noqa: F401 (it declares the routes)
from projets.api.planka.document import document as of_planka
from projets.api.reference import kind_of, operations_by_tag, values
from projets.api.v1.document import document as of_v1

TEXT = {"type": "string", "minLength": 1, "maxLength": 128}


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": "string"}, "text"),
        (TEXT, "text (1 to 128 characters)"),
        ({"type": "string", "format": "email", "maxLength": 256}, "text (at most 256 characters)"),
        ({"anyOf": [TEXT, {"type": "null"}]}, "text (1 to 128 characters) or null"),
        ({"type": "string", "format": "binary"}, "file"),
        ({"type": "string", "format": "date-time"}, "moment"),
        ({"type": "number", "minimum": 0}, "number (0 or more)"),
        ({"type": "integer", "minimum": 0, "maximum": 65535}, "whole number (0 to 65535)"),
        ({"type": "integer"}, "whole number"),
        ({"type": "boolean"}, "true or false"),
        ({"type": "string", "enum": ["a", "b"]}, "a or b"),
        ({"const": "E_NOT_FOUND"}, "E_NOT_FOUND"),
        ({"type": "array", "items": {"$ref": "#/components/schemas/Card"}}, "list of Card"),
        ({}, "anything"),
    ],
)
def test_a_type_in_words(schema, words):
    assert kind_of(schema) == words


def test_what_is_within_an_answer_is_named_by_its_way():
    card = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}
    document = {"components": {"schemas": {"Card": card}}}
    shape = {
        "type": "object",
        "required": ["item", "included"],
        "properties": {
            "item": {"$ref": "#/components/schemas/Card"},
            "included": {
                "type": "object",
                "required": [],
                "properties": {"cards": {"type": "array", "items": {"$ref": "#/components/schemas/Card"}}},
            },
        },
    }
    found = [(one.name, one.kind, one.schema, one.needed) for one in values(document, shape)]
    assert found == [("item", "Card", "Card", True), ("included.cards", "list of Card", "Card", False)]
    assert [one.name for one in values(document, {"$ref": "#/components/schemas/Card"})] == ["id"]


def test_a_description_is_unwrapped_and_its_first_sentence_is_seen_closed():
    said = "Everybody who\nlooks: `name` first. And more\nof it.\n\nScope of the token: read."
    asked = {"operationId": "x", "description": said, "responses": {}}
    ((_tag, (one,)),) = operations_by_tag({"paths": {"/x": {"get": asked}}})
    assert one.about == "Everybody who looks: name first. And more of it.\n\nScope of the token: read."
    assert one.first == "Everybody who looks: name first."


@pytest.mark.parametrize("document", [of_v1, of_planka])
def test_every_operation_says_what_it_is(document):
    for _tag, operations in operations_by_tag(document()):
        for one in operations:
            assert one.first.endswith((".", "?")), (one.method, one.path)
