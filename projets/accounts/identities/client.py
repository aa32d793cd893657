"""The talk with the provider: mozilla-django-oidc's, made stricter where OpenID Connect and ProConnect ask for more.

The library checks a signature and a nonce. Here also: who signed, for whom, until when; that claims about a person are
those of whom the id_token names; that they are signed where the settings want it. And what the provider answers is in
no error, since errors are logged.
"""

from dataclasses import dataclass

import jwt
import requests
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from mozilla_django_oidc.auth import OIDCAuthenticationBackend
from mozilla_django_oidc.utils import import_from_settings

from projets.accounts.identities import provider
from projets.accounts.identities.claims import Claims
from projets.accounts.identities.refusals import NotVouched, ProviderSilent

SLACK = 30  # seconds by which two clocks may differ
ENDPOINTS = {
    "OIDC_OP_AUTHORIZATION_ENDPOINT": "authorization_endpoint",
    "OIDC_OP_TOKEN_ENDPOINT": "token_endpoint",
    "OIDC_OP_USER_ENDPOINT": "userinfo_endpoint",
    "OIDC_OP_JWKS_ENDPOINT": "jwks_uri",
}


def setting(name, *default):
    """Endpoints come from the provider's description, everything else from the settings."""
    if name in ENDPOINTS:
        return provider.description()[ENDPOINTS[name]]
    if name == "OIDC_TOKEN_USE_BASIC_AUTH":
        return provider.wants_basic()
    return import_from_settings(name, *default)


def address_of(name):
    """An address of ours as it is registered at the provider, to the letter."""
    return settings.BASE_URL + reverse(name)


@dataclass(frozen=True)
class Vouched:
    claims: Claims
    id_token: str  # kept in the session on the server, to end the provider's when ours ends


def exchange(request, nonce, code_verifier):
    """The code that a browser has brought back becomes verified claims.

    Raises NotVouched or ProviderSilent.
    """
    try:
        vouched = Client().authenticate(request, nonce=nonce, code_verifier=code_verifier)
    except requests.RequestException as error:
        said = _("%(provider)s does not answer. Try again in a few minutes.")
        raise ProviderSilent(said % {"provider": settings.OIDC_PROVIDER_LABEL}) from error
    except (SuspiciousOperation, jwt.PyJWTError) as error:
        raise unproven(type(error).__name__) from None
    if vouched is None:
        raise unproven("no code")
    return vouched


def unproven(because):
    said = _(
        "What %(provider)s answered could not be verified. Sign in again; if it goes on, tell whoever runs this site."
    )
    return NotVouched(said % {"provider": settings.OIDC_PROVIDER_LABEL}, because)


class Client(OIDCAuthenticationBackend):
    """It answers what was verified; which account that is, the actions know."""

    get_settings = staticmethod(setting)

    def get_token(self, payload):
        answer = super().get_token(payload | {"redirect_uri": address_of("openid_callback")})
        if not all(isinstance(answer.get(name), str) for name in ("id_token", "access_token")):
            raise unproven("no tokens")
        return answer

    def raise_token_response_error(self, response):
        """The library's own error quotes the answer, where a token may be."""
        if response.status_code >= 500:
            raise requests.HTTPError(f"token endpoint: {response.status_code}")
        if response.status_code != 200:
            raise unproven(f"token endpoint: {response.status_code}")

    def verify_token(self, token, **kwargs):
        payload = self.signed(token, ["iss", "sub", "aud", "exp", "iat"])
        if not kwargs.get("nonce") or payload.get("nonce") != kwargs["nonce"]:
            raise unproven("nonce")
        if payload.get("azp", self.OIDC_RP_CLIENT_ID) != self.OIDC_RP_CLIENT_ID:
            raise unproven("azp")
        return payload

    def signed(self, token, required, in_full=True):
        """The content of a token that the provider has signed for us; `in_full`: it must say so itself."""
        algorithm = self.OIDC_RP_SIGN_ALGO
        if jwt.get_unverified_header(token).get("alg") != algorithm:
            raise unproven("algorithm")
        return jwt.decode(
            token,
            self.OIDC_RP_CLIENT_SECRET if algorithm == "HS256" else self.retrieve_matching_jwk(token),
            algorithms=[algorithm],
            issuer=provider.description()["issuer"] if in_full else None,
            audience=self.OIDC_RP_CLIENT_ID if in_full else None,
            leeway=SLACK,
            options={"require": required, "verify_aud": in_full, "verify_iss": in_full},
        )

    def retrieve_matching_jwk(self, token):
        """The key named by the token; keys change, so one that is not known is asked for once."""
        named = jwt.get_unverified_header(token).get("kid")
        for again in (False, True):
            fitting = [key for key in provider.keys(again) if self._fits(key, named)]
            if len(fitting) == 1:
                return jwt.PyJWK(fitting[0], algorithm=self.OIDC_RP_SIGN_ALGO)
        raise unproven("key")

    def _fits(self, key, named):
        kind = {"RS256": "RSA", "ES256": "EC"}[self.OIDC_RP_SIGN_ALGO]
        return (
            key.get("kty") == kind
            and key.get("use", "sig") == "sig"
            and key.get("alg", self.OIDC_RP_SIGN_ALGO) == self.OIDC_RP_SIGN_ALGO
            and (named is None or key.get("kid") == named)
        )

    def get_userinfo(self, access_token, id_token, payload):
        answer = requests.get(
            self.OIDC_OP_USER_ENDPOINT,
            headers={"Authorization": f"Bearer {access_token}"},
            timeout=settings.OIDC_TIMEOUT,
            allow_redirects=False,
        )
        if answer.status_code != 200:
            raise unproven(f"userinfo: {answer.status_code}")
        is_signed = answer.headers.get("Content-Type", "").lower().startswith("application/jwt")
        if settings.OIDC_OP_USER_ENDPOINT_FORMAT not in ("AUTO", "JWT" if is_signed else "JSON"):
            raise unproven("userinfo: signed or not, it is not as the settings want it")
        return self._signed_userinfo(answer.text) if is_signed else answer.json()

    def _signed_userinfo(self, token):
        """Its issuer and audience count where it has them (OpenID Connect Core, 5.3.2)."""
        said = jwt.decode(token, options={"verify_signature": False})  # only to know what is to be verified
        return self.signed(token, ["sub"], in_full="aud" in said or "iss" in said)

    def get_or_create_user(self, access_token, id_token, payload):
        userinfo = self.get_userinfo(access_token, id_token, payload)
        if not isinstance(userinfo, dict) or userinfo.get("sub") != payload["sub"]:
            raise unproven("userinfo of somebody else")
        return Vouched(Claims.read(payload, userinfo, settings.OIDC_REQUIRED_CLAIMS), id_token)

    def store_tokens(self, access_token, id_token):
        """None here: the view keeps the id_token once the person is let in, and nothing keeps the other."""
