"""How rows are written down, whatever the database; and which tables are."""

from base64 import b64decode, b64encode
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import models

FORMAT = 1
LEFT_OUT = {"django_session"}  # who is signed in: they sign in again


class Unreadable(Exception):
    """A backup that is damaged, or not one of ours: what is wrong with it."""


def tables(apps):
    """The models whose rows are kept, by the name of their tables."""
    kept = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True) if _is_kept(model)}
    return dict(sorted(kept.items()))


def _is_kept(model):
    return model._meta.managed and not model._meta.proxy and model._meta.db_table not in LEFT_OUT


def columns(model):
    return [field.attname for field in model._meta.concrete_fields]


def told(value):
    """As JSON has it; dates with their zone, numbers that must not lose a digit as text."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return b64encode(bytes(value)).decode()
    if isinstance(value, Decimal | UUID):
        return str(value)
    return value


def read(field, value):
    """The way back, by what the column is."""
    if value is None or isinstance(field, models.JSONField):
        return value
    if isinstance(field, models.BinaryField):
        return b64decode(value)
    return field.to_python(value)
