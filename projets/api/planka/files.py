"""Files of cards, for clients that show them: with a cookie, as browsers send it with a picture, or an API key."""

from django.http import JsonResponse
from django.views.decorators.http import require_safe

from projets.api.planka import content
from projets.api.planka.authentication import reader_of_files
from projets.api.planka.http import call_of
from projets.api.planka.parameters import Choice, Id, read
from projets.api.planka.refusals import Refusal, invalid, not_found, unauthorized
from projets.boards.models import Attachment
from projets.boards.sending import stored_file

SIDES = {"outside-360": "360", "outside-720": "720"}
TEXT = "text/plain; charset=utf-8"


def _answered(view):
    @require_safe
    def answer(request, **named):
        try:
            return view(request, call_of(request), **named)
        except Refusal as refusal:
            return JsonResponse(refusal.body, status=refusal.status)

    return answer


@_answered
def download(request, call, id, name):
    """Under any name: its own is in its headers."""
    file = _file(call, {"id": id})
    mime = file.mime or (TEXT if file.encoding == "utf8" else "")
    return stored_file(request, file.key, file.name, mime)


@_answered
def thumbnail(request, call, id, name):
    """The original where there is none that is smaller."""
    side = Choice("fileName", among=tuple(SIDES))
    file = _file(call, {"id": id, "fileName": name.rpartition(".")[0] or name}, side)
    if file.width is None:
        raise not_found("File attachment")
    key = file.previews.get(SIDES[name.rpartition(".")[0] or name])
    return stored_file(request, key or file.key, file.name, "image/webp" if key else file.mime)


def _file(call, sent, *parameters):
    user = call.user = reader_of_files(call)
    if user is None:
        raise unauthorized()
    given, problems = read((Id("id", required=True), *parameters), sent)
    if problems:
        raise invalid(call, problems)
    there = Attachment.objects.filter(card__in=content.known(call.actor).order_by(), binned_at=None)
    file = there.filter(pk=given["id"]).first()
    if file is None or file.url:
        raise not_found("File attachment")
    return file
