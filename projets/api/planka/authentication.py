"""Who asks: `Authorization: Bearer` with a token, and its cookie where it was made with one; or `X-Api-Key`.

A token is a JSON web token because clients read its expiry; what it opens is decided by its digest alone, which stands
in `ApiSession` while it is good.
"""

import hmac
import secrets
import uuid
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

import jwt
from django.conf import settings
from django.utils import timezone

from projets.accounts.actions.api_sessions import open_api_session
from projets.accounts.keys import hash_of
from projets.accounts.models import ApiSession, User
from projets.usecase.actor import Actor
from projets.usecase.prepared import Prepared
from projets.usecase.securitylog import log

LIFE = timedelta(days=365)
PENDING_LIFE = timedelta(minutes=10)
COOKIE = "httpOnlyToken"
FILE_COOKIE = "accessToken"  # where Planka's web client keeps its token, for pictures and downloads


@dataclass(frozen=True)
class Opened:
    token: str
    cookie: str
    expires_at: object


def open_session(user, with_cookie=False, pending=False, cookie=""):
    """A new token for somebody, known by its digest from now on; `cookie` is one that they have and keep."""
    now = timezone.now().replace(microsecond=0)
    expires_at = now + (PENDING_LIFE if pending else LIFE)
    subject = "accept-terms" if pending else str(user.pk)
    token = jwt.encode(
        {"iat": now, "exp": expires_at, "sub": subject}, _key(), "HS256", headers={"kid": str(uuid.uuid4())}
    )
    if with_cookie:
        cookie = str(uuid.UUID(bytes=secrets.token_bytes(16), version=4))
    open_api_session(
        Actor(user.pk, "api"), user, digest_of(token), expires_at, digest_of(cookie) if cookie else "", pending
    )
    if not pending:
        log("sign_in", user_id=user.pk, method="api")
    return Opened(token, cookie, expires_at)


def give_cookie(call, opened):
    """The cookie that must come with the token from now on, if it was made with one."""
    if opened.cookie:
        call.set_cookies[COOKIE] = {"value": opened.cookie, "expires": opened.expires_at}


def person_behind(call):
    """Who sends this call; None for nobody. `call.session` is the session behind a token."""
    if bearer := _bearer(call):
        return _by_token(call, bearer)
    return _by_key(call)


def reader_of_files(call):
    """Who asks for a file: browsers send its cookie with a picture, and no header."""
    token = call.cookies.get(FILE_COOKIE)
    return _by_token(call, token) if token else _by_key(call)


def session_of(token, pending=False):
    """The session that a token opens, with its user; None when it opens nothing (any more)."""
    found = next((one for one in _sessions.objects(digest_of(token)) if one.expires_at > timezone.now()), None)
    return found if found and found.is_pending == pending and found.user.is_active else None


def digest_of(secret):
    return sha256(secret.encode(errors="replace")).hexdigest()


_sessions = Prepared(lambda digest: ApiSession.objects.select_related("user").filter(digest=digest).order_by())


def _by_token(call, token):
    found = session_of(token)
    if found is None or not _has_its_cookie(found, call):
        return None
    call.session = found
    return found.user


def _has_its_cookie(session, call):
    shown = digest_of(call.cookies.get(COOKIE, ""))
    return not session.cookie_digest or hmac.compare_digest(session.cookie_digest, shown)


def _by_key(call):
    key = call.headers.get("x-api-key", "")
    return User.objects.filter(api_key_hash=hash_of(key), is_active=True).first() if key else None


def _bearer(call):
    kind, _blank, token = call.headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def _key():
    return sha256(f"tokens of the API:{settings.SECRET_KEY}".encode()).digest()
