"""What people may change about their own account."""

import secrets

from django.contrib.auth.hashers import check_password, make_password
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from projets.accounts import events, wording
from projets.accounts.actions.saving import save
from projets.accounts.models import ApiSession, User
from projets.accounts.sign_in import WrongPassword, proving
from projets.usecase.action import action
from projets.usecase.errors import Invalid


@action("user")
def edit_profile(actor, user, name=None, phone=None, organization=None):
    """What is None stays as it is."""
    given = {"name": name, "phone": phone, "organization": organization}
    changed = {
        column: wording.line(typed, column, least=column == "name")
        for column, typed in given.items()
        if typed is not None
    }
    save(user, events.ProfileEdited, changed)


@action("user")
def change_picture(actor, user, picture):
    """`picture` as `pictures.portrait` makes it; None: initials again."""
    before, name = user.avatar, ""
    if picture is not None:
        name = default_storage.save(f"avatars/{secrets.token_hex(16)}.webp", ContentFile(picture))
    save(user, events.ProfileEdited, {"avatar": name})
    if before:
        transaction.on_commit(lambda: default_storage.delete(before))


@proving
@action("user")
def change_email(actor, user, email, password):
    """The address one signs in with: whoever finds a session open cannot take the account over by it."""
    email = wording.address(email)
    _require_password(user, password)
    _require_unused(user, email=email)
    try:
        with transaction.atomic():
            save(user, events.EmailChanged, {"email": email})
    except IntegrityError:  # between the look and the write somebody else took it
        _require_unused(user, email=email)
        raise


@proving
@action("user")
def change_username(actor, user, username, password):
    """What one may sign in with instead of the address; empty: none."""
    username = wording.username(username)
    _require_password(user, password)
    _require_unused(user, username=username)
    try:
        with transaction.atomic():
            save(user, events.ProfileEdited, {"username": username})
    except IntegrityError:  # between the look and the write somebody else took it
        _require_unused(user, username=username)
        raise


@proving
@action("user")
def change_password(actor, user, current, new):
    """Every session of the person ends: those of pages hold a digest of the password, and the door keeps its own."""
    _require_password(user, current)
    try:
        wording.password(new, user)
    except Invalid as error:
        raise Invalid(str(error), "new") from None
    save(user, events.PasswordChanged, {"password": make_password(new)})
    ApiSession.objects.filter(user=user).delete()


@action("user")
def edit_preferences(actor, user, **given):
    """Language, time zone, theme and the like: those given."""
    save(user, events.PreferencesEdited, wording.preferences(given))


def _require_password(user, password):
    if not check_password(password or "", user.password):
        raise WrongPassword


def _require_unused(user, email=None, username=None):
    others = User.objects.exclude(pk=user.pk)
    if email and others.filter(email=email).exists():
        raise Invalid(_("Another account has this address."), "email")
    if username and others.filter(username=username).exists():
        raise Invalid(_("Another account has this user name: choose another one."), "username")
