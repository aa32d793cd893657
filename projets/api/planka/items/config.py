from projets.api.planka.items import OF_THE_ROW, identity
from projets.api.planka.wordings import text


def config(server, updated_at=OF_THE_ROW):
    """The mail server; `smtpPassword` is null when there is none, and else nobody's business."""
    password = {} if server.has_password else {"smtpPassword": None}
    return identity(server, updated_at) | {
        "smtpHost": text(server.host),
        "smtpPort": server.port,
        "smtpName": text(server.name),
        "smtpSecure": server.is_secure,
        "smtpTlsRejectUnauthorized": server.is_verified,
        "smtpUser": text(server.user),
        **password,
        "smtpFrom": text(server.sender),
    }
