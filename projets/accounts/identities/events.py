"""Facts of identities, on the person's stream. Neither subject nor organisation is in them: erasing leaves the log."""

from dataclasses import dataclass

from projets.usecase.facts import Fact, State


@dataclass(frozen=True)
class IdentityState(State):
    user_id: int
    issuer: str
    linked_by: str
    idp_id: str
    acr: str
    amr: tuple[str, ...]


@dataclass(frozen=True)
class IdentityFact(Fact):
    state = IdentityState
    before: IdentityState | None
    after: IdentityState


class IdentityLinked(IdentityFact, kind="identity.linked"):
    """From now on this identity opens the account; `linked_by` says what proved that it may."""


class IdentitySignedIn(IdentityFact, kind="identity.signed_in"):
    """At which level (`acr`) and how (`amr`), as the provider says."""
