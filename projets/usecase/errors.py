"""What an action may answer instead of doing. It knows nothing of HTTP: doors translate."""

from enum import StrEnum


class DomainError(Exception):
    """The act did not happen, nothing of it; the message says why.

    `field` names what was typed wrong, so that a form can say it beside it.
    """

    def __init__(self, message="", field=None):
        super().__init__(message)
        self.field = field


class NotFound(DomainError):
    """A row is not there, is in the bin, or cannot be seen."""


class Conflict(DomainError):
    """Somebody else was there meanwhile."""


class Outdated(Conflict):
    """Somebody else has written another version of a text since this one was read."""

    def __init__(self, message, version):
        super().__init__(message)
        self.version = version


class Changed(Conflict):
    """A row is no longer as whoever acts has read it."""


class Invalid(DomainError):
    """What was asked makes no sense, whoever asks."""


class TooLarge(Invalid):
    """What was sent holds more bytes than are kept."""


class Unavailable(DomainError):
    """What it takes is not there now: no room on the disk, a database that cannot be written."""


class TooOften(DomainError):
    """This was asked too often lately: nothing is wrong with it in `wait` seconds."""

    def __init__(self, message, wait):
        super().__init__(message)
        self.wait = wait


class Why(StrEnum):
    UNSEEN = "unseen"
    NOT_A_MEMBER = "not a member"
    ROLE_TOO_LOW = "role too low"


class Refused(DomainError):
    """`action` is not for this actor; `why` tells doors how much to admit."""

    def __init__(self, action, why):
        super().__init__(f"{action}: {why}")
        self.action = action
        self.why = why
