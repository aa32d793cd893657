"""The fact of the mail server; its password is not in it."""

from dataclasses import dataclass

from projets.usecase.facts import Fact, State


@dataclass(frozen=True)
class MailServerState(State):
    host: str
    port: int | None
    name: str
    is_secure: bool
    is_verified: bool
    user: str
    sender: str
    has_password: bool


@dataclass(frozen=True)
class MailServerSet(Fact, kind="mail_server.set"):
    """Recorded on the instance; a change of the password alone changes nothing that is seen here."""

    state = MailServerState
    before: MailServerState | None
    after: MailServerState
