"""Passkeys at this door: for which address they are, and the challenge kept in the session until it is answered."""

from urllib.parse import urlsplit

from django.conf import settings

from projets.accounts.factors import passkeys

CHALLENGE = "passkey_challenge"


def site_of(request):
    host = request.get_host()
    ours = urlsplit(settings.BASE_URL)
    origin = settings.BASE_URL if host == ours.netloc else f"{request.scheme}://{host}"
    return passkeys.Site(urlsplit(origin).hostname, origin)


def challenge_to_register(request):
    asked, request.session[CHALLENGE] = passkeys.asked_to_register(site_of(request), request.user)
    return asked


def challenge_to_sign(request, user=None):
    asked, request.session[CHALLENGE] = passkeys.asked_to_sign(site_of(request), user)
    return asked


def key_registered(request, answered):
    return passkeys.registered(site_of(request), _challenge(request), answered)


def key_that_signed(request, answered, user=None):
    return passkeys.signed(site_of(request), _challenge(request), answered, user)


def _challenge(request):
    """It serves once."""
    challenge = request.session.pop(CHALLENGE, None)
    if challenge is None:
        raise passkeys.NotThatKey
    return challenge
