"""To which account verified claims lead: by issuer and subject; an address alone opens none."""

from django.conf import settings
from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from projets.accounts.identities.actions.signing_in import open_account, sign_in_again
from projets.accounts.identities.models import Identity
from projets.accounts.identities.refusals import KnownAddress, NotAdmitted
from projets.accounts.identities.rules import require_admitted
from projets.accounts.models import User
from projets.accounts.organisations.actions.claims import apply_claims
from projets.accounts.organisations.actions.places import place_person
from projets.accounts.queries import instance
from projets.usecase.actor import Actor
from projets.usecase.errors import Invalid

LONGEST_LABEL = 128
CLAIMED = Actor(None, "system")  # what follows from claims is nobody's wish


def arrive(claims):
    """The account, opened or brought up to date.

    Raises NotAdmitted, KnownAddress, or Invalid for claims that no account can have.
    """
    known = _known(claims)
    try:
        require_admitted(claims)
    except NotAdmitted as error:
        error.user = known and known.user
        raise
    if known is None:
        require_unknown_address(claims)
        try:
            open_account(CLAIMED, instance(), claims)
            user = _known(claims).user
            place(user, claims)
            return user
        except (IntegrityError, Invalid):  # two tabs at once: the other was first
            known = _known(claims)
            if known is None:
                raise
    require_open(known.user)
    sign_in_again(CLAIMED, known, claims)
    place(known.user, claims)
    return User.objects.get(pk=known.user_id)


def place(user, claims):
    """In the organisation that the claims name, and in the teams that follow them (A-09, A-10)."""
    if claims.siret:
        place_person(CLAIMED, user, claims.siret, claims.organization_label[:LONGEST_LABEL].strip())
    apply_claims(CLAIMED, user, claims.reasons)


def require_open(user):
    if not user.is_active:
        raise NotAdmitted(_("Your account on this site has been deactivated. Ask whoever runs it to open it again."))


def require_unknown_address(claims):
    other = User.objects.filter(email=claims.email).first()
    if other is None:
        return
    require_open(other)
    said = _(
        "An account with the address %(address)s exists already, and %(provider)s does not say that it is yours: "
        "it was opened in another way, or with another identity provider."
    )
    raise KnownAddress(said % {"address": claims.email, "provider": settings.OIDC_PROVIDER_LABEL}, other)


def _known(claims):
    return Identity.objects.select_related("user").filter(issuer=claims.issuer, sub=claims.sub).first()
