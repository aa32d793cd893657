"""The facts of sharing, on the stream of the board. Neither a secret nor the words of a link's name are in them."""

from dataclasses import dataclass
from datetime import datetime

from projets.usecase.facts import Fact, State


@dataclass(frozen=True)
class LinkState(State):
    board_id: int
    has_password: bool
    hides_names: bool
    hides_comments: bool
    hides_files: bool
    made_by: int | None
    expires_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True)
class LinkFact(Fact):
    state = LinkState
    before: LinkState | None
    after: LinkState


class LinkMade(LinkFact, kind="link.made"):
    pass


class LinkRevoked(LinkFact, kind="link.revoked"):
    """It opens nothing any more."""
