"""Each request has an id, told to whoever asked; what was refused to them is a line of the security log (E-28)."""

from projets.usecase import securitylog

FORBIDDEN, TOO_OFTEN, UNKNOWN = 403, 429, 401


def traced(get_response):
    """Around everything else, so that what happens within knows which request it is for."""

    def middleware(request):
        with securitylog.answering(_given(request), request.META.get("REMOTE_ADDR", "")) as id:
            response = get_response(request)
            response.headers["X-Request-Id"] = id
            _note(request, response.status_code)
        return response

    return middleware


def _given(request):
    """The id that a proxy has for this request, if the proxy is one that the settings trust.

    The server puts the client's address in place of such a proxy's, and then knows no port: nobody else comes from
    port 0 (see `config/pool.py`, REMOTE_PORT).
    """
    return request.headers.get("X-Request-Id") if request.META.get("REMOTE_PORT") == "0" else None


def _note(request, status):
    if status == FORBIDDEN:
        securitylog.log("refusal", securitylog.REFUSED, **_about(request))
    elif status == TOO_OFTEN:
        securitylog.log("limit", securitylog.REFUSED, **_about(request))
    elif status == UNKNOWN and ("Authorization" in request.headers or "X-Api-Key" in request.headers):
        securitylog.log("sign_in", securitylog.FAILURE, method="token", **_about(request))


def _about(request):
    """The pattern of the address and the ids in it: what else an address holds may open something."""
    match = request.resolver_match
    user = getattr(request, "user", None)
    ids = [f"{name}:{value}" for name, value in match.kwargs.items() if str(value).isdigit()] if match else []
    return {
        "user_id": user.pk if user is not None and user.is_authenticated else None,
        "object": " ".join(ids) or None,
        "route": match.route if match else None,
        "http_method": request.method,
    }
