"""What every page's request goes through on its way in and out."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.middleware.gzip import GZipMiddleware
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from whitenoise import WhiteNoise
from whitenoise.middleware import WhiteNoiseMiddleware

from projets.live.access import is_key
from projets.usecase.errors import DomainError
from projets.usecase.guard import reads_only
from projets.web.assets import PREFIX, assets, directory
from projets.web.door import refusal

PACKET = 1_400  # bytes
HEALTH = "/healthz"  # a watcher asks by whatever address the machine has
READING = {"GET", "HEAD", "OPTIONS"}
SPOKEN = {code for code, _ in settings.LANGUAGES}


def reads_only_read(get_response):
    """A request that reads cannot write, not even by an action."""

    def middleware(request):
        if request.method not in READING:
            return get_response(request)
        with reads_only():
            return get_response(request)

    return middleware


def known_host(get_response):
    """Asked for under one of our names: nobody's page passes for ours by an address of its own."""

    def middleware(request):
        if request.path_info != HEALTH:
            request.get_host()
        return get_response(request)

    return middleware


def sound_session(get_response):
    """A cookie that can be no session's key is nobody's, and no database is asked for it."""

    def middleware(request):
        if not is_key(request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")):
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        return get_response(request)

    return middleware


def refused_in_words(get_response):
    """What a view did not expect its action to refuse is told as a door tells it, never as an error of ours."""

    def middleware(request):
        return get_response(request)

    middleware.process_exception = _refused
    return middleware


def _refused(request, error):
    return refusal(request, error) if isinstance(error, DomainError) else None


def content_security_policy():
    """Nothing but ours, no inline script or style; the import map is allowed by its digest."""
    allowed = {
        "default-src": "'none'",
        "script-src": " ".join(("'self'", *assets().import_map_hashes)),
        "style-src": "'self'",
        "img-src": "'self' data: blob:",
        "connect-src": "'self'",
        "font-src": "'self'" if settings.THEME == "etat" else "'none'",
        "manifest-src": "'self'",
        "worker-src": "'self'",
        "form-action": " ".join(settings.FORM_ACTIONS),
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{directive} {value}" for directive, value in allowed.items())


def strict_headers(get_response):
    """What browsers must refuse on our pages. An answer that brings its own (a file somebody attached) keeps it."""

    def middleware(request):
        response = get_response(request)
        for name, value in (
            settings.SECURITY_HEADERS | {"Content-Security-Policy": content_security_policy()}
        ).items():
            response.headers.setdefault(name, value)
        return response

    return middleware


class Compressed(GZipMiddleware):
    """Pages are compressed; a file that somebody attached is sent as it is, in pieces, by the loop.

    What one packet holds arrives no sooner for being smaller.
    """

    def process_response(self, request, response):
        if "no-transform" in response.get("Cache-Control", "") or _fits_a_packet(response):
            return response
        return super().process_response(request, response)


def _fits_a_packet(response):
    return not response.streaming and len(response.content) <= PACKET


def serve_assets(get_response):
    """Answer the addresses of assets: compressed ahead, kept by browsers for ever."""
    made = assets()
    shelf = WhiteNoise(None, directory(), PREFIX, immutable_file_test=r".", allow_all_origins=False)

    def middleware(request):
        nonlocal made
        if not request.path_info.startswith(PREFIX):
            return get_response(request)
        if request.path_info not in shelf.files and assets() is not made:  # in debug, or in another theme
            made = assets()
            shelf.add_files(directory(), PREFIX)
        found = shelf.files.get(request.path_info)
        return WhiteNoiseMiddleware.serve(found, request) if found else get_response(request)

    return middleware


def preferences(get_response):
    """Language, time zone and theme: those of the person, else of this browser, else of the instance."""

    def middleware(request):
        person = request.user if request.user.is_authenticated else None
        language = (
            person.language if person and person.language else request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        )
        language = (language or "").partition("-")[0]
        language = language if language in SPOKEN else settings.LANGUAGE_CODE
        zone = ZoneInfo(person.time_zone) if person else None
        request.LANGUAGE_CODE = language
        request.theme = person.theme if person else request.COOKIES.get(settings.THEME_COOKIE_NAME, "auto")
        with translation.override(language), timezone.override(zone):
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Cookie"])
        return response

    return middleware
