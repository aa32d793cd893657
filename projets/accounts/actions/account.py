"""All that one request changes of one account."""

from projets.accounts.actions import people, users
from projets.usecase.action import action


@action("user")
def edit_account(
    actor, user, profile=None, preferences=None, role=None, is_active=None, no_picture=False, no_api_key=False
):
    """In one act; the right to each of these is asked as if it came alone."""
    if profile:
        users.edit_profile(actor, user, **profile)
    if preferences:
        users.edit_preferences(actor, user, **preferences)
    if no_picture:
        users.change_picture(actor, user, None)
    if role is not None:
        people.set_role(actor, user, role)
    if is_active is not None:
        (people.activate_user if is_active else people.deactivate_user)(actor, user)
    if no_api_key:
        people.remove_api_key(actor, user)
