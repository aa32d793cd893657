"""Telling a database that is out of reach from a statement that is wrong."""

CAUSES = ("full", "readonly", "read-only", "disk i/o", "locked", "connection", "no space")


def is_outage(error):
    """A full disk, a read-only database, a server that is gone: worth trying again later."""
    return any(cause in str(error).lower() for cause in CAUSES)


def is_deadlock(error):
    """Two waited for each other and PostgreSQL sent one away, with nothing done: it may try again at once."""
    return getattr(error.__cause__, "sqlstate", None) == "40P01"
