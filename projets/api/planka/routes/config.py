"""What administrators set for the whole instance; here that is the mail server alone."""

import errno
import ssl

from projets.accounts.queries import instance
from projets.api.planka.calling import ADMINISTRATORS, get, patch, post
from projets.api.planka.items.config import ConfigItem
from projets.api.planka.items.config import config as item
from projets.api.planka.parameters import Flag, Number, Text
from projets.api.planka.refusals import unprocessable
from projets.notifications.mail import sending
from projets.notifications.mail.actions.servers import set_mail_server
from projets.notifications.mail.models import mail_server
from projets.usecase.outgoing import Unreachable

OURS = {
    "smtpHost": "host",
    "smtpPort": "port",
    "smtpName": "name",
    "smtpSecure": "is_secure",
    "smtpTlsRejectUnauthorized": "is_verified",
    "smtpUser": "user",
    "smtpPassword": "password",
    "smtpFrom": "sender",
}


@get("/config", who=ADMINISTRATORS, answers={"item": ConfigItem})
def show(call, given):
    """The mail server."""
    return {"item": item(mail_server())}


@patch(
    "/config",
    Text("smtpHost", null=True, most=256),
    Number("smtpPort", null=True, least=0, most=65535, whole=True),
    Text("smtpName", null=True, most=256),
    Flag("smtpSecure"),
    Flag("smtpTlsRejectUnauthorized"),
    Text("smtpUser", null=True, most=256),
    Text("smtpPassword", null=True, most=256),
    Text("smtpFrom", null=True, most=256),
    who=ADMINISTRATORS,
    answers={"item": ConfigItem},
)
def edit(call, given):
    """Sets the mail server."""
    set_mail_server(call.actor, instance(), **{OURS[name]: value for name, value in given.items()})
    return {"item": item(mail_server())}


@post("/config/test-smtp", who=ADMINISTRATORS, answers={"item": ConfigItem, "included": {"logs": list[str]}})
def try_mail(call, given):
    """A letter to who asks; how it went is told in lines, as Planka's client shows them."""
    server = mail_server()
    if not server.host:
        raise unprocessable("No mail server is set: give smtpHost first.")
    try:
        sending.send(server, call.user.email, "Test", "Projets sends mail by this server.")
        logs = ["✅ Email sent successfully!"]
    except (Unreachable, OSError, ValueError) as error:
        code, reason, hint = _said(error, server)
        logs = [
            "❌ Failed to send email.",
            "",
            f"⚠️ Error code: {code}",
            f"💬 Reason: {reason}",
            "",
            f"💡 Hint: {hint}",
        ]
    return {"item": item(server), "included": {"logs": ["📧 Sending test email...", *logs]}}


def _said(error, server):
    """In the words that clients show for it."""
    if isinstance(error, ConnectionRefusedError) or getattr(error, "errno", None) == errno.ECONNREFUSED:
        return "ESOCKET", f"connect ECONNREFUSED {server.host}:{server.port}", "Check your host and port settings."
    if isinstance(error, Unreachable | TimeoutError):
        return "ECONNECTION", error, "Check your host and port settings."
    if isinstance(error, ssl.SSLError):
        return "ETLS", error, "Check whether this port speaks TLS, and the certificate of the server."
    return "EMESSAGE", error, "Check the user name, the password and the sender's address."
