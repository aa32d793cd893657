"""Reads that doors share."""

from projets.accounts.models import Instance, User
from projets.usecase.errors import NotFound


def instance():
    """This installation, as actions want it: they read it again themselves."""
    return Instance(pk=Instance.THE_ONE)


def require_administrator(actor):
    """What administrators of the instance alone read is not there for others: NotFound.

    Nor for a program that acts within some projects, whoever it acts for.
    """
    if actor.projects is not None or not User.objects.administrators().filter(pk=actor.user_id).exists():
        raise NotFound
