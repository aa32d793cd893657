"""Somebody in whose name the machine's own command line asks the API, without a token."""

from dataclasses import dataclass

from projets.accounts.models import User


@dataclass(frozen=True)
class Here:
    """Whoever made one runs Python beside the database. Nothing that arrives over a network becomes one.

    It stands where a token does: all that this person may, and no more.
    """

    user: User
    scope: str = "admin"
    project_ids: None = None
    pk: None = None  # it is no row

    @property
    def holds(self):
        """As a token does: closed accounts and guests have none."""
        return self.user.is_active and not self.user.is_guest

    @property
    def user_id(self):
        return self.user.pk
