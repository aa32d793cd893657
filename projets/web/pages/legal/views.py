"""The pages that the law wants everybody to find (B-02, B-25, E-02, E-03, E-12, E-29).

They are about duties under French law and are written in French, whatever the language of the reader.
"""

from datetime import date, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from projets.accounts.legal import fields
from projets.accounts.legal.retention import kinds
from projets.accounts.legal.shown import shown
from projets.web.pages.administration.views import PAGES

GOOD_FOR = timedelta(days=180)  # how long a security.txt says that it holds


@require_safe
def notice(request):
    return _page(request, "notice")


@require_safe
def privacy(request):
    return _page(request, "privacy", cookies=_cookies(), kinds=kinds())


@require_safe
def terms(request):
    return _page(request, "terms")


@require_safe
def cookies(request):
    return _page(request, "cookies", cookies=_cookies())


@require_safe
def accessibility(request):
    said = shown()
    audited_on = said.texts.get("audited_on")
    context = {
        "state": said.conformity,
        "audited": said.conformity != fields.NOT or bool(audited_on and said.texts.get("rate")),
        "is_past": bool(audited_on) and fields.is_past(audited_on, timezone.localdate()),
        "address": settings.BASE_URL,
        "contact": said.texts.get("accessibility_contact") or said.texts.get("contact"),
    }
    return _page(request, "accessibility", **context)


@require_safe
def site_map(request):
    return _page(request, "site_map", administration=PAGES)


@require_safe
def security_txt(request):
    """RFC 9116: whom to tell of a vulnerability, and until when this may be believed."""
    said = shown().texts
    contact = said.get("security_contact") or said.get("contact")
    lines = [
        ("Contact", f"mailto:{contact}" if contact else settings.BASE_URL + reverse("legal_notice")),
        ("Expires", f"{timezone.now() + GOOD_FOR:%Y-%m-%dT00:00:00Z}"),
        ("Encryption", said.get("security_key")),
        ("Preferred-Languages", "fr, en"),
        ("Canonical", settings.BASE_URL + reverse("security_txt")),
        ("Policy", said.get("security_policy") or settings.BASE_URL + reverse("legal_notice") + "#securite"),
    ]
    body = "".join(f"{name}: {value}\n" for name, value in lines if value)
    return HttpResponse(body, "text/plain; charset=utf-8", headers={"Cache-Control": "max-age=3600"})


def _page(request, name, **context):
    texts = shown().texts
    said = {field: texts.get(field, "") for field in fields.FIELDS}
    for field in fields.FIELDS.values():
        if field.kind == "date" and said[field.name]:
            said[field.name] = date.fromisoformat(said[field.name])
    links = {name: _is_address(said[name]) for name in ("scheme", "action_plan")}
    return render(request, f"pages/legal/{name}.html", {"said": said, "is_link": links} | context)


def _is_address(text):
    return text.startswith("https://") and len(text.split()) == 1 and bool(urlsplit(text).hostname)


def _cookies():
    """What this site keeps in a browser, why, and how long; nothing of anybody else (E-12)."""
    year, fortnight = "1 an", f"{settings.SESSION_COOKIE_AGE // 86400} jours"
    return [
        (settings.SESSION_COOKIE_NAME, "Session : vous garde connecté", fortnight),
        (settings.CSRF_COOKIE_NAME, "Sécurité : empêche un autre site d’agir en votre nom", year),
        (settings.LANGUAGE_COOKIE_NAME, "Préférence : langue choisie avant la connexion", year),
        (settings.THEME_COOKIE_NAME, "Préférence : thème choisi avant la connexion", year),
        ("httpOnlyToken", "Session d’un autre logiciel client, seulement s’il la demande", year),
    ]
