"""Letters that a worker sends, so that how long an answer takes says nothing about who is a guest (E-24)."""

from django.utils import translation
from django_tasks import task

from projets.boards.sharing.queries import guest_called
from projets.notifications.mail.guests import has_mail, send_link
from projets.notifications.mail.sending import may_send
from projets.usecase.outgoing import QUEUE

LETTERS = 10  # to one guest, in an hour: whoever asks for others neither floods a mailbox nor learns of it


@task(queue_name=QUEUE)
def send_link_to_guest(email, key, language):
    """The key opens nothing but in the browser that asked for it, hence may wait here."""
    if has_mail() and guest_called(email) and may_send("guest-link", email, LETTERS):
        with translation.override(language):
            send_link(email, key)
