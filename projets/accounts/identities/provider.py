"""What the provider says of itself, asked when it is first needed: one that is down keeps nothing from starting."""

import requests
from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from projets.accounts.identities.refusals import ProviderSilent

KEPT = 3600  # seconds
WELL_KNOWN = "/.well-known/openid-configuration"
NEEDED = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")


def is_set():
    return bool(settings.OIDC_OP_URL)


def is_proconnect():
    return settings.OIDC_PROVIDER_LABEL == "ProConnect"


def description():
    """Its endpoints, by their names of OpenID Discovery.

    Raises ProviderSilent.
    """
    return _kept("description", lambda: _checked(_asked(settings.OIDC_OP_URL + WELL_KNOWN)))


def keys(again=False):
    """Its public keys; `again`: as they are now, for a signature by one that was not known."""
    if again:
        cache.delete(_name("keys"))
    return _kept("keys", lambda: _keys(_asked(description()["jwks_uri"])))


def wants_basic():
    """Whether it takes our secret by the header of HTTP alone (OpenID Connect Core, 9)."""
    return "client_secret_post" not in description().get("token_endpoint_auth_methods_supported", [])


def _kept(what, ask):
    found = cache.get(_name(what))
    if found is None:
        found = ask()
        cache.set(_name(what), found, KEPT)
    return found


def _name(what):
    return f"openid:{what}:{settings.OIDC_OP_URL}"


def _asked(url):
    try:
        answer = requests.get(url, timeout=settings.OIDC_TIMEOUT, allow_redirects=False)
        found = answer.json() if answer.status_code == 200 else None
    except (requests.RequestException, ValueError):
        found = None
    if not isinstance(found, dict):
        said = _("%(provider)s does not answer. Try again in a few minutes.")
        raise ProviderSilent(said % {"provider": settings.OIDC_PROVIDER_LABEL})
    return found


def _checked(found):
    """Another issuer's description would lead people, and our secret, elsewhere."""
    is_its_own = str(found.get("issuer", "")).rstrip("/") == settings.OIDC_OP_URL
    if not is_its_own or not all(isinstance(found.get(name), str) for name in NEEDED):
        said = _("%(provider)s does not describe itself as expected. Tell the people who run this site.")
        raise ProviderSilent(said % {"provider": settings.OIDC_PROVIDER_LABEL})
    return found


def _keys(found):
    listed = found.get("keys")
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
