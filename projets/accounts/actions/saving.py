"""How accounts are written and recorded, for every action."""

from django.utils.translation import gettext_lazy as _

from projets.accounts import events
from projets.usecase.errors import Conflict
from projets.usecase.log import moment, record


def save(user, fact, changed):
    """Write the columns that are no longer as they were, and record it; nothing changed is no fact."""
    changed = {name: value for name, value in changed.items() if getattr(user, name) != value}
    if not changed:
        return
    if user.pseudonym is not None:
        raise Conflict(_("This account was erased: nobody can have it again. Open another one."))
    before = events.UserState.of(user)
    for name, value in changed.items():
        setattr(user, name, value)
    user.updated_at = moment()
    user.save(update_fields=[*changed, "updated_at"])
    record(user.stream, fact(before, events.UserState.of(user)))
