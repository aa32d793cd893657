"""An account of before and an identity that it does not know: one of them opens the other only by its mailbox.

What was verified waits in the session of the browser that asked, for the link in a letter (`web/mailed.py`).
"""

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from projets.accounts.factors.queries import has_second_factor
from projets.accounts.factors.throttling import TooManyTries
from projets.accounts.identities import provider
from projets.accounts.identities.actions.signing_in import has_typed_address, link_identity
from projets.accounts.identities.arriving import CLAIMED, place
from projets.accounts.identities.claims import Claims
from projets.accounts.identities.client import Vouched
from projets.accounts.identities.leaving import remember
from projets.accounts.models import User
from projets.notifications.mail.models import mail_server
from projets.notifications.mail.sending import may_send, send
from projets.usecase.errors import DomainError, Invalid
from projets.usecase.outgoing import Unreachable
from projets.web.mailed import MailedProof, new_key
from projets.web.pages.security.entering import enter, use_code
from projets.web.wanting import see_other

PROOF = MailedProof("openid_joining")


def offer(request, error, vouched, address):
    """Say that the account is there; with a mail server, offer to prove that it is theirs."""
    PROOF.wait(request, user=error.user.pk, claims=vouched.claims.kept, id_token=vouched.id_token, next=address)
    by_mail = bool(mail_server().host) and not has_typed_address(error.user)
    return _page(request, "known", 409, said=str(error), address=vouched.claims.email, by_mail=by_mail)


@never_cache
@require_POST
def ask(request):
    """Send the link to the account's address, which is that of the claims."""
    pending = _pending(request)
    user = User.objects.filter(pk=pending["user"], is_active=True).first()
    server = mail_server()
    if user is None or not server.host or user.email != pending["claims"]["email"]:
        raise Http404
    if not may_send("openid", user.pk):
        return _page(request, "known", 429, said=_("Too many links were asked for. Try again in an hour."))
    key = new_key()
    link = settings.BASE_URL + reverse("openid_join", args=[key])
    text = _(
        "Somebody who signed in with %(provider)s under your address asks to use your account on %(site)s.\n\n"
        "If it is you, open this link within ten minutes, in the browser where you asked for it:\n\n%(link)s\n\n"
        "If it is not you, do nothing: without this link nobody gets in."
    ) % {"provider": settings.OIDC_PROVIDER_LABEL, "site": settings.BASE_URL, "link": link}
    try:
        send(server, user.email, _("Confirm that this account is yours"), text)
    except (Unreachable, OSError, ValueError):
        return _page(request, "known", 503, said=_("The letter could not be sent. Try again later, or ask for help."))
    PROOF.expect(request, key)
    return _page(request, "sent", 200, address=user.email)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def join(request, token):
    """The link of the letter: a page that asks (mail programs open links by themselves), then the act."""
    pending = _pending(request, token)
    if pending is None:
        return _page(
            request, "known", 410, said=_("This link has served, is too old, or was made in another browser.")
        )
    claims = Claims.load(pending["claims"])
    user = User.objects.filter(pk=pending["user"], is_active=True).first()
    if user is None:
        raise Http404
    strong = has_second_factor(user)  # which a mailbox alone must not get around
    if request.method != "POST":
        return _page(request, "join", 200, address=claims.email, strong=strong)
    try:
        if strong:
            use_code(user, request.POST.get("code", ""))
    except (Invalid, TooManyTries) as error:
        status = 429 if isinstance(error, TooManyTries) else 422
        return _page(request, "join", status, said=str(error), address=claims.email, strong=True)
    PROOF.over(request)
    try:
        link_identity(CLAIMED, user, claims)
        place(user, claims)
    except DomainError as error:
        return _page(request, "known", 409, said=str(error))
    enter(request, User.objects.get(pk=user.pk), strong, method="openid")
    remember(request.session, Vouched(claims, pending["id_token"]))
    return see_other(pending["next"])


def _pending(request, token=None):
    """What this browser waits with; Http404 for a browser that waits with nothing, None for a wrong link."""
    if not provider.is_set():
        raise Http404
    if token is not None:
        return PROOF.opened_by(request, token)
    pending = PROOF.waiting(request)
    if pending is None:
        raise Http404
    return pending


def _page(request, step, status, said="", address="", by_mail=False, strong=False):
    context = {
        "strong": strong,
        "step": step,
        "said": said,
        "address": address,
        "by_mail": by_mail,
        "provider": settings.OIDC_PROVIDER_LABEL,
        "contact": settings.OIDC_CONTACT,
    }
    return render(request, "pages/openid/joining.html", context, status=status)
