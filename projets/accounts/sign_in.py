"""Who is it? A local account by its address or user name, and its password. Signing in writes a session only.

What is refused says and takes the same whether the account exists or not (E-24).
"""

from datetime import timedelta
from functools import wraps
from hashlib import sha256
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.utils.translation import gettext_lazy as _

from projets.accounts.factors.actions.factors import WrongCode
from projets.accounts.factors.jobs import tell_of_lock_out
from projets.accounts.factors.models import Rescue
from projets.accounts.factors.passkeys import NotThatKey
from projets.accounts.factors.throttling import Limit, Try
from projets.accounts.models import User
from projets.usecase.errors import DomainError, Invalid
from projets.usecase.securitylog import FAILURE, log

TRIES_HERE = 5  # for one name from one address: a person who forgot, or somebody who guesses
TRIES_OF_AN_ADDRESS = 30  # whatever the names: an office shares one
TRIES_FOR_A_NAME = 50  # wherever from; more would let anybody shut somebody out
LONGEST_FOR_A_NAME = timedelta(minutes=1)  # so that nobody shuts somebody out for long


class NotRecognised(DomainError):
    """The same sentence whether the account or the password is wrong: nobody learns which accounts exist."""

    def __init__(self):
        super().__init__(_("Address or password not recognised. Check both; capital letters count in the password."))


class SignInElsewhere(DomainError):
    """Passwords open nothing on this instance."""

    def __init__(self):
        super().__init__(_("Passwords are not used here: sign in with your identity provider."))


class WrongPassword(Invalid):
    def __init__(self):
        super().__init__(_("This is not your present password."), "password")


def recognise(name, password, address):
    """The active account with this address or user name, and this password."""
    if not settings.LOCAL_SIGN_IN:
        raise SignInElsewhere
    name, password = name.strip().lower(), password.encode(errors="replace").decode()
    tried = _try_of("sign-in", name, address)
    user = _account(name)
    if user is None:
        make_password(password)  # takes as long as checking one: the clock tells nothing either
    if user is None or not check_password(password, user.password):
        _failed(tried, user)
        log("sign_in", FAILURE, user_id=user and user.pk, address=address, method="password")
        raise NotRecognised
    tried.succeeded()
    return user


def require_password(user, typed):
    if not settings.LOCAL_SIGN_IN or not check_password(typed or "", user.password):
        raise WrongPassword


def rescued(secret, address):
    """The rescue that this secret opens, not yet used."""
    network = network_of(address)
    tried = Try(Limit(f"rescue:from:{network}", TRIES_HERE), Limit("rescue", TRIES_OF_AN_ADDRESS, LONGEST_FOR_A_NAME))
    digest = sha256(secret.strip().encode(errors="replace")).hexdigest()
    unused = Rescue.objects.select_related("user").filter(used_at=None, user__is_active=True)
    found = unused.filter(digest=digest).first()
    if found is None:
        raise NotRecognised
    tried.succeeded()
    return found


def guarded(user, what="password"):
    """Around what somebody known proves: who finds a session open does not guess without end."""
    return _Guard(what, user)


def proving(act):
    """For actions that ask for the password: counted outside of them, for what they refuse leaves no trace."""

    @wraps(act)
    def counted(actor, user, *args, **kwargs):
        with guarded(user):
            return act(actor, user, *args, **kwargs)

    return counted


class _Guard:
    """Counts as failed what ends by a wrong password or code. Other refusals do not count, and forget no failure."""

    def __init__(self, what, user):
        self.what, self.user = what, user

    def __enter__(self):
        self.tried = Try(Limit(f"{self.what}:{self.user.pk}", TRIES_HERE))

    def __exit__(self, kind, error, trace):
        if isinstance(error, (WrongPassword, WrongCode, NotThatKey)):
            _failed(self.tried, self.user)
        elif error is None:
            self.tried.succeeded()
        else:
            self.tried.withdrawn()
        return False


def _try_of(what, name, address):
    known_as, network = sha256(name.encode(errors="replace")).hexdigest(), network_of(address)
    return Try(
        Limit(f"{what}:{known_as}:{network}", TRIES_HERE),
        Limit(f"{what}:from:{network}", TRIES_OF_AN_ADDRESS),
        Limit(f"{what}:as:{known_as}", TRIES_FOR_A_NAME, LONGEST_FOR_A_NAME, known_pass=True),
    )


def network_of(address):
    """One IPv4 address; of IPv6 the network, for one machine has as many addresses as it wants."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    return str(found if found.version == 4 else ip_network((found, 64), strict=False))


def _failed(tried, user):
    """Told by a job, queued alike for accounts that do not exist: how long this takes says nothing."""
    if tried.shuts:
        tell_of_lock_out.enqueue(user.pk if user else None)


def _account(name):
    if not name.isprintable():
        return None
    try:
        user = User.objects.get_by_natural_key(name)
    except User.DoesNotExist:
        return None
    return user if user.is_active else None
