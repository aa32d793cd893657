"""Who may listen: the session behind a socket, and the streams it may follow."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.core.exceptions import ValidationError
from django.utils.crypto import constant_time_compare

_may_follow = None
_person = None
_access_facts = set()
_harmless_facts = set()
_may_be_told = None
_ending = None
_gates = ()


def register_access(may_follow):
    """`may_follow(user_id, stream)`: True when that person may see that stream now."""
    global _may_follow
    _may_follow = may_follow


def register_access_facts(kinds):
    """Kinds of facts after which somebody may no longer see the stream that tells them."""
    _access_facts.update(kinds)


def register_harmless_facts(kinds):
    """Kinds of facts on somebody's own stream that take nothing from them: their sessions need no check."""
    _harmless_facts.update(kinds)


def register_person(person):
    """`person(user_id)`: {"id", "name", "initials", "hue"} as others see them, None for who does not show presence."""
    global _person
    _person = person


def register_endings(ending):
    """`ending(user)`: when the first access of this person ends that lasts now; None for who has none that ends."""
    global _ending
    _ending = ending


def register_gates(beginnings):
    """What the names of streams begin with on which it is told that those are shut out whose access has an end."""
    global _gates
    _gates = tuple(beginnings)


def register_telling(may_be_told):
    """`may_be_told(element)`: may all who follow the stream of this card know that somebody has it open?"""
    global _may_be_told
    _may_be_told = may_be_told


def may_be_told(element):
    return bool(_may_be_told and _may_be_told(element))


def is_key(key):
    """Can it be one? A database may choke on what is none."""
    return key.isascii() and key.isalnum()


def digest_of(key):
    """A session's key as processes tell it to each other: nobody can use it."""
    return sha256(key.encode()).hexdigest()


@dataclass(frozen=True)
class Session:
    """A session that holds: somebody is signed in."""

    user_id: int
    person: dict | None  # as others see them
    until: datetime | None = None  # when what they may see is to be looked at again


def session_behind(key):
    """The session of that key, unless it has ended, its account is closed or its password changed since.

    It reads only: what Django's `get_user` may write (a new key) would never reach the browser.
    """
    stored = import_module(settings.SESSION_ENGINE).SessionStore(key).load() if is_key(key) else {}
    user = _user(stored.get(SESSION_KEY)) if BACKEND_SESSION_KEY in stored else None
    if user is None or not user.is_active:
        return None
    kept = stored.get(HASH_SESSION_KEY, "")
    hashes = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
    if not any(constant_time_compare(kept, each) for each in hashes):
        return None
    return Session(user.pk, _person(user.pk) if _person else None, _ending(user) if _ending else None)


def _user(pk):
    model = get_user_model()
    try:
        return model.objects.filter(pk=model._meta.pk.to_python(pk)).first()
    except ValidationError:
        return None


def may_follow(user_id, stream):
    if stream.startswith("user:"):
        return stream == f"user:{user_id}"
    return bool(_may_follow and _may_follow(user_id, stream))


def may_change_access(event):
    return event.kind in _access_facts


def is_gate(stream):
    return stream.startswith(_gates)


def is_harmless(event):
    return event.kind in _harmless_facts
