"""Logs tell what the machine did, not who did what: the log of events and its rights are for that.

The security log is another one, with a place of its own: `usecase/securitylog.py` says what is in it.
"""

import json
import logging
import re
from datetime import UTC, datetime

from projets.usecase.securitylog import request_id

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
_KEY = re.compile(r"(/(?:partage|invitation|connexion/invite|connexion/openid/rattachement)/)[^/\s\"'?]+")


def discreet(text):
    """E-mail addresses never reach a log, nor the addresses that are keys: whoever reads it could use them."""
    return _KEY.sub(r"\1‹secret›", _ADDRESS.sub("‹address›", text))


class Discreet(logging.Formatter):
    """What opens or names somebody never reaches a log, not even by the message of an exception."""

    def format(self, record):
        return discreet(super().format(record))


class Lines(logging.Formatter):
    """One JSON object a line: when, in UTC to the millisecond, and the request that it happened in."""

    def format(self, record):
        when = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"time": when.replace("+00:00", "Z"), "level": record.levelname, "logger": record.name}
        if about := getattr(record, "about", None):
            line |= {"kind": "security"} | about
        else:
            line["message"] = record.getMessage()
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        line["request_id"] = request_id()
        return discreet(json.dumps(line, ensure_ascii=False, default=str))


def logging_settings(form, security):
    """`form` is text or json; `security` the handler that `environment.security_log` says, or None."""
    handlers = {"stderr": {"class": "logging.StreamHandler", "formatter": form}}
    if security:
        handlers["security"] = security | {"formatter": "json"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "text": {"()": Discreet, "format": "%(asctime)s %(levelname)s %(name)s: %(message)s"},
            "json": {"()": Lines},
        },
        "handlers": handlers,
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "projets": {"level": "INFO"},
            "projets.security": {
                "level": "INFO" if security else "CRITICAL",
                "handlers": ["security"] if security else [],
                "propagate": False,
            },
            "django": {"handlers": [], "propagate": True},
            "django.request": {"level": "ERROR", "propagate": True},  # what people mistype is no incident
            "django.server": {"handlers": [], "propagate": True},
        },
    }
