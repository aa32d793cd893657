"""One's own account: who one is, how one signs in, how one wants it.

What holds a password is posted by the browser itself, never kept in it; its mistakes are shown on the page again.
"""

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from projets.accounts import pictures
from projets.accounts.actions import users
from projets.accounts.factors.throttling import TooManyTries
from projets.accounts.models import User
from projets.usecase.errors import Invalid
from projets.web.door import actor_of, door, signed_in
from projets.web.wanting import back, see_other, wants_json
from projets.web.zones import offered

SAVED = {"identite", "portrait", "preferences", "adresse"}
ERRORS = ("email_email", "email_password")
BOXES = ("single_letters", "shows_presence", "subscribe_to_own_cards", "subscribe_to_card_when_commenting")


def saved(what):
    """The page again, with its word that it is done."""
    return lambda act: f"{reverse('profile')}?enregistre={what}#{what}"


@require_safe
@signed_in
def profile(request):
    return _page(request)


@door(users.edit_profile, then=saved("identite"))
def edit_profile(actor, form):
    return users.edit_profile(actor, _me(actor), form.get("name"), form.get("phone"), form.get("organization"))


@door(users.change_picture, then=saved("portrait"))
def change_picture(actor, form):
    if "remove" in form:
        return users.change_picture(actor, _me(actor), None)
    if "picture" not in form.files:
        raise Invalid(pictures.NONE_CHOSEN, "picture")
    return users.change_picture(actor, _me(actor), pictures.portrait(form.files["picture"]))


@door(users.edit_preferences, then=saved("preferences"))
def edit_preferences(actor, form):
    chosen = {name: form.get(name, "") for name in ("language", "time_zone", "theme")}
    return users.edit_preferences(actor, _me(actor), **chosen, **{name: name in form for name in BOXES})


@require_POST
@sensitive_post_parameters("password")
@signed_in
def change_email(request):
    email, password = request.POST.get("email"), request.POST.get("password")
    try:
        act = users.change_email(actor_of(request), _me(actor_of(request)), email, password)
    except (Invalid, TooManyTries) as error:
        return _page(request, errors={f"email_{error.field}": str(error)}, email=email)
    return see_other(saved("adresse")(act))


@require_POST
def choose_theme(request):
    return _choose(request, "theme", settings.THEME_COOKIE_NAME, set(User.Theme.values))


@require_POST
def choose_language(request):
    return _choose(request, "language", settings.LANGUAGE_COOKIE_NAME, set(dict(settings.LANGUAGES)))


@require_safe
@signed_in
def portrait(request, name):
    """Named by chance, and never another picture under the same name."""
    try:
        picture = default_storage.open(f"avatars/{name}.webp")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(
        picture, content_type="image/webp", headers={"Cache-Control": "private, max-age=31536000, immutable"}
    )


def _me(actor):
    return User.objects.get(pk=actor.user_id)


def _page(request, errors=None, email=None):
    person = request.user
    context = {
        "person": person,
        "email": person.email if email is None else email,
        "errors": dict.fromkeys(ERRORS, "") | (errors or {}),
        "saved": request.GET.get("enregistre") if request.GET.get("enregistre") in SAVED else None,
        "languages": settings.LANGUAGES,
        "zones": offered(),
        "has_password": person.has_usable_password(),
        "section": "profile",
    }
    return render(request, "pages/profile/profile.html", context, status=422 if errors else 200)


def _choose(request, name, cookie, offered_values):
    """For the person, who finds it again on every computer; for this browser when nobody is signed in."""
    value = request.POST.get(name)
    if value not in offered_values:
        raise Http404
    if request.user.is_authenticated:
        users.edit_preferences(actor_of(request), _me(actor_of(request)), **{name: value})
    response = JsonResponse({name: value}) if wants_json(request) else back(request)
    year = 365 * 24 * 3600
    response.set_cookie(cookie, value, max_age=year, samesite="Lax", httponly=True, secure=settings.HTTPS)
    return response
