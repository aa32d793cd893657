from typing import NotRequired

from projets.api.planka.items import OF_THE_ROW, Item, identity
from projets.api.planka.wordings import text


class ConfigItem(Item):
    smtpHost: str | None
    smtpPort: int | None
    smtpName: str | None
    smtpSecure: bool
    smtpTlsRejectUnauthorized: bool
    smtpUser: str | None
    smtpPassword: NotRequired[None]  # not there when there is one
    smtpFrom: str | None


def config(server, updated_at=OF_THE_ROW) -> ConfigItem:
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
