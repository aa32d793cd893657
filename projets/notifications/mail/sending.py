"""A letter through the mail server, over the guarded way out: its address is one that somebody typed."""

import smtplib
import ssl
from email.message import EmailMessage
from hashlib import sha256
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache

from projets.usecase import outgoing

WAIT = 5  # seconds for each thing that the server is told
SECURE_PORT, PLAIN_PORT = 465, 587
MOST = 5  # letters of a purpose, in an hour


class _Line(smtplib.SMTP):
    """With a `context`, in TLS from the first byte."""

    def __init__(self, server, context):
        self.context = context
        port = server.port or (SECURE_PORT if context else PLAIN_PORT)
        greeting = server.name or urlsplit(settings.BASE_URL).hostname
        super().__init__(server.host, port, greeting, WAIT)

    def _get_socket(self, host, port, timeout):
        line = outgoing.connect(host, port, timeout)
        line.settimeout(timeout)
        return self.context.wrap_socket(line, server_hostname=host) if self.context else line


def may_send(purpose, whose, most=MOST):
    """Counts one letter more, to a mailbox or of a sender; False once there were too many in an hour (E-24)."""
    key = f"letters:{purpose}:{sha256(str(whose).encode(errors='replace')).hexdigest()}"
    cache.add(key, 0, 3600)
    return cache.incr(key) <= most


def send(server, to, subject, text):
    """Raises Unreachable, OSError (TLS and SMTP errors are such), or ValueError for what cannot stand in a header."""
    letter = EmailMessage()
    letter["From"] = server.sender or f"projets@{server.host}"
    letter["To"], letter["Subject"] = to, subject
    letter.set_content(text)
    context = ssl.create_default_context()
    if not server.is_verified:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with _Line(server, context if server.is_secure else None) as line:
        line.ehlo_or_helo_if_needed()
        if not server.is_secure and line.has_extn("starttls"):
            line.starttls(context=context)
        if server.user:
            line.login(server.user, server.password)
        line.send_message(letter)
