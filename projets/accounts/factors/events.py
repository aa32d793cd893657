"""The facts of second factors and sessions, on the person's stream. No secret, no address, no name is in them."""

from dataclasses import dataclass
from datetime import datetime

from projets.usecase.facts import Fact, State


@dataclass(frozen=True)
class FactorState(State):
    user_id: int
    made_at: datetime


@dataclass(frozen=True)
class FactorFact(Fact):
    state = FactorState
    before: FactorState | None
    after: FactorState


class AuthenticatorAdded(FactorFact, kind="authenticator.added"):
    """Instead of the one there was, if any."""


class AuthenticatorRemoved(FactorFact, kind="authenticator.removed"):
    """Its recovery codes are gone with it."""


class PasskeyAdded(FactorFact, kind="passkey.added"):
    pass


class PasskeyRemoved(FactorFact, kind="passkey.removed"):
    pass


@dataclass(frozen=True)
class SecurityState(State):
    """Of a person: what there is after the change."""

    recovery_codes: int = 0  # that still serve
    sessions: int = 0  # that were ended
    minutes: int = 0  # of waiting


@dataclass(frozen=True)
class SecurityFact(Fact):
    state = SecurityState
    before: SecurityState | None
    after: SecurityState


class RecoveryCodesMade(SecurityFact, kind="security.codes_made"):
    """Those there were serve no more."""


class RecoveryCodeUsed(SecurityFact, kind="security.code_used"):
    pass


class SessionsRevoked(SecurityFact, kind="security.sessions_revoked"):
    pass


class LockedOut(SecurityFact, kind="security.locked_out"):
    """Somebody failed too often with this person's name or second factor, and waits."""


@dataclass(frozen=True)
class RescueState(State):
    user_id: int
    made_at: datetime
    used_at: datetime | None


@dataclass(frozen=True)
class RescueFact(Fact):
    state = RescueState
    before: RescueState | None
    after: RescueState


class RescueMade(RescueFact, kind="rescue.made"):
    """Recorded on the person and on the instance, as its use."""


class RescueUsed(RescueFact, kind="rescue.used"):
    """It is sealed again."""
