"""Reads that doors share."""

from projets.accounts.models import Instance


def instance():
    """This installation, as actions want it: they read it again themselves."""
    return Instance(pk=Instance.THE_ONE)
