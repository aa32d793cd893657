"""What every request goes through: language, who asks, how often; and whatever is refused becomes a problem."""

import logging
from functools import cache, wraps
from hashlib import sha256

from django.conf import settings
from django.core.exceptions import DisallowedHost, RequestDataTooBig, SuspiciousOperation
from django.core.signals import got_request_exception
from django.db import DatabaseError
from django.http import UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.security import HttpBearer

from projets.accounts.here import Here
from projets.accounts.tokens import note_use, token_behind
from projets.api.v1 import problems, wording
from projets.api.v1.naming import in_body
from projets.api.v1.parsing import StrictParser, read_json
from projets.api.v1.problems import Problem
from projets.usecase.actor import Actor
from projets.usecase.errors import DomainError, Unavailable
from projets.usecase.limits import Limiter
from projets.usecase.outages import is_outage

log = logging.getLogger(__name__)
SCOPES = ("read", "write", "admin")
LONGEST_KEY = 64
BODILESS = {"GET", "HEAD", "OPTIONS"}
SPOKEN = {code for code, _name in settings.LANGUAGES}


class Token(HttpBearer):
    """A token of this scope or a greater one. It also says what else every request must be."""

    def __init__(self, scope):
        super().__init__()
        self.scope = scope

    def __call__(self, request):
        if isinstance(request.token, Here):
            return _let_in(request, request.token, "cli")
        return self.authenticate(request, bearer_of(request))

    def authenticate(self, request, token):
        found = request.token  # `answering` has looked for it
        if found is None:
            raise Problem(401, wording.no_token(token), headers={"WWW-Authenticate": 'Bearer realm="projets"'})
        if SCOPES.index(found.scope) < SCOPES.index(self.scope):
            raise Problem(403, wording.scope_too_low(found.scope, self.scope))
        note_use(found)
        return _let_in(request, found, "api")


def _let_in(request, found, via):
    request.user = found.user
    request.sent = None if request.method in BODILESS else _body(request)
    request.actor = actor_of(request, found, via)
    return found


def _here(request):
    """Nothing that is sent sets an attribute of a request: our own command line does."""
    here = getattr(request, "here", None)
    return here if isinstance(here, Here) and here.holds else None


READ, WRITE, ADMIN = (Token(scope) for scope in SCOPES)


class Api(NinjaAPI):
    def set_default_exception_handlers(self):
        self.add_exception_handler(Exception, _again)
        self.add_exception_handler(ValidationError, _invalid)


def _again(request, error):
    raise error


def _invalid(request, error):
    raise wording.not_valid(error.errors)


def answering(view, allowed):
    """The view of an address, whose every refusal is a problem.

    `allowed` is what it takes (`urls.Allowed`); without it anything is let in.
    HEAD is answered as GET: the server leaves the body out.
    """

    @wraps(view)
    def answer(request, **ids):
        with translation.override(language_of(request)):
            request.counted = None
            try:
                request.token = _here(request) or token_behind(bearer_of(request))
                if not isinstance(request.token, Here):
                    count(request, request.token)  # whatever is answered: who is refused has asked as well
                if request.method == "HEAD":
                    request.method = "GET"
                if allowed:
                    _require_known(request, allowed)
                response = view(request, **ids)
            except Exception as error:  # noqa: BLE001 (what nobody expected is told by `_problem`, and logged)
                response = problems.answer(_problem(request, error, allowed))
            request.method = request.META["REQUEST_METHOD"]
            if response.status_code >= 400 and response.headers["Content-Type"] != problems.MEDIA:
                response = problems.answer(Problem(response.status_code, problems.TITLES[response.status_code]))
            response.headers["Content-Language"] = translation.get_language()
        patch_vary_headers(response, ["Authorization", "Accept-Language"])
        for name, value in (request.counted.headers if request.counted else {}).items():
            response.headers[name] = value
        return response

    answer.csrf_exempt = True  # a token is sent by whoever has it: nothing that a browser adds by itself is enough
    return answer


def read_only(view):
    """A page for anybody, beside the addresses of programs: what is not read is refused in their words."""

    @wraps(view)
    def answer(request):
        if request.method in ("GET", "HEAD"):
            return view(request)
        with translation.override(language_of(request)):
            said = wording.not_done_here(request.method)
            return problems.answer(Problem(405, said, headers={"Allow": "GET, HEAD"}))

    answer.csrf_exempt = True
    return answer


def known_host(get_response):
    """What is asked for under none of our names is refused as programs are told it, before a page would be made."""

    def middleware(request):
        if request.path_info.startswith("/api/v1/"):
            try:
                request.get_host()
            except DisallowedHost:
                with translation.override(language_of(request)):
                    return problems.answer(Problem(400, _("This instance does not answer under this name.")))
        return get_response(request)

    return middleware


def _problem(request, error, allowed):
    if isinstance(error, HttpError):  # the framework's, around ours
        error = error.__cause__ or error.__context__
    if isinstance(error, DomainError) and allowed and (field := problems.error_field(error)):
        error.field = in_body(field, getattr(request, "sent", None) or (), allowed.in_body(request.method))
    if isinstance(error, (Problem, DomainError)):
        return problems.of(error)
    if isinstance(error, RequestDataTooBig):
        return Problem(413, _("The body is larger than 5 MB: send less at once."))
    if isinstance(error, MultiPartParserError):
        return Problem(400, wording.no_form())
    if isinstance(error, (SuspiciousOperation, UnicodeError, UnreadablePostError)):
        return Problem(400, _("This request cannot be read: send it again."))
    if isinstance(error, DatabaseError) and is_outage(error):
        return problems.of(Unavailable())
    log.error("%s %s", request.method, request.path, exc_info=error)
    got_request_exception.send(sender=None, request=request)
    return Problem(500, _("Something broke here, and it is written down: tell whoever runs this instance."))


def _require_known(request, allowed):
    names = allowed(request.method)
    if names is None:
        raise Problem(405, wording.not_done_here(request.method), headers={"Allow": ", ".join(allowed.methods)})
    if "\0" in request.path or any("\0" in text for pair in request.GET.items() for text in pair):
        raise Problem(400, _("This request cannot be read: send it again."))
    if request.headers.get("If-Match") and not allowed.minds_if_match(request.method):
        raise Problem(422, wording.not_minded(), [{"header": "If-Match", "detail": wording.not_minded()}])
    unknown = [name for name in request.GET if name not in names]
    if unknown:
        said = wording.unknown_parameter(names)
        raise Problem(422, said, [{"parameter": name[:100], "detail": said} for name in unknown])
    if twice := [name for name, several in names.items() if not several and len(request.GET.getlist(name)) > 1]:
        said = wording.given_twice()
        raise Problem(422, said, [{"parameter": name, "detail": said} for name in twice])


def language_of(request):
    """French unless English is preferred."""
    for wanted, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if (short := wanted.partition("-")[0]) in SPOKEN:
            return short
    return settings.LANGUAGE_CODE


def bearer_of(request):
    kind, _blank, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


@cache
def limiter():
    return Limiter(settings.RATE_LIMITS)


def count(request, token):
    """One more request of this token, or of this address without one."""
    policy, who = ("token", token.pk) if token else ("address", request.META.get("REMOTE_ADDR", ""))
    request.counted = found = limiter().count(policy, who)
    if found and found.left < 0:
        raise Problem(429, wording.too_often(found.wait), headers={"Retry-After": str(found.wait)})


def actor_of(request, token, via):
    key = request.headers.get("Idempotency-Key")
    if key is not None and not (1 <= len(key) <= LONGEST_KEY and key.isascii() and key.isprintable()):
        raise Problem(422, _("An Idempotency-Key has 1 to 64 ASCII characters: make a UUID for each act."))
    projects = None if token.project_ids is None else frozenset(token.project_ids)
    return Actor(token.user_id, via, key, projects, _digest(request) if key else None, token.pk)


def _body(request):
    if request.content_type == "multipart/form-data":  # its fields and files are read where they are wanted
        return None
    return read_json(request)


def _digest(request):
    """Of what is asked. Of a form, its parts: its boundary is another one each time it is sent."""
    asked = sha256(f"{request.method} {request.path}\n".encode(errors="replace"))
    if request.content_type == "multipart/form-data":
        for part in _parts(request):
            asked.update(len(part).to_bytes(8) + part)  # so that none passes for the end of the one before
    else:
        asked.update(request.body)
    return asked.hexdigest()


def _parts(request):
    """Names and contents, in order; a file piece by piece, for a large one is on disk, with its length ahead."""
    for name, texts in request.POST.lists():
        yield from (one.encode(errors="replace") for one in ("text", name, str(len(texts)), *texts))
    for name, files in request.FILES.lists():
        for file in files:
            yield from (one.encode(errors="replace") for one in ("file", name, file.name or "", str(file.size)))
            yield from file.chunks()
            file.seek(0)


def nobody_there(request, **_rest):
    """An address of /api/v1 that is none."""
    raise Problem(404, _("There is nothing at this address: see /api/v1/docs."))


api = Api(
    title="Projets",
    version="1",
    urls_namespace="v1",
    docs_url=None,
    openapi_url=None,
    parser=StrictParser(),
    auth=READ,
)
