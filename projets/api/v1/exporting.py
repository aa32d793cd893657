"""What leaves in one piece: as often as one may, noted each time, and kept nowhere, here or on the way."""

from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from projets.api.v1.once import once
from projets.exchange.exporters.counting import count_export
from projets.usecase.errors import Conflict

UNKEPT = "private, no-store"


def answered_as(media):
    """What the document says of such an answer."""
    return {"responses": {200: {"description": "OK", "content": {media: {"schema": {}}}}}}


ZIP, CSV = answered_as("application/zip"), answered_as("text/csv")


def exported(request, action, find, make):
    """(the act, what leaves): `make(actor, found)` answers both. Nothing leaves twice by one key, unnoted."""
    left = []

    def do(actor, found):
        count_export(actor.user_id)
        act, content = make(actor, found)
        left.append(content)
        return act

    act = once(request, action, find, do)
    if not left:
        raise Conflict(_("This has left already under this key, and nothing is kept of it: ask with another key."))
    return act, left[0]


def as_zip(file, name, act):
    """An open file, which is closed once it is sent."""
    answer = FileResponse(file, as_attachment=True, filename=f"{name}-{timezone.localdate():%Y-%m-%d}.zip")
    answer.headers["Content-Type"] = "application/zip"
    return _unkept(answer, act)


def as_csv(text, name, act=None):
    answer = HttpResponse(text, "text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate():%Y-%m-%d}.csv"'
    return _unkept(answer, act)


def _unkept(answer, act):
    answer.headers["Cache-Control"] = UNKEPT
    answer.headers["X-Content-Type-Options"] = "nosniff"
    if act:
        answer.headers["Projets-Act"] = str(act.pk)
    return answer
