"""Pictures of people, of sites and behind boards, for clients that show them; bare statuses: browsers ask for them."""

from io import BytesIO
from uuid import UUID

from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.views.decorators.http import require_safe
from PIL import Image, ImageOps

from projets.accounts.models import User
from projets.api.planka.authentication import reader_of_files
from projets.api.planka.http import call_of
from projets.boards.favicons import kept_as
from projets.boards.models import BackgroundImage
from projets.boards.sending import stored_file

OUTSIDE = {"original": None, "outside-360": "360"}
SIDES = {"original": None, "cover-180": 180}


@require_safe
def portrait(request, name, form):
    """Of somebody, as PNG whatever was sent; only those that somebody has now."""
    if reader_of_files(call_of(request)) is None:
        return HttpResponse("Unauthorized", "text/plain; charset=utf-8", 401)
    kept = f"avatars/{UUID(str(name)).hex}.webp"
    if form not in SIDES or not User.objects.filter(avatar=kept).exists():
        return HttpResponse(status=404)
    picture = BytesIO()
    with default_storage.open(kept) as file, Image.open(file) as found:
        side = SIDES[form]
        (ImageOps.fit(found, (side, side)) if side else found).save(picture, "PNG")
    return HttpResponse(picture.getvalue(), "image/png", headers={"Cache-Control": "private, max-age=86400"})


@require_safe
def background(request, name, form, ending):
    """Of a project, for who sees the project; the original where there is none that is smaller."""
    call = call_of(request)
    call.user = reader_of_files(call)
    if call.user is None:
        return HttpResponse("Unauthorized", "text/plain; charset=utf-8", 401)
    image = BackgroundImage.objects.visible_to(call.actor).filter(pk=name.int % 2**63).first()
    if form not in OUTSIDE or image is None:
        return HttpResponse(status=404)
    key = image.previews.get(OUTSIDE[form])
    return stored_file(request, key or image.key, image.name, "image/webp" if key else image.mime)


@require_safe
def favicon(request, host):
    """Of a site that links lead to; whatever cannot be fetched there is not shown."""
    if reader_of_files(call_of(request)) is None:
        return HttpResponse("Unauthorized", "text/plain; charset=utf-8", 401)
    name = kept_as(host.lower())
    if not default_storage.exists(name):
        return HttpResponse(status=404)
    with default_storage.open(name) as file:
        return HttpResponse(file.read(), "image/png", headers={"Cache-Control": "private, max-age=86400"})
