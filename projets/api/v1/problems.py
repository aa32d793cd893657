"""What is wrong, as RFC 9457 says it: one shape for every refusal."""

import msgspec
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projets.usecase.errors import (
    Changed,
    Conflict,
    DomainError,
    Invalid,
    NotFound,
    Outdated,
    Refused,
    TooLarge,
    TooOften,
    Unavailable,
    Why,
)

MEDIA = "application/problem+json"
TITLES = {
    400: gettext_lazy("Not understood"),
    401: gettext_lazy("Not signed in"),
    403: gettext_lazy("Not allowed"),
    404: gettext_lazy("Not there"),
    405: gettext_lazy("Not done here"),
    409: gettext_lazy("In conflict"),
    412: gettext_lazy("Changed meanwhile"),
    413: gettext_lazy("Too large"),
    415: gettext_lazy("Not of this kind"),
    416: gettext_lazy("Beyond the end"),
    422: gettext_lazy("Not accepted"),
    429: gettext_lazy("Too often"),
    500: gettext_lazy("Broken"),
    503: gettext_lazy("Out of order"),
}
KINDS = {
    400: "not-understood",
    401: "not-signed-in",
    403: "not-allowed",
    404: "not-there",
    405: "not-done-here",
    409: "in-conflict",
    412: "changed-meanwhile",
    413: "too-large",
    415: "not-of-this-kind",
    416: "beyond-the-end",
    422: "not-accepted",
    429: "too-often",
    500: "broken",
    503: "out-of-order",
}
STATUS = {
    NotFound: 404,
    Changed: 412,
    Conflict: 409,
    Outdated: 409,
    Invalid: 422,
    TooLarge: 413,
    TooOften: 429,
    Unavailable: 503,
}


class Problem(Exception):
    """`errors` are [{"pointer": "#/title", "detail": "…"}] for a body, "parameter" instead for an address."""

    def __init__(self, status, detail, errors=(), headers=None, **more):
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.errors = list(errors)
        self.headers = headers or {}
        self.more = more


def answer(problem):
    said = {
        "type": f"/api/v1/docs#{KINDS[problem.status]}",
        "title": str(TITLES[problem.status]),
        "status": problem.status,
        "detail": str(problem.detail),
        **problem.more,
    }
    if problem.errors:
        said["errors"] = problem.errors
    return HttpResponse(msgspec.json.encode(said), MEDIA, problem.status, headers=problem.headers)


def of(error):
    """A refusal of an action, as a problem."""
    if isinstance(error, Problem):
        return error
    if not isinstance(error, DomainError):
        raise TypeError(f"{error!r} is no refusal")
    if isinstance(error, Refused):
        return Problem(404 if error.why == Why.UNSEEN else 403, _why(error.why))
    status = STATUS[type(error)]
    errors = [{"pointer": f"#/{error.field}", "detail": str(error)}] if error_field(error) else []
    more = {"version": error.version} if isinstance(error, Outdated) else {}
    wait = error.wait if isinstance(error, TooOften) else 5  # seconds
    headers = {"Retry-After": str(wait)} if status in (429, 503) else None
    said = str(error) or (_unavailable() if status == 503 else _why(Why.UNSEEN))
    return Problem(status, said, errors, headers, **more)


def _unavailable():
    return _("The server cannot write for now. What you sent was not saved: keep it and try again in a moment.")


def error_field(error):
    return getattr(error, "field", None)


def _why(why):
    return {
        Why.UNSEEN: _("This does not exist, or is not open to you."),
        Why.NOT_A_MEMBER: _("Only members may do this: ask whoever manages the project to invite you."),
        Why.ROLE_TOO_LOW: _("Your role does not allow this: ask whoever manages the project for another one."),
    }[why]
