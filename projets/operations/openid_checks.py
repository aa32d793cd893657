"""Would signing in elsewhere work? Each check answers what it found, or raises Misconfigured."""

import requests
from django.conf import settings

from projets.accounts.identities import provider
from projets.accounts.identities.client import address_of
from projets.config.environment import Misconfigured

URL = "OIDC_OP_URL"
UNKNOWN = "projets-check-no-such-code"


def is_set():
    if not provider.is_set():
        raise Misconfigured(URL, "no provider is set", "Give its issuer, for ProConnect https://DOMAIN/api/v2")
    if settings.OIDC_DEMONSTRATION:
        return f"{settings.OIDC_OP_URL}, the demonstration's: it answers while `projets serve` runs"
    return settings.OIDC_OP_URL


def discovery():
    """Read, and its own."""
    address = settings.OIDC_OP_URL + provider.WELL_KNOWN
    found = _asked(address)
    if str(found.get("issuer", "")).rstrip("/") != settings.OIDC_OP_URL:
        wrong = f"{address} says that its issuer is « {found.get('issuer')} »"
        raise Misconfigured(URL, wrong, "Give that one, to the letter")
    return address


def endpoints():
    found = _asked(settings.OIDC_OP_URL + provider.WELL_KNOWN)
    if missing := [name for name in provider.NEEDED if not found.get(name)]:
        wrong = f"the provider names no {', no '.join(missing)}"
        raise Misconfigured(URL, wrong, "Look at its own settings: Projets cannot do without")
    if not found.get("end_session_endpoint"):
        return "all, but no end_session_endpoint: signing out leaves the provider's session open"
    return "all"


def algorithm():
    found = _asked(settings.OIDC_OP_URL + provider.WELL_KNOWN)
    offered = found.get("id_token_signing_alg_values_supported", [])
    if settings.OIDC_RP_SIGN_ALGO not in offered:
        wrong = f"the provider does not sign with {settings.OIDC_RP_SIGN_ALGO}"
        raise Misconfigured("OIDC_RP_SIGN_ALGO", wrong, f"It offers {', '.join(offered) or 'none'}")
    if settings.OIDC_USE_PKCE and "S256" not in found.get("code_challenge_methods_supported", []):
        return f"{settings.OIDC_RP_SIGN_ALGO}; the provider does not say that it knows PKCE (OIDC_USE_PKCE)"
    return settings.OIDC_RP_SIGN_ALGO


def keys():
    if settings.OIDC_RP_SIGN_ALGO == "HS256":
        return "none needed: HS256 signs with our secret"
    address = _asked(settings.OIDC_OP_URL + provider.WELL_KNOWN)["jwks_uri"]
    kind = {"RS256": "RSA", "ES256": "EC"}[settings.OIDC_RP_SIGN_ALGO]
    listed = _asked(address).get("keys", [])
    fitting = [key for key in listed if key.get("kty") == kind]
    if not fitting:
        wrong = f"{address} has no key for {settings.OIDC_RP_SIGN_ALGO} among {len(listed)}"
        raise Misconfigured("OIDC_RP_SIGN_ALGO", wrong, "Choose the algorithm that was registered")
    return f"{len(fitting)} for {settings.OIDC_RP_SIGN_ALGO}"


def scopes():
    offered = _asked(settings.OIDC_OP_URL + provider.WELL_KNOWN).get("scopes_supported")
    wanted = settings.OIDC_RP_SCOPES.split()
    if "openid" not in wanted:
        raise Misconfigured("OIDC_RP_SCOPES", "without openid it is no OpenID", "Add openid")
    if offered and (unknown := [one for one in wanted if one not in offered]):
        wrong = f"the provider does not know {', '.join(unknown)}"
        raise Misconfigured("OIDC_RP_SCOPES", wrong, f"It knows {', '.join(offered)}")
    return settings.OIDC_RP_SCOPES


def client():
    """A code that nobody has given is refused as such when we are known, and otherwise when we are not."""
    described = _asked(settings.OIDC_OP_URL + provider.WELL_KNOWN)
    sent = {"grant_type": "authorization_code", "code": UNKNOWN, "redirect_uri": address_of("openid_callback")}
    pair = (settings.OIDC_RP_CLIENT_ID, settings.OIDC_RP_CLIENT_SECRET)
    is_basic = "client_secret_post" not in described.get("token_endpoint_auth_methods_supported", [])
    if not is_basic:
        sent |= dict(zip(("client_id", "client_secret"), pair, strict=True))
    try:
        answer = requests.post(
            described["token_endpoint"], data=sent, auth=pair if is_basic else None, timeout=settings.OIDC_TIMEOUT
        )
        said = answer.json().get("error")
    except (requests.RequestException, ValueError, AttributeError):
        raise Misconfigured(URL, "the token endpoint does not answer in JSON", "Look at the provider") from None
    if said in ("invalid_client", "unauthorized_client"):
        wrong = f"the provider does not know us by it ({said})"
        raise Misconfigured("OIDC_RP_CLIENT_ID", wrong, "Compare identifier and secret with what was registered")
    return settings.OIDC_RP_CLIENT_ID


def addresses():
    """Nothing can be asked about them: they are what has to be registered."""
    return (
        f"register {address_of('openid_callback')} (redirect_uri), {address_of('openid_signed_out')} "
        f"(post_logout_redirect_uri), {address_of('openid_backchannel_logout')} (backchannel_logout_uri)"
    )


def _asked(address):
    try:
        answer = requests.get(address, timeout=settings.OIDC_TIMEOUT, allow_redirects=False)
        answer.raise_for_status()
        found = answer.json()
    except requests.exceptions.SSLError:
        remedy = "Give its authority in REQUESTS_CA_BUNDLE if it is one of yours"
        raise Misconfigured(URL, f"{address} cannot prove who it is", remedy) from None
    except requests.exceptions.HTTPError as error:
        wrong = f"{address} answers {error.response.status_code}"
        raise Misconfigured(URL, wrong, "Look for a mistake in the address") from None
    except requests.exceptions.JSONDecodeError:
        raise Misconfigured(URL, f"{address} does not answer in JSON", "Look for a mistake in the address") from None
    except requests.RequestException as error:
        wrong = f"{address} does not answer ({type(error).__name__})"
        raise Misconfigured(URL, wrong, "Look at the address, the network and its proxy") from None
    if not isinstance(found, dict):
        raise Misconfigured(URL, f"{address} answers something else", "Look for a mistake in the address")
    return found


ALL = {
    "provider": is_set,
    "discovery": discovery,
    "endpoints": endpoints,
    "algorithm": algorithm,
    "keys": keys,
    "scopes": scopes,
    "client": client,
    "addresses": addresses,
}
