"""Finding colleagues: active accounts, by a part of their name or by their address."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projets.accounts.factors.models import OpenSession
from projets.accounts.identities.models import Identity
from projets.accounts.models import User
from projets.accounts.organisations.models import Affiliation, TeamMember
from projets.boards.models import ProjectManager
from projets.boards.names import plain, sort_key
from projets.usecase.errors import Invalid

MOST = 10
MOST_OF_AN_ORGANISATION = 100


def may_add_people(actor):
    """Does this person manage a project, administer something or lead a team? Others have nobody to add."""
    administrator = _active().filter(pk=actor.user_id, role=User.Role.ADMINISTRATOR)
    mine = {"user": actor.user_id, "user__is_active": True}
    return (
        administrator.exists()
        or ProjectManager.objects.filter(**mine).exists()
        or Affiliation.objects.filter(role=Affiliation.Role.ADMINISTRATOR, **mine).exists()
        or TeamMember.objects.filter(is_lead=True, **mine).exists()
    )


def matching(text, without=(), most=MOST):
    """Those whose name, address or user name begins or continues so, a few (None: all); nobody for an empty text."""
    words = text.lower().split()
    if not words:
        return []
    found = _active().exclude(pk__in=without).values_list("pk", "name", "email", "username")
    fitting = [
        User(pk=pk, name=name, email=email)
        for pk, name, email, username in found.order_by("name", "pk").iterator()
        if all(word in f"{plain(name)} {email} {username or ''}" for word in map(plain, words))
    ]
    return fitting[:most]


def working_in(organisation, text=""):
    """([affiliations with their people], how many there are) of open accounts of an organisation, by name, some."""
    found = list(affiliations_called(organisation, text).order_by("pk"))
    return sorted(found, key=lambda one: sort_key(one.user.name))[:MOST_OF_AN_ORGANISATION], len(found)


def affiliations_called(organisation, text=""):
    """Affiliations, with their people, of open accounts of an organisation that are called so, in no order."""
    words = [plain(word) for word in text.lower().split()]
    rows = Affiliation.objects.filter(organisation=organisation, user__is_active=True).select_related(
        "user", "service"
    )
    if not words:
        return rows
    known = rows.order_by().values_list("pk", "user__name", "user__email")
    return rows.filter(
        pk__in=[pk for pk, name, email in known if all(word in f"{plain(name)} {email}" for word in words)]
    )


def everybody(text="", is_active=None):
    """Ids of all accounts called so, by name; None: open ones and closed ones."""
    words = [plain(word) for word in text.lower().split()]
    users = User.objects.all() if is_active is None else User.objects.filter(is_active=is_active)
    rows = users.order_by("pk").values_list("pk", "name", "email", "username")
    found = [
        (sort_key(name), pk)
        for pk, name, email, username in rows.iterator()
        if all(word in f"{plain(name)} {email} {username or ''}" for word in words)
    ]
    return [pk for _key, pk in sorted(found)]


@dataclass(frozen=True)
class Told:
    """An account as administrators of the instance read of it."""

    user: User
    places: list[Affiliation]
    sessions: int  # that are open
    came_at: datetime | None  # when they last signed in, as far as it is known


def told_of(ids):
    """[Told], in a fixed number of queries, however many there are."""
    users = User.objects.in_bulk(ids)
    opened = defaultdict(list)
    sessions = OpenSession.objects.filter(user__in=ids, session__expire_date__gt=timezone.now()).order_by()
    for user, at in sessions.values_list("user", "opened_at"):
        opened[user].append(at)
    seen = Identity.objects.filter(user__in=ids).order_by().values("user").annotate(at=Max("seen_at"))
    seen = dict(seen.values_list("user", "at"))
    places = defaultdict(list)
    for one in Affiliation.objects.filter(user__in=ids).select_related("organisation", "service").order_by("pk"):
        places[one.user_id].append(one)
    came = {id: [*opened[id], *([seen[id]] if id in seen else [])] for id in ids}
    return [Told(users[id], places[id], len(opened[id]), max(came[id], default=None)) for id in ids]


def named(text):
    """The one person that an address, a user name or a full name means; Invalid says what to type instead."""
    text = text.strip() if isinstance(text, str) else ""
    if not text:
        raise Invalid(_("Type a name or an e-mail address."), field="who")
    known_as = text.lower()
    for column in ("email", "username"):
        if found := _active().filter(**{column: known_as}).first():
            return found
    found = [one for one in _active() if plain(one.name) == plain(text)]
    if len(found) > 1:
        raise Invalid(_("Several people have this name: type the e-mail address of the one you mean."), field="who")
    if not found:
        raise Invalid(
            _("Nobody here has this name or address: they need an account first, ask an administrator."), field="who"
        )
    return found[0]


def _active():
    """Guests are nobody's colleagues: they are invited to each board."""
    return User.objects.filter(is_active=True, is_guest=False)
