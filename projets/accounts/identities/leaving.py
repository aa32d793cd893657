"""Sessions that end with the provider's (OpenID Connect Back-Channel Logout 1.0)."""

import jwt
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.utils import timezone

from projets.accounts.identities.client import Client, unproven

EVENT = "http://schemas.openid.net/event/backchannel-logout"
OLDEST = 300  # seconds after which a token of logging out serves no more
ELSEWHERE = "openid"  # in a session: {"issuer", "sub", "sid", "id_token"} of who signed in elsewhere


def remember(session, vouched):
    claims = vouched.claims
    session[ELSEWHERE] = {
        "issuer": claims.issuer,
        "sub": claims.sub,
        "sid": claims.sid,
        "id_token": vouched.id_token,
    }


def read_logout_token(token):
    """Its content, taken once.

    Raises NotVouched or ProviderSilent.
    """
    try:
        said = Client().signed(token, ["iss", "aud", "iat", "jti"])
    except jwt.PyJWTError as error:
        raise unproven(type(error).__name__) from None
    is_one = isinstance(said.get("events"), dict) and EVENT in said["events"] and "nonce" not in said
    if not is_one or not (said.get("sid") or said.get("sub")):
        raise unproven("no token of logging out")
    if timezone.now().timestamp() - said["iat"] > OLDEST:
        raise unproven("old")
    if not cache.add(f"openid:jti:{said['jti']}", True, OLDEST * 2):
        raise unproven("sent before")
    return said


def end_sessions(said):
    """The keys of the sessions ended: that of `sid`, or all of `sub`."""
    ended = []
    for one in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        content = one.get_decoded()
        if SESSION_KEY in content and _is_meant(content.get(ELSEWHERE), said):
            ended.append(one.pk)
    Session.objects.filter(pk__in=ended).delete()
    return ended


def _is_meant(elsewhere, said):
    if not elsewhere or elsewhere["issuer"] != said["iss"]:
        return False
    if said.get("sub") and elsewhere["sub"] != said["sub"]:
        return False
    return not said.get("sid") or elsewhere["sid"] == said["sid"]
