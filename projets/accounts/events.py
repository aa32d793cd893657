"""The facts that accounts record. A person is in them by id: erasing a name or an address need not touch the log."""

from dataclasses import dataclass
from datetime import datetime

from projets.usecase.facts import Fact, State


@dataclass(frozen=True)
class UserState(State):
    role: str
    is_active: bool
    language: str
    time_zone: str
    theme: str
    single_letters: bool
    shows_presence: bool
    subscribe_to_own_cards: bool
    subscribe_to_card_when_commenting: bool
    enable_favorites_by_default: bool = True
    default_editor_mode: str = "wysiwyg"
    default_home_view: str = "grouped_projects"
    default_projects_order: str = "by_default"
    turn_off_recent_card_highlighting: bool = False
    is_sso_user: bool = False
    is_guest: bool = False


@dataclass(frozen=True)
class UserFact(Fact):
    state = UserState
    before: UserState | None
    after: UserState


class UserCreated(UserFact, kind="user.created"):
    """Recorded on the instance and on the person."""


class RoleSet(UserFact, kind="user.role_set"):
    pass


class UserDeactivated(UserFact, kind="user.deactivated"):
    """All sessions have ended."""


class UserActivated(UserFact, kind="user.activated"):
    pass


class UserDeleted(UserFact, kind="user.deleted"):
    """Recorded on the instance and on the person, who is a pseudonym from then on: see accounts/erasing.py."""


class ProfileEdited(UserFact, kind="user.profile_edited"):
    """Name, user name, telephone, organisation or picture: which, the log does not say."""


class EmailChanged(UserFact, kind="user.email_changed"):
    pass


class PasswordChanged(UserFact, kind="user.password_changed"):
    """All sessions but the one that did it have ended."""


class ApiKeyMade(UserFact, kind="user.api_key_made"):
    """Instead of the one there was, if any."""


class ApiKeyRemoved(UserFact, kind="user.api_key_removed"):
    pass


class PreferencesEdited(UserFact, kind="user.preferences_edited"):
    pass


@dataclass(frozen=True)
class TokenState(State):
    """What it opens, not what it is called nor how it begins."""

    user_id: int
    scope: str
    project_ids: tuple[int, ...] | None
    expires_at: datetime | None
    revoked_at: datetime | None
    parent_id: int | None = None


@dataclass(frozen=True)
class TokenFact(Fact):
    state = TokenState
    before: TokenState | None
    after: TokenState


class TokenMade(TokenFact, kind="token.made"):
    pass


class TokenRevoked(TokenFact, kind="token.revoked"):
    """What it opened is shut, open streams of events too."""


class TermsAccepted(UserFact, kind="user.terms_accepted"):
    pass
