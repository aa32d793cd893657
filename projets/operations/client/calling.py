"""What is asked of an instance and what it answers; and which instance that is."""

import json
from dataclasses import dataclass
from pathlib import Path

from projets.config.environment import read
from projets.operations.console import Failed, Misuse

ROOT = "/api/v1"


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    act: str | None = None  # what the act is called, to undo it


@dataclass(frozen=True)
class Request:
    """`path` is below /api/v1, with its query; `sent` is JSON, None for nothing."""

    method: str
    path: str
    sent: object = None
    key: str | None = None  # under which an act is done once

    @property
    def body(self):
        return b"" if self.sent is None else json.dumps(self.sent).encode()

    @property
    def headers(self):
        """Without what says who asks. Refusals are in English, like the rest of the command line."""
        headers = {"Accept": "application/json, application/problem+json", "Accept-Language": "en"}
        if self.sent is not None:
            headers["Content-Type"] = "application/json"
        if self.key:
            headers["Idempotency-Key"] = self.key
        return headers


def instance(options):
    """What asks, by `call(request)`: the server of PROJETS_URL, or this very machine's in the name of PROJETS_AS."""
    url, person = read("PROJETS_URL"), read("PROJETS_AS")
    if url and person:
        raise Misuse("PROJETS_URL asks another server and PROJETS_AS this machine's: give one of them")
    if url:
        from projets.operations.client.remote import Remote

        return Remote(url, _token(options))
    if person:
        from projets.operations.client.local import Local

        return Local(person)
    raise Misuse("say of which instance: --url and PROJETS_TOKEN for a server, --as on the machine that has its data")


def _token(options):
    file = options.token_file
    try:
        token = Path(file).read_text("utf-8").strip() if file else read("PROJETS_TOKEN")
    except (OSError, UnicodeError) as error:
        raise Failed(f"{file}: cannot be read ({getattr(error, 'strerror', None) or 'no text'})") from None
    if not token:
        raise Misuse("a server is asked with a token: give it in PROJETS_TOKEN, or in a file by --token-file")
    if not (token.isascii() and token.isprintable() and " " not in token):
        raise Failed("this is no token: give one that a profile or « projets token create » has shown")
    return token
