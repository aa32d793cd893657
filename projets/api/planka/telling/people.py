"""Accounts: all of one to oneself, much to administrators, the public view to colleagues and webhooks."""

from projets.accounts import events
from projets.accounts.models import User
from projets.api.planka.items.users import public, seen_by
from projets.api.planka.telling import audience
from projets.api.planka.telling.told import Told, teller

TOLD = {
    "created": "userCreate",
    "deleted": "userDelete",
}
UNTOLD = {"password_changed"}


@teller(events.UserFact)
def tell(it):
    """On the person's own stream. The log has no name: it is the account's, and blank once that is gone."""
    if it.stream != f"user:{it.now.id}" or it.what in UNTOLD:
        return
    name = TOLD.get(it.what, "userUpdate")
    user = User.objects.filter(pk=it.now.id).first() or _gone(it.now)
    overseer = User(pk=0, role=User.Role.ADMINISTRATOR)
    yield Told(name, seen_by(user, user), audience.of_person(user.pk), hooked=False)
    yield Told(name, seen_by(overseer, user), audience.of_administrators(but={user.pk}), hooked=False)
    if it.what != "preferences_edited":
        item = public(user)
        former = item if name == "userUpdate" else None
        yield Told(name, item, audience.of_acquaintances(user.pk), former)


def _gone(state):
    known = {column: getattr(state, column) for column in state.columns if hasattr(User, column)}
    return User(**known)
