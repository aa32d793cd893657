"""How guests come in: by the letter that invites them, then each time by a link that is mailed to them."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from projets.accounts.factors.throttling import Limit, TooManyTries, Try
from projets.accounts.models import User
from projets.accounts.sign_in import LONGEST_FOR_A_NAME, network_of
from projets.boards.sharing.actions.guests import accept_invitation
from projets.boards.sharing.queries import guest_called, invitation_behind
from projets.boards.sharing.secrets import LONGEST, digest_of
from projets.boards.sharing.ways import longest
from projets.notifications.mail.guests import has_mail
from projets.usecase.actor import Actor
from projets.usecase.errors import DomainError
from projets.web.mailed import MailedProof, new_key
from projets.web.pages.guests.jobs import send_link_to_guest
from projets.web.pages.security.entering import go_on
from projets.web.wanting import safe

PROOF = MailedProof("guest_sign_in")
SYSTEM = Actor(None, "system")  # the letter is the proof; who has it has no account yet
ASKS_OF_AN_ADDRESS, ASKS_FOR_A_MAILBOX = 30, 5


def _by_letter(view):
    """The address is a key: no other site is told it, and nobody keeps it."""

    def answer(request, **named):
        response = view(request, **named)
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return answer


@never_cache
@sensitive_variables("secret")
@require_http_methods(["GET", "HEAD", "POST"])
@_by_letter
def invitation(request, secret):
    """A page that asks first: mail programs open links by themselves."""
    guest = invitation_behind(digest_of(secret)) if len(secret) <= LONGEST else None
    if guest is None:
        return _page(request, "invitation", 404, guest=None)
    known = User.objects.filter(email=guest.email, is_guest=True).first()
    if request.method != "POST":
        return _page(request, "invitation", 200, guest=guest, known=known)
    name = request.POST.get("name", "")
    try:
        accept_invitation(SYSTEM, guest, name)
    except DomainError as error:
        return _page(request, "invitation", 422, guest=guest, known=known, said=str(error), typed=name)
    user = User.objects.get(email=guest.email)
    return go_on(request, user, reverse("board", args=[guest.board_id]), "letter")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request):
    """The answer is the same whoever asks, for whatever address."""
    if not longest("guests") or not has_mail():
        raise Http404
    if request.method != "POST":
        return _page(request, "ask", 200)
    email = request.POST.get("email", "").strip().lower()[:256]
    try:
        _count(email, request.META.get("REMOTE_ADDR", ""))
    except TooManyTries as error:
        return _page(request, "ask", 429, said=str(error), typed=email)
    key = new_key()
    PROOF.wait(request, email=email, next=safe(request, request.POST.get("next")))
    PROOF.expect(request, key)
    send_link_to_guest.enqueue(email, key, get_language())
    return _page(request, "sent", 200, typed=email)


@never_cache
@sensitive_variables("key")
@require_http_methods(["GET", "HEAD", "POST"])
@_by_letter
def come_in(request, key):
    waiting = PROOF.opened_by(request, key)
    if waiting is None:
        return _page(request, "late", 404)
    if request.method != "POST":
        return _page(request, "open", 200, typed=waiting["email"])
    PROOF.over(request)
    user = guest_called(waiting["email"])
    if user is None:  # since the letter was sent
        return _page(request, "late", 404)
    return go_on(request, user, waiting["next"], "letter")


def _count(email, address):
    """Each asking counts as a failure: coming in by the letter proves nothing about who asked for others."""
    Try(
        Limit(f"guest:from:{network_of(address)}", ASKS_OF_AN_ADDRESS),
        Limit(f"guest:as:{digest_of(email)}", ASKS_FOR_A_MAILBOX, LONGEST_FOR_A_NAME),
    )


def _page(request, step, status, **context):
    shown = {"step": step, "guest": None, "known": None, "said": "", "typed": ""} | context
    return render(request, "pages/guests/guests.html", shown, status=status)
