"""Signing in and out, the terms, and what clients ask before anything else."""

from typing import NotRequired

from django.utils.translation import gettext as _
from typing_extensions import TypedDict

from projets.accounts import sign_in, terms
from projets.accounts.actions.api_sessions import accept_terms, close_api_session
from projets.accounts.factors.queries import has_second_factor, must_add_factor
from projets.api.planka.authentication import COOKIE, give_cookie, open_session, session_of
from projets.api.planka.calling import PUBLIC, delete, get, post
from projets.api.planka.parameters import Choice, Flag, Text
from projets.api.planka.refusals import Refusal, forbidden, not_found, unauthorized
from projets.api.planka.wordings import LOCALES
from projets.live.hub import session_ended
from projets.usecase.actor import Actor
from projets.usecase.securitylog import log

VERSION = "2.1.1"  # of the API that this door speaks: clients look at it
USERNAME = r"[a-zA-Z0-9]+(?:[_.]?[a-zA-Z0-9])*"
EMAIL_OR_USERNAME = rf"[^\s@]+@[^\s@]+|(?=.{{3,32}}$){USERNAME}"


class Bootstrap(TypedDict):
    oidc: None
    termsLanguages: list[str]
    version: str
    activeUsersLimit: NotRequired[None]  # for administrators


class Terms(TypedDict):
    language: str
    content: str
    signature: str


@get("/bootstrap", who=PUBLIC, answers={"item": Bootstrap})
def bootstrap(call, given):
    """What a client asks before anything else."""
    item = {"oidc": None, "termsLanguages": terms.languages(), "version": VERSION}
    if call.user and call.is_administrator:
        item["activeUsersLimit"] = None
    return {"item": item}


@get("/terms", Text("language"), who=PUBLIC, answers={"item": Terms}, refuses=(404,))
def read_terms(call, given):
    """The terms of use, in a language if they are in it."""
    found = terms.terms(given.get("language"))
    if found is None:
        raise not_found("Terms")
    return {"item": {"language": found.language, "content": found.content, "signature": found.signature}}


@post(
    "/access-tokens",
    Text("emailOrUsername", required=True, most=256, pattern=EMAIL_OR_USERNAME),
    Text("password", required=True, most=256),
    Flag("withHttpOnlyToken"),
    who=PUBLIC,
    answers={"item": str},
    refuses=(401, 403, 429),
)
def open_by_password(call, given):
    """A new token, by address or user name and password."""
    user = sign_in.recognise(given["emailOrUsername"], given["password"], call.address)
    if has_second_factor(user):
        raise forbidden(_("This account has a second factor, which this door cannot ask for: use an API key."))
    if must_add_factor(user):
        raise forbidden(_("Administrators need a second factor here: add one on the pages, then use an API key."))
    if terms.must_accept(user):
        if not (user.role == user.Role.ADMINISTRATOR or terms.is_initialized()):
            raise forbidden("Admin login required to initialize instance")
        pending = open_session(user, pending=True)
        raise forbidden("Terms acceptance required", pendingToken=pending.token, step="accept-terms")
    return _opened(call, user, given.get("withHttpOnlyToken"))


@post(
    "/access-tokens/accept-terms",
    Text("pendingToken", required=True, most=1024),
    Text("signature", required=True, least=64, most=64),
    Choice("initialLanguage", among=LOCALES),
    Flag("withHttpOnlyToken"),
    who=PUBLIC,
    answers={"item": str},
    refuses=(401, 403),
)
def accept(call, given):
    """Accepts the terms with the token that was pending, for a new one."""
    session = session_of(given["pendingToken"], pending=True)
    if session is None:
        raise unauthorized("Invalid pending token")
    if given["signature"] != terms.terms().signature:
        raise forbidden("Invalid signature")
    user = session.user
    accept_terms(Actor(user.pk, "api"), user, given["signature"], session.digest, given.get("initialLanguage", ""))
    return _opened(call, user, given.get("withHttpOnlyToken"))


@post(
    "/access-tokens/revoke-pending-token",
    Text("pendingToken", required=True, most=1024),
    who=PUBLIC,
    answers={"item": None},
    refuses=(404,),
)
def revoke_pending(call, given):
    """Ends a token that waits for the terms to be accepted."""
    session = session_of(given["pendingToken"], pending=True)
    if session is None:
        raise not_found("Pending token")
    close_api_session(Actor(session.user_id, "api"), session.user, session.digest)
    return {"item": None}


@post(
    "/access-tokens/exchange-with-oidc",
    Text("code", required=True, most=2048),
    Text("nonce", required=True, most=1024),
    Flag("withHttpOnlyToken"),
    who=PUBLIC,
    answers={"item": str},
    refuses=(422,),
)
def exchange(call, given):
    """Planka's way to sign in by a provider; here the pages do it."""
    raise Refusal(422, _("No identity provider is connected to this instance: sign in by password."))


@post(
    "/access-tokens/debug-oidc",
    Text("code", required=True),
    Text("nonce", required=True),
    who=PUBLIC,
    answers={"item": None},
    refuses=(403,),
)
def debug_oidc(call, given):
    """Never done here."""
    raise forbidden()


@delete("/access-tokens/me", answers={"item": str}, refuses=(404,))
def close(call, given):
    """Signs out: the token opens nothing any more. An API key is no session: 404."""
    if call.session is None:  # an API key is no session
        raise not_found()
    close_api_session(call.actor, call.user, call.session.digest)
    session_ended(_bearer(call))
    log("sign_out", user_id=call.user.pk, method="api")
    call.set_cookies[COOKIE] = {"value": "", "max_age": 0}
    return {"item": _bearer(call)}


def _bearer(call):
    return call.headers["authorization"].partition(" ")[2].strip()


def _opened(call, user, with_cookie):
    opened = open_session(user, with_cookie)
    give_cookie(call, opened)
    return {"item": opened.token}
