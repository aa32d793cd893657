"""The provider: what it issues, and to whom. It refuses what ProConnect refuses (Y000400, Y030111)."""

import base64
import json
import secrets
import time
from hashlib import sha256
from urllib.parse import urlencode

import jwt
import requests
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

from projets.operations.openid_demo.people import PEOPLE

SCOPES = {"given_name", "usual_name", "email", "uid", "siret", "idp_id", "organization_label", "roles"}
PARAMETERS = {
    *("response_type", "client_id", "redirect_uri", "scope", "state", "nonce", "claims", "prompt", "idp_hint"),
    *("login_hint", "siret_hint", "acr_values", "response_mode", "code_challenge", "code_challenge_method"),
}
SHORTEST = 32  # characters of a state and of a nonce
CODE_LIVES, TOKEN_LIVES = 60, 3600  # seconds
KID = "demonstration"


class Wrong(Exception):
    """Answered by an error page, without going back: the one who asks may be anybody."""


class Provider:
    def __init__(self, issuer, client, secret, site, people=PEOPLE):
        self.issuer, self.client, self.secret = issuer, client, secret
        self.redirects = {f"{site}/connexion/openid/retour/"}
        self.returns = {f"{site}/deconnexion/retour/"}
        self.backchannel = f"{site}/connexion/openid/fin/"
        self.people = {name: dict(person) for name, person in people.items()}
        self.signs_userinfo = True
        self.key = generate_private_key(public_exponent=65537, key_size=2048)
        self.asked = []  # parameters of each authorization request, the last one last
        self._codes, self._tokens, self._sessions = {}, {}, {}

    def description(self):
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/jwks",
            "end_session_endpoint": f"{self.issuer}/session/end",
            "response_types_supported": ["code"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "userinfo_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
            "backchannel_logout_supported": True,
            "backchannel_logout_session_supported": True,
            "scopes_supported": ["openid", *sorted(SCOPES)],
        }

    def keys(self):
        public = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return {"keys": [public | {"kid": KID, "use": "sig", "alg": "RS256"}]}

    def sign(self, content):
        return jwt.encode(content, self.key, algorithm="RS256", headers={"kid": KID})

    def check(self, asked):
        """An authorization request, by ProConnect's rules."""
        self.asked.append(asked)
        if unknown := sorted(asked.keys() - PARAMETERS):
            raise Wrong(f"Y000400: {', '.join(unknown)}")
        if asked.get("client_id") != self.client or asked.get("redirect_uri") not in self.redirects:
            raise Wrong("Y000400: client_id or redirect_uri")
        if asked.get("response_type") != "code" or "openid" not in asked.get("scope", "").split():
            raise Wrong("Y000400: response_type or scope")
        if min(len(asked.get("state", "")), len(asked.get("nonce", ""))) < SHORTEST:
            raise Wrong("Y000400: state or nonce")

    def known(self, cookie):
        """Who has a session here, and its id."""
        return self._sessions.get(cookie, (None, None))

    def open(self, name):
        """(the cookie of a new session, its sid)."""
        cookie, sid = secrets.token_urlsafe(24), secrets.token_urlsafe(16)
        self._sessions[cookie] = (name, sid)
        return cookie, sid

    def code(self, asked, name, sid):
        """The address to go back to, with a code for this person."""
        code = secrets.token_urlsafe(32)
        self._codes[code] = (asked, name, sid, time.time() + CODE_LIVES)
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state'], 'iss': self.issuer})}"

    def nobody(self, asked, error="login_required"):
        return f"{asked['redirect_uri']}?{urlencode({'error': error, 'state': asked['state']})}"

    def tokens(self, sent):
        """The answer of the token endpoint: tokens, or an error."""
        is_ours = secrets.compare_digest(sent.get("client_secret", "").encode(), self.secret.encode())
        if not is_ours or sent.get("client_id") != self.client:
            return {"error": "invalid_client"}
        asked, name, sid, until = self._codes.pop(sent.get("code"), (None, None, None, 0))
        if asked is None or until < time.time():
            return {"error": "invalid_grant"}
        if sent.get("redirect_uri") != asked["redirect_uri"] or not _proves(sent, asked):
            return {"error": "invalid_grant"}
        access = secrets.token_urlsafe(32)
        self._tokens[access] = (asked, name)
        return {
            "access_token": access,
            "token_type": "Bearer",
            "expires_in": TOKEN_LIVES,
            "scope": asked["scope"],
            "id_token": self.sign(self.id_token(asked, name, sid)),
        }

    def id_token(self, asked, name, sid):
        now = int(time.time())
        content = {
            "iss": self.issuer,
            "aud": self.client,
            "sub": self._sub(name),
            "iat": now,
            "exp": now + TOKEN_LIVES,
        }
        wanted = json.loads(asked.get("claims") or "{}").get("id_token", {})
        facts = {one: self.people[name][one] for one in ("acr", "amr") if one in wanted}  # only if asked
        return content | {"nonce": asked["nonce"], "sid": sid, "auth_time": now} | facts

    def userinfo(self, access):
        """(content type, body); None for an unknown token."""
        if access not in self._tokens:
            return None
        asked, name = self._tokens[access]
        content = {"sub": self._sub(name)}
        content |= {
            one: self.people[name][one]
            for one in SCOPES & {*asked["scope"].split()}
            if self.people[name].get(one) not in ("", None)
        }
        if not self.signs_userinfo:
            return "application/json", json.dumps(content)
        now = int(time.time())
        signed = content | {"iss": self.issuer, "aud": self.client, "iat": now, "exp": now + 60}
        return "application/jwt", self.sign(signed)

    def end(self, cookie, sent):
        """Ended; the address to go back to, of those that are registered."""
        try:
            jwt.decode(
                sent.get("id_token_hint", ""),
                self.key.public_key(),
                algorithms=["RS256"],
                audience=self.client,
                issuer=self.issuer,
                options={"verify_exp": False},
            )
        except jwt.PyJWTError:
            raise Wrong("Y030111: id_token_hint") from None
        back = sent.get("post_logout_redirect_uri")
        if back not in self.returns or not sent.get("state"):
            raise Wrong("Y030111: post_logout_redirect_uri or state")
        self._sessions.pop(cookie, None)
        return f"{back}?{urlencode({'state': sent['state']})}"

    def logout_token(self, **changed):
        now = int(time.time())
        event = {"http://schemas.openid.net/event/backchannel-logout": {}}
        content = {"iss": self.issuer, "aud": self.client, "iat": now, "exp": now + 120, "events": event}
        return self.sign(content | {"jti": secrets.token_urlsafe(16)} | changed)

    def tell_ended(self, cookie):
        """Closed here by the person: the site is told, server to server. Answers its status."""
        name, sid = self._sessions.pop(cookie)
        token = self.logout_token(sub=self._sub(name), sid=sid)
        return requests.post(self.backchannel, data={"logout_token": token}, timeout=10).status_code

    def _sub(self, name):
        return self.people[name].get("sub") or sha256(f"{self.client}:{name}".encode()).hexdigest()


def _proves(sent, asked):
    """PKCE, where it was asked for."""
    if "code_challenge" not in asked:
        return True
    digest = base64.urlsafe_b64encode(sha256(sent.get("code_verifier", "").encode()).digest())
    return digest.rstrip(b"=").decode() == asked["code_challenge"]
