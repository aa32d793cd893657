"""Who comes in, of those for whom the provider vouches: it filters nobody, so these are ours."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from projets.accounts.identities.refusals import NotAdmitted


def require_admitted(claims):
    """Raises NotAdmitted, with what was missing."""
    about = {"provider": settings.OIDC_PROVIDER_LABEL}
    if settings.OIDC_ACR_VALUES and claims.acr not in settings.OIDC_ACR_VALUES:
        raise NotAdmitted(
            _(
                "This site asks for a stronger authentication than yours: sign in with a second factor "
                "(a code, a key or an application), or ask your organisation's identity provider for one."
            )
        )
    if claims.missing:
        said = _("%(provider)s did not tell this about you, which this site needs: %(missing)s.")
        raise NotAdmitted(said % {**about, "missing": _named(claims.missing)})
    if claims.is_address_doubted:
        said = _("%(provider)s has not verified your e-mail address: confirm it there, then sign in again.")
        raise NotAdmitted(said % about)
    if claims.email in settings.OIDC_ALLOWED_PEOPLE:
        return
    if settings.OIDC_ALLOWED_ROLES and not {*claims.roles} & {*settings.OIDC_ALLOWED_ROLES}:
        raise NotAdmitted(
            _("This site is for public agents, and your identity provider does not say that you are one."), True
        )
    if settings.OIDC_ALLOWED_SIRETS and claims.siret not in settings.OIDC_ALLOWED_SIRETS:
        said = _("This site is not open to your organisation (SIRET %(siret)s).")
        raise NotAdmitted(said % {"siret": claims.siret or "–"}, True)
    domain = claims.email.rpartition("@")[2]
    if settings.OIDC_ALLOWED_EMAIL_DOMAINS and domain not in settings.OIDC_ALLOWED_EMAIL_DOMAINS:
        raise NotAdmitted(_("This site is not open to addresses of %(domain)s.") % {"domain": domain or "–"}, True)
    if settings.OIDC_ALLOWED_IDP_IDS and claims.idp_id not in settings.OIDC_ALLOWED_IDP_IDS:
        raise NotAdmitted(_("This site is not open to those who sign in with your identity provider."), True)


def _named(missing):
    words = {"email": _("e-mail address"), "siret": _("SIRET of the organisation"), "name": _("name")}
    return ", ".join(str(words.get(one, one)) for one in missing)
