"""The invented people, and how they act."""

import re

from projets.accounts.actions.people import create_user
from projets.accounts.models import User
from projets.accounts.queries import instance
from projets.usecase.actor import Actor

_SPOKEN_TO = re.compile(r"@([a-z]+)\b")


class Cast:
    """People by the short names that the content has for them."""

    def __init__(self, people):
        self.people = people

    def id(self, key):
        return self.people[key].pk

    def user(self, key):
        return self.people[key]

    def actor(self, key):
        return Actor(self.people[key].pk, "command")

    def said(self, text):
        """The text with its mentions as they are kept."""
        return _SPOKEN_TO.sub(lambda found: f"@[]({self.id(found[1])})", text)


def invent(people, administrated):
    """Open their accounts, without a password: they are entered by one click, or not at all.

    Unless the instance is to be `administrated` by one of them, there is no administrator among them.
    """
    made = {}
    for key, one in people.items():
        role = User.Role(one["role"])
        if role == User.Role.ADMINISTRATOR and not administrated:
            continue
        act = create_user(
            Actor(None, "command"),
            instance(),
            one["email"],
            one["name"],
            role=role,
            organization=one["service"],
            is_demo=True,
        )
        made[key] = User.objects.get(pk=act.facts[0].after.id)
    return Cast(made)
