"""Signing in by the API: tokens that clients keep, of which only digests are known here."""

from django.utils import timezone

from projets.accounts import events
from projets.accounts.actions.saving import save
from projets.accounts.models import ApiSession
from projets.usecase.action import action
from projets.usecase.errors import NotFound


@action("user")
def open_api_session(actor, user, digest, expires_at, cookie_digest="", is_pending=False):
    """Let whoever shows the token of this digest act for `user`; `is_pending`: only accept the terms."""
    ApiSession.objects.filter(user=user, expires_at__lt=timezone.now()).delete()
    ApiSession.objects.create(
        user=user, digest=digest, cookie_digest=cookie_digest, is_pending=is_pending, expires_at=expires_at
    )


@action("user")
def close_api_session(actor, user, digest):
    """The token of this digest opens nothing any more; NotFound when it did not."""
    gone, _by_model = ApiSession.objects.filter(user=user, digest=digest).delete()
    if not gone:
        raise NotFound


@action("user")
def accept_terms(actor, user, signature, pending_digest, language=""):
    """The person has read the terms with this signature; the pending token has served."""
    save(user, events.TermsAccepted, {"terms_signature": signature, "language": user.language or language})
    ApiSession.objects.filter(user=user, digest=pending_digest).delete()
