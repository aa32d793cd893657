"""This machine's own instance, without a server: the API's views are called in this process."""

from io import BytesIO
from urllib.parse import unquote_to_bytes, urlsplit

from projets.operations.client.calling import ROOT, Answer
from projets.operations.console import Failed


class Local:
    """In the name of somebody: whoever runs this has the database, and needs no token of theirs."""

    def __init__(self, who):
        from projets.operations.cli import set_up

        set_up()
        from projets.accounts.here import Here
        from projets.operations import checks
        from projets.operations.commands.user import named

        checks.ready()
        self._here = Here(named(who))
        if not self._here.holds:
            raise Failed(f"{who}: this account is closed, or a guest's; neither acts from the command line")

    def call(self, request):
        from django.core.handlers.wsgi import WSGIRequest
        from django.urls import resolve

        asked = WSGIRequest(_environ(request))
        asked.here = self._here
        view, _args, ids = resolve(asked.path_info)
        answer = view(asked, **ids)
        return Answer(answer.status_code, answer.content, answer.headers.get("Projets-Act"))


def _environ(request):
    from django.conf import settings

    base = urlsplit(settings.BASE_URL)
    path, _mark, query = request.path.partition("?")
    headers = {name.upper().replace("-", "_"): value for name, value in request.headers.items()}
    return {
        "REQUEST_METHOD": request.method,
        "PATH_INFO": unquote_to_bytes(ROOT + path).decode("latin-1"),  # as WSGI has it
        "QUERY_STRING": query,
        "CONTENT_TYPE": headers.pop("CONTENT_TYPE", ""),
        "CONTENT_LENGTH": str(len(request.body)),
        "SERVER_NAME": base.hostname,
        "SERVER_PORT": str(base.port or {"https": 443}.get(base.scheme, 80)),
        "wsgi.url_scheme": base.scheme,
        "wsgi.input": BytesIO(request.body),
        **{f"HTTP_{name}": value for name, value in headers.items()},
    }
