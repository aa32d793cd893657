"""Web clients from elsewhere: those of the operator's allowed origins may use the API and its files over HTTP too."""

from django.conf import settings
from django.http import HttpResponse
from django.utils.cache import patch_vary_headers

OPEN = ("/api/", "/attachments/", "/user-avatars/", "/background-images/", "/favicons/")
METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE"
HEADERS = (
    "Accept, Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Last-Event-ID, Range, X-Api-Key, "
    "X-Requested-With"
)
SHOWN = "X-Exit, Content-Disposition, ETag, Projets-Act, RateLimit, RateLimit-Policy, Retry-After"
KEPT = 600  # seconds that a browser remembers what it may ask


def allowed_origins(get_response):
    """Answers what browsers ask before a request from elsewhere, and says which pages may read an answer."""

    def middleware(request):
        if not request.path_info.startswith(OPEN) or {settings.BASE_URL} == settings.ALLOWED_ORIGINS:
            return get_response(request)
        origin = request.headers.get("Origin")
        allowed = origin in settings.ALLOWED_ORIGINS
        if allowed and request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
            response = HttpResponse(status=204)
            response.headers["Access-Control-Allow-Methods"] = METHODS
            response.headers["Access-Control-Allow-Headers"] = HEADERS
            response.headers["Access-Control-Max-Age"] = str(KEPT)
        else:
            response = get_response(request)
        patch_vary_headers(response, ["Origin"])
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # pictures in their pages
        if allowed:
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Allow-Credentials"] = "true"
            response.headers["Access-Control-Expose-Headers"] = SHOWN
        return response

    return middleware
