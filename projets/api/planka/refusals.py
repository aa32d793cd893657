"""What this door answers instead of doing: Planka's statuses and codes, with a sentence."""

from django.utils.translation import gettext as _

from projets.accounts.factors.throttling import TooManyTries
from projets.accounts.sign_in import NotRecognised, SignInElsewhere
from projets.usecase.errors import Conflict, DomainError, Invalid, NotFound, Refused, Unavailable, Why

NOT_ENOUGH_RIGHTS = "Not enough rights"
CODES = {
    400: "E_MISSING_OR_INVALID_PARAMS",
    401: "E_UNAUTHORIZED",
    403: "E_FORBIDDEN",
    404: "E_NOT_FOUND",
    409: "E_CONFLICT",
    422: "E_UNPROCESSABLE_ENTITY",
    429: "E_TOO_MANY_REQUESTS",
    503: "E_UNAVAILABLE",
}


class Refusal(Exception):
    """`message` is for people; clients of Planka tell some refusals apart by it, so those are in Planka's words."""

    def __init__(self, status, message=None, **more):
        super().__init__(message)
        self.status = status
        self.body = {"code": CODES[status], **more} | ({"message": str(message)} if message else {})


def unauthorized(message="Access token is missing, invalid or expired"):
    return Refusal(401, message)


def forbidden(message=NOT_ENOUGH_RIGHTS, **more):
    return Refusal(403, message, **more)


def not_found(what=None):
    """`not_found("Board")`; without a word for who is not even told what there might be."""
    return Refusal(404, what and f"{what} not found")


def conflict(message):
    return Refusal(409, message)


def unprocessable(message):
    return Refusal(422, message)


def invalid(call, problems):
    noun = "parameter" if len(problems) == 1 else "parameters"
    asked = f"{call.method} {call.path}"
    message = (
        f"The server could not fulfill this request (`{asked}`) due to {len(problems)} missing or invalid {noun}."
    )
    return Refusal(400, message, problems=problems)


def refusal_of(error: DomainError, what, managed=False):
    """What a domain error is at this door. `what` is the noun of the route's row, for a 404; `managed`: see `route`.

    Who is no member is told that there is nothing, also who may see it: as Planka does.
    """
    if isinstance(error, Refused):
        return forbidden() if error.why == Why.ROLE_TOO_LOW and not managed else not_found(what)
    if isinstance(error, NotFound):
        return not_found(what)
    if isinstance(error, NotRecognised):
        return unauthorized("Invalid credentials")
    if isinstance(error, SignInElsewhere):
        return forbidden("Use single sign-on")
    if isinstance(error, TooManyTries):
        return Refusal(429, error)
    if isinstance(error, Unavailable):
        return Refusal(503, str(error) or _("The server cannot write for now: try again in a moment."))
    if isinstance(error, Conflict):
        return conflict(error)
    if isinstance(error, Invalid):
        return unprocessable(error)
    raise error
