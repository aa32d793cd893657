"""What routes answer, as JSON Schema: the shapes that stand beside the functions of `items`, each under its name.

A shape is a type, or a dict of shapes: `{"items": list[CardItem], "included": {"users": list[UserItem]}}`.
"""

from typing import NotRequired, get_args, get_origin

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

REFERENCE = "#/components/schemas/{model}"


class _Schemas(GenerateJsonSchema):
    """Nothing but what is declared, `LabelItem` as `Label`."""

    def field_title_should_be_set(self, schema):
        return False

    def typed_dict_schema(self, schema):
        made = super().typed_dict_schema(schema) | {"additionalProperties": False}
        return {key: value for key, value in made.items() if key != "title"}

    def normalize_name(self, name):
        return super().normalize_name(name).removesuffix("Item")


def schemas_of(shapes):
    """(the schema of each of these shapes, in their order, the ones by name that they refer to)"""
    adapters = [(one, "validation", TypeAdapter(one)) for one in {one for shape in shapes for one in _types(shape)}]
    known, named = TypeAdapter.json_schemas(adapters, schema_generator=_Schemas, ref_template=REFERENCE)
    known = {one: schema for (one, _mode), schema in known.items()}
    return [_schema(shape, known) for shape in shapes], named["$defs"]


def _types(shape):
    if isinstance(shape, dict):
        for one in shape.values():
            yield from _types(_inner(one))
    else:
        yield shape


def _schema(shape, known):
    if not isinstance(shape, dict):
        return known[shape]
    return {
        "type": "object",
        "required": [name for name, one in shape.items() if get_origin(one) is not NotRequired],
        "properties": {name: _schema(_inner(one), known) for name, one in shape.items()},
        "additionalProperties": False,
    }


def _inner(shape):
    return get_args(shape)[0] if get_origin(shape) is NotRequired else shape
