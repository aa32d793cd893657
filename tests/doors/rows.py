"""Every row of the database, to say what a request wrote, columns that no fact tells of included."""

import re

from django.apps import apps
from django.db.models import QuerySet

UNWATCHED = {"sessions.Session"}
LONG = re.compile(r"\d{16,19}")


def rows():
    """{(model, id): {column: value}}"""
    return {
        (model._meta.label, row[model._meta.pk.attname]): row
        for model in apps.get_models()
        if model._meta.managed and model._meta.label not in UNWATCHED
        for row in QuerySet(model).order_by("pk").values()
    }


def written(before, after):
    """What changed, as lines in order: ids made meanwhile are another each time, so they are « new »."""
    known = {str(pk) for _model, pk in before}

    def settled(value):
        return LONG.sub(lambda found: found[0] if found[0] in known else "new", repr(value))

    said = [(model, settled(pk), "gone", "", "") for model, pk in before.keys() - after.keys()]
    for (model, pk), row in after.items():
        was = before.get((model, pk))
        if row != was:
            columns = row if was is None else {name: value for name, value in row.items() if value != was[name]}
            sort = "made" if was is None else "changed"
            said += [(model, settled(pk), sort, name, settled(value)) for name, value in columns.items()]
    return sorted(said)


def varying(one, other):
    """(model, column) of what two times the same request wrote differently: tokens, digests, salts."""
    return {(line[0], line[3]) for line in set(one) ^ set(other)}


def without(lines, columns):
    return [line for line in lines if (line[0], line[3]) not in columns]
