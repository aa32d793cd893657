"""Why somebody who signed in elsewhere does not come in: sentences that say what to do."""

from projets.usecase.errors import DomainError


class ProviderSilent(DomainError):
    """The provider does not answer, or not as an OpenID provider does."""


class NotVouched(DomainError):
    """What came back proves nothing: wrong, old, or sent by somebody else. `because` is for the logs."""

    def __init__(self, message, because=""):
        super().__init__(message)
        self.because = because


class NotAdmitted(DomainError):
    """The provider vouches for the person, and our rules do not let them in.

    `is_over`: the rule is about who they are, and no stronger sign-in changes it; `user` is their account, if any.
    """

    def __init__(self, message, is_over=False):
        super().__init__(message)
        self.is_over, self.user = is_over, None


class KnownAddress(DomainError):
    """Another account has this address, and these claims are not its own."""

    def __init__(self, message, user):
        super().__init__(message)
        self.user = user
