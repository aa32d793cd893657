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


class LinkHandedOver(LinkFact, kind="link.handed_over"):
    """Who made it has left: another answers for it."""


class LinkRevoked(LinkFact, kind="link.revoked"):
    """It opens nothing any more."""


@dataclass(frozen=True)
class GuestState(State):
    """No address is in it."""

    board_id: int
    user_id: int | None
    role: str
    sponsor_id: int | None
    invited_by: int | None
    ends_at: datetime
    accepted_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True)
class GuestFact(Fact):
    state = GuestState
    before: GuestState | None
    after: GuestState


class GuestInvited(GuestFact, kind="guest.invited"):
    pass


class GuestInvitedAgain(GuestFact, kind="guest.invited_again"):
    """Another letter was sent; the one before serves no more."""


class GuestAccepted(GuestFact, kind="guest.accepted"):
    """They have shown that the mailbox is theirs, and are a member until the end."""


class GuestProlonged(GuestFact, kind="guest.prolonged"):
    """Another end, nearer or further."""


class GuestSponsored(GuestFact, kind="guest.sponsored"):
    """Somebody else answers for them."""


class GuestEnding(GuestFact, kind="guest.ending"):
    """On the sponsor's stream: the end is near."""


class GuestEnded(GuestFact, kind="guest.ended"):
    """They see nothing of the board any more."""
