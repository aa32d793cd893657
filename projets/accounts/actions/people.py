"""Who has an account, with which role: what administrators and the command line do."""

from functools import partial

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projets.accounts import events, keys, wording
from projets.accounts.actions.saving import save
from projets.accounts.models import ApiSession, User
from projets.usecase.action import action
from projets.usecase.errors import Conflict, Invalid
from projets.usecase.log import begin_stream, record
from projets.usecase.securitylog import log


@action("instance")
def create_user(
    actor,
    instance,
    email,
    name,
    role=User.Role.PROJECT_OWNER,
    username=None,
    password=None,
    phone="",
    organization="",
    language="",
    is_demo=False,
    preferences=None,
    is_sso_user=False,
    is_guest=False,
):
    """Open an account. Without a password nobody signs in to it by one, until one is set.

    `preferences` are those of `edit_preferences`, when they are not to be the usual ones.
    """
    user = User(
        email=wording.address(email),
        username=wording.username(username),
        name=wording.line(name, "name", least=1),
        role=_role(role),
        phone=wording.line(phone, "phone"),
        organization=wording.line(organization, "organization"),
        is_demo=is_demo,
        is_sso_user=is_sso_user,
        is_guest=is_guest,
        **wording.preferences({"language": language} | (preferences or {})),
    )
    user.password = make_password(None if password is None else wording.password(password, user))
    _require_unused(user)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError:  # between the look and the write somebody else changed theirs to it
        _require_unused(user)
        raise
    begin_stream(user.stream)
    fact = events.UserCreated(None, events.UserState.of(user))
    record(instance.stream, fact)
    record(user.stream, fact)


@action("user")
def set_role(actor, user, role):
    """What somebody may do on the whole instance; one active administrator always stays."""
    if user.is_guest:
        raise Invalid(_("A guest stays a guest: have an account opened for them instead."), field="role")
    if _role(role) != User.Role.ADMINISTRATOR:
        require_another_administrator(user)
    save(user, events.RoleSet, {"role": role})


@action("user")
def deactivate_user(actor, user):
    """Nobody signs in to this account any more; all of its sessions end. What the person wrote stays theirs."""
    require_another_administrator(user)
    save(user, events.UserDeactivated, {"is_active": False})
    end_sessions(user)


@action("user")
def activate_user(actor, user):
    save(user, events.UserActivated, {"is_active": True})


@action("user")
def set_password(actor, user, password):
    """Give somebody another password, without knowing the present one; all of their sessions end."""
    if user.is_guest:
        raise Invalid(_("A guest has no password: have an account opened for them instead."))
    save(user, events.PasswordChanged, {"password": make_password(wording.password(password, user))})
    end_sessions(user)


@action("user")
def set_email(actor, user, email):
    """Give somebody another address to sign in with, without knowing their password."""
    _set_unused(user, events.EmailChanged, email=wording.address(email))


@action("user")
def set_username(actor, user, username):
    """Give somebody another user name, or none, without knowing their password."""
    _set_unused(user, events.ProfileEdited, username=wording.username(username))


@action("user")
def make_api_key(actor, user, key):
    """Let scripts act in somebody's name with this key, made by `keys.new_key`, instead of the one there was.

    What is kept does not give it away: who made it hands it on once.
    """
    if user.is_guest:
        raise Invalid(_("A guest has no key: have an account opened for them instead."))
    save(user, events.ApiKeyMade, {"api_key_prefix": keys.prefix_of(key), "api_key_hash": keys.hash_of(key)})


@action("user")
def remove_api_key(actor, user):
    save(user, events.ApiKeyRemoved, {"api_key_prefix": "", "api_key_hash": None})


def _set_unused(user, fact, **columns):
    try:
        with transaction.atomic():
            _require_unused(User(pk=user.pk, **({"email": user.email, "username": user.username} | columns)))
            save(user, fact, columns)
    except IntegrityError:  # between the look and the write somebody else changed theirs to it
        _require_unused(user)
        raise


def _role(role):
    if role not in User.Role.values:
        raise Invalid(_("This role does not exist: choose among those shown."), field="role")
    return role


def _require_unused(user):
    others = User.objects.exclude(pk=user.pk)
    if others.filter(email=user.email).exists():
        raise Invalid(_("Another account has this address."), field="email")
    if user.username and others.filter(username=user.username).exists():
        raise Invalid(_("Another account has this user name: choose another one."), field="username")


def require_another_administrator(user):
    """Locked in one order, so that two administrators cannot each take the other's place away."""
    active = User.objects.administrators().select_for_update().order_by("pk")
    if [one.pk for one in active] == [user.pk]:
        raise Conflict(_("This is the last administrator: make somebody else one first."))


def end_sessions(user):
    """Of pages and of clients. A page's session alone knows whose it is: signing in writes nothing else."""
    ApiSession.objects.filter(user=user).delete()
    theirs = [
        one.pk
        for one in Session.objects.filter(expire_date__gt=timezone.now()).iterator()
        if one.get_decoded().get(SESSION_KEY) == str(user.pk)
    ]
    Session.objects.filter(pk__in=theirs).delete()
    transaction.on_commit(partial(log, "session_revoked", object=f"user:{user.pk}", count=len(theirs)))
