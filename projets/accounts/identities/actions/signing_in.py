"""What verified claims do to accounts. Who comes in was asked before, by `rules`."""

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from projets.accounts import events as accounts
from projets.accounts.actions.people import create_user, end_sessions
from projets.accounts.actions.saving import save
from projets.accounts.identities.events import IdentityLinked, IdentitySignedIn, IdentityState
from projets.accounts.identities.models import Identity
from projets.accounts.models import User
from projets.usecase.action import action
from projets.usecase.errors import Conflict
from projets.usecase.log import moment, record, recorded
from projets.usecase.models import Event

TYPED = _("The address of this account was never proved: ask whoever runs this site to set it.")
SEEN = ("idp_id", "siret", "organization_label", "acr", "amr")


@action("instance")
def open_account(actor, instance, claims):
    """For somebody whom nobody here knows, neither by identity nor by address."""
    create_user(
        actor,
        instance,
        claims.email,
        claims.name,
        role=settings.OIDC_DEFAULT_ROLE,
        organization=claims.organization_label[:128].strip(),
        is_sso_user=True,
    )
    _link(User.objects.get(pk=recorded(accounts.UserCreated)[-1].after.id), claims, Identity.LinkedBy.FIRST_SIGN_IN)


@action("identity")
def sign_in_again(actor, identity, claims):
    """The account follows what the provider says of the person; an address that another account has is left alone."""
    user = identity.user
    renamed = {"name": claims.name, "is_sso_user": True}
    if claims.organization_label:
        renamed["organization"] = claims.organization_label[:128].strip()
    save(user, accounts.ProfileEdited, {name: value for name, value in renamed.items() if value})
    if claims.email and not User.objects.filter(email=claims.email).exclude(pk=user.pk).exists():
        save(user, accounts.EmailChanged, {"email": claims.email})
    was = IdentityState.of(identity)
    for name in SEEN:
        setattr(identity, name, getattr(claims, name))
    identity.amr, identity.seen_at = list(claims.amr), moment()
    identity.save(update_fields=[*SEEN, "seen_at"])
    record(identity.stream, IdentitySignedIn(was, IdentityState.of(identity)))


@action("user")
def link_identity(actor, user, claims):
    """An account of before, whose mailbox the person has shown to be theirs, opens by this identity from now on.

    Not one whose address was only typed by its holder: somebody else may wait there, with a password, for whoever the
    mailbox belongs to.
    """
    if has_typed_address(user):
        raise Conflict(TYPED)
    if not user.is_active or user.email != claims.email:
        raise Conflict(_("This account has changed since the link was sent: sign in again."))
    save(user, accounts.ProfileEdited, {"is_sso_user": True})
    if user.has_usable_password():  # else it would go on opening what the provider has shut, without a second factor
        save(user, accounts.PasswordChanged, {"password": make_password(None)})
        end_sessions(user)
    _link(user, claims, Identity.LinkedBy.MAILBOX)


def has_typed_address(user):
    """Did its holder themselves set the address, which nobody has proved since?"""
    changes = Event.objects.filter(stream=user.stream, kind=accounts.EmailChanged.kind).order_by("-revision")
    return user.pk in changes.values_list("act__user_id", flat=True)[:1]


def _link(user, claims, linked_by):
    seen = {name: getattr(claims, name) for name in SEEN} | {"amr": list(claims.amr)}
    identity = Identity.objects.create(
        user=user,
        issuer=claims.issuer,
        sub=claims.sub,
        linked_by=linked_by,
        made_at=moment(),
        seen_at=moment(),
        **seen,
    )
    record(user.stream, IdentityLinked(None, IdentityState.of(identity)))
