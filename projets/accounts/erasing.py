"""Erasing somebody (E-05): the account stays as « Ancien agent n° 3 », and nothing of who its person was does.

Facts, cards and comments know people by id, so what somebody wrote and did is the pseudonym's from then on, mentions
included. What hangs on the account is deleted with its name: a table made tomorrow too, unless its part asks here that
it stays (`keeps`). Where a part keeps words about people without such a key, its module `forgetting` looks for them.
"""

import json
import re
from dataclasses import dataclass
from functools import cached_property, partial
from string import ascii_lowercase, ascii_uppercase

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.db import connection, models, transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from projets.accounts.events import UserDeleted, UserState
from projets.accounts.identities.models import Identity
from projets.accounts.models import User
from projets.accounts.queries import instance
from projets.accounts.wording import NOBODYS
from projets.usecase.log import moment, record
from projets.usecase.models import SetAside

_kept = set()  # models with a key to accounts whose rows stay the pseudonym's
_forgetters = []
_ASCII = str.maketrans(ascii_uppercase, ascii_lowercase)
SHORTEST = 5  # characters of a telephone number or user name that are looked for within other words


@dataclass(frozen=True)
class Gone:
    """Who is being erased: what named them, and what stands there instead."""

    user_id: int
    name: str
    pseudonym: str
    others: tuple[str, ...]  # address, user name, telephone, subjects at providers

    @cached_property
    def spellings(self):
        """What to look for in texts, the longest first; a short user name means other things too."""
        found = {self.name, *(one for one in self.others if len(one) >= SHORTEST)}
        return sorted(found, key=lambda one: (-len(one), one))

    @cached_property
    def _pattern(self):
        return re.compile("|".join(rf"(?<!\w){re.escape(one)}(?!\w)" for one in self.spellings), re.I)

    def may_be_in(self, *columns):
        """The rows among which the database itself can look; `is_named_in` says whether they truly name the person.

        SQLite tells capitals from small letters beyond ASCII, and JSON is written in two ways.
        """
        forms = [form for one in self.spellings for form in (one, one.lower(), one.upper())]
        forms += [json.dumps(one)[1:-1] for one in forms]
        forms = {one.translate(_ASCII): one for one in forms}
        wanted = Q()
        for column in columns:
            for one in forms.values():
                wanted |= Q(**{f"{column}__icontains": one})
        return wanted

    def is_named_in(self, text):
        return bool(self._pattern.search(text))

    def blot(self, value):
        """The same text, list or dict, with the pseudonym wherever the person was named."""
        if isinstance(value, str):
            whole = {one.casefold() for one in (self.name, *self.others)}
            return self.pseudonym if value.casefold() in whole else self._pattern.sub(self.pseudonym, value)
        if isinstance(value, list):
            return [self.blot(one) for one in value]
        if isinstance(value, dict):
            return {name: self.blot(one) for name, one in value.items()}
        return value


def keeps(*related):
    _kept.update(related)


def forgets(forget):
    """`forget(gone)` is called within the act that erases somebody."""
    _forgetters.append(forget)
    return forget


def gone_as(user):
    """`user` with the number that is theirs from now on, the next one of the instance, whose stream is held."""
    number = 1 + (User.objects.aggregate(last=Max("pseudonym"))["last"] or 0)
    with override(settings.LANGUAGE_CODE):
        name = _("Former agent no. %(number)s") % {"number": number}
    subs = Identity.objects.filter(user=user).order_by("pk").values_list("sub", flat=True)
    others = tuple(filter(None, (user.email, user.username, user.phone, *subs)))
    return number, Gone(user.pk, user.name, name, others)


def wipe(user, number, gone):
    """Within an action that holds the person and the instance, of an account that is or will be closed by it."""
    for forget in _forgetters:
        forget(gone)
    _end_sessions(gone)
    _forget_what_hangs_on(user)
    for one in SetAside.objects.filter(gone.may_be_in("reason")).order_by("pk").iterator(chunk_size=200):
        if gone.is_named_in(one.reason):
            SetAside.objects.filter(pk=one.pk).update(reason=gone.blot(one.reason))
    was, avatar = UserState.of(user), user.avatar
    for column in User._meta.concrete_fields:
        if column.name not in ("id", "is_demo"):
            setattr(user, column.attname, column.get_default())
    user.name, user.pseudonym = gone.pseudonym, number
    user.email = f"ancien-agent-{number}@{NOBODYS}"  # a column that must be filled
    user.password, user.role, user.is_active = make_password(None), User.Role.BOARD_USER, False
    user.updated_at = moment()
    user.save()
    now = UserState.of(user)
    for stream in (user.stream, instance().stream):
        record(stream, UserDeleted(was, now))
    if avatar:
        transaction.on_commit(partial(default_storage.delete, avatar), robust=True)
    transaction.on_commit(empty_the_write_ahead_log, robust=True)


def _end_sessions(gone):
    """Those that have run out too, and those of a browser that came back from a provider and was not let in."""
    named = [one.pk for one in Session.objects.order_by("pk").iterator() if _is_about(gone, one.get_decoded())]
    Session.objects.filter(pk__in=named).delete()


def _is_about(gone, content):
    return content.get(SESSION_KEY) == str(gone.user_id) or gone.is_named_in(json.dumps(content, ensure_ascii=False))


def _forget_what_hangs_on(user):
    for relation in User._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and not relation.concrete) or relation.related_model in _kept:
            continue
        rows = relation.related_model._base_manager.filter(**{relation.field.name: user})  # noqa: SLF001 (all rows)
        if relation.on_delete is models.SET_NULL:
            rows.update(**{relation.field.name: None})
        else:
            rows.delete()


def empty_the_write_ahead_log():
    """SQLite keeps former pages in it; nobody waits for long, and what is held just now goes the next night."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        patience = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute("PRAGMA busy_timeout = 200")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute(f"PRAGMA busy_timeout = {patience}")
