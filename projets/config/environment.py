"""Every setting that an operator may give, by name: nothing else in Projets reads the environment.

`docs/operate.md` has the same table and a test compares the two.
"""

import os
from dataclasses import dataclass
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ImproperlyConfigured

PREFIX = "PROJETS_"


class Misconfigured(ImproperlyConfigured):
    """A setting that Projets cannot start with: which one, what is wrong, what to do. One line, no traceback."""

    def __init__(self, name, wrong, remedy):
        super().__init__(f"{name}: {wrong}. {remedy}.")


@dataclass(frozen=True)
class Setting:
    name: str
    default: str  # as an operator would write it; "" is unset
    meaning: str
    secret: bool = False  # secrets come from the environment alone: a command line is seen by every user of a machine

    @property
    def option(self):
        return "--" + self.name.removeprefix(PREFIX).lower().replace("_", "-")


_PROCONNECT = "openid given_name usual_name email uid siret idp_id organization_label roles"
_ALL = [
    Setting("PROJETS_DATA_DIR", "./data", "directory of the database, the files and the generated secret key"),
    Setting("PROJETS_DATABASE_URL", "", "postgresql://… or the path of an SQLite file"),
    Setting("PROJETS_STORAGE_URL", "", "s3://key:secret@host/bucket?region=…: attachments go there"),
    Setting("PROJETS_BASE_URL", "", "the address people type, without a path"),
    Setting("PROJETS_ALLOWED_ORIGINS", "", "origins of other web clients that may use the API, with spaces between"),
    Setting("PROJETS_URL", "", "the instance that `projets card` and the like ask"),
    Setting("PROJETS_TOKEN", "", "the token that they ask it with", secret=True),
    Setting("PROJETS_AS", "", "address or user name of the person they act as, on the machine itself"),
    Setting("PROJETS_HOST", "127.0.0.1", "address to listen on"),
    Setting("PORT", "8000", "port to listen on"),
    Setting("PROJETS_SECRET_KEY", "", "at least 32 characters, the same on every machine", secret=True),
    Setting("PROJETS_DEMO", "1", "1: demonstration on a loopback address, 0: none, public: anywhere"),
    Setting("PROJETS_ADMIN_EMAIL", "", "address of an administrator to make at start"),
    Setting("PROJETS_ADMIN_PASSWORD", "", "the password of that administrator", secret=True),
    Setting("PROJETS_ADMIN_NAME", "", "the name of that administrator"),
    Setting("PROJETS_ADMIN_USERNAME", "", "the user name of that administrator"),
    Setting("PROJETS_LOCAL_SIGN_IN", "", "on or off: sign in by password; off once an identity provider is connected"),
    Setting(
        "PROJETS_ADMIN_SECOND_FACTOR", "", "on or off: administrators need a second factor; on at an https address"
    ),
    Setting("PROJETS_TERMS_DIR", "", "directory of the terms of use, one Markdown file per language: fr-FR.md"),
    Setting("PROJETS_REVIEW_MONTHS", "6", "months between two confirmations of who is on the boards, 0: never asked"),
    Setting("PROJETS_LINK_MAX_DAYS", "365", "days that a read-only link to a board lasts at most, 0: no links"),
    Setting("PROJETS_GUEST_MAX_DAYS", "365", "days that a guest's access to a board lasts at most, 0: no guests"),
    Setting("PROJETS_AUDIT_MONTHS", "12", "months that the audit trail is kept"),
    Setting("PROJETS_NOTIFICATION_MONTHS", "6", "months that notifications are kept"),
    Setting("PROJETS_WEBHOOK_DAYS", "14", "days that the journal of webhooks is kept"),
    Setting("PROJETS_ARCHIVED_MONTHS", "24", "months after which archived projects are signalled, 0: never"),
    Setting("PROJETS_INACTIVE_MONTHS", "24", "months after which an account that nobody uses is closed, 0: never"),
    Setting("PROJETS_DEPARTURE_BY_CLAIM", "0", "1: who is no longer admitted by their provider's claims has left"),
    Setting("PROJETS_PSEUDONYM_DAYS", "30", "days after a departure until the person's name is erased"),
    Setting("PROJETS_BACKUP_NIGHTLY", "0", "1: a backup every night, in the data directory"),
    Setting("PROJETS_BACKUP_KEEP_DAYS", "30", "days that backups stay in the data directory"),
    Setting("PROJETS_THEME", "neutral", "neutral, or etat: the DSFR, for the services of the State alone"),
    Setting("PROJETS_STATE_BRAND", "République/Française", "the lines under Marianne, parted by /, in the theme etat"),
    Setting("PROJETS_TIME_ZONE", "Europe/Paris", "time zone of dates that belong to nobody"),
    Setting("PROJETS_TRUSTED_PROXIES", "", "addresses of proxies whose X-Forwarded-For and -Proto are believed"),
    Setting("PROJETS_RATE_LIMITS", "6000,120", "requests a minute: of a token, of an address without; off: none"),
    Setting("PROJETS_EXPORTS_PER_HOUR", "20", "exports that one person takes out in an hour, 0: no limit"),
    Setting("PROJETS_REQUEST_THREADS", "4", "writes answered at once, and half as many reads"),
    Setting("PROJETS_LARGEST_BODY_MB", "256", "largest request, in megabytes"),
    Setting("PROJETS_UPLOAD_MAX_MB", "50", "largest attachment, in megabytes"),
    Setting(
        "PROJETS_ANTIVIRUS", "", "ClamAV's daemon, which sees each upload: clamd:/path/of/socket or clamd:host:3310"
    ),
    Setting("PROJETS_LOG_FORMAT", "text", "text, or json: one JSON object a line"),
    Setting("PROJETS_SECURITY_LOG", "", "security log: off, stderr, stdout, a file, or syslog:host:port"),
    Setting("PROJETS_OUTGOING_PRIVATE", "refuse", "refuse or allow webhooks and the like towards private addresses"),
    Setting("OIDC_OP_URL", "", "address of the OpenID provider; demo: one of invented people, on this machine"),
    Setting("OIDC_PROVIDER_LABEL", "ProConnect", "the provider's name, on the button"),
    Setting("OIDC_RP_CLIENT_ID", "", "our identifier at the provider"),
    Setting("OIDC_RP_CLIENT_SECRET", "", "our secret at the provider", secret=True),
    Setting("OIDC_RP_SCOPES", _PROCONNECT, "what is asked about people"),
    Setting("OIDC_RP_SIGN_ALGO", "RS256", "how the provider signs: RS256, ES256 or HS256"),
    Setting("OIDC_OP_USER_ENDPOINT_FORMAT", "AUTO", "JWT: signed claims about people only; JSON; AUTO: both"),
    Setting("OIDC_USE_PKCE", "0", "1: PKCE (S256)"),
    Setting("OIDC_ACR_VALUES", "", "levels of authentication that are enough; unset: all"),
    Setting("OIDC_ASK_AMR", "1", "1: ask how people have signed in"),
    Setting("OIDC_REQUIRED_CLAIMS", "email siret", "claims without which nobody comes in"),
    Setting("OIDC_ALLOWED_ROLES", "", "roles of which one is needed; unset: none is"),
    Setting("OIDC_ALLOWED_SIRETS", "", "SIRET numbers of organisations that come in; unset: all"),
    Setting("OIDC_ALLOWED_EMAIL_DOMAINS", "", "domains of e-mail addresses that come in; unset: all"),
    Setting("OIDC_ALLOWED_IDP_IDS", "", "identity providers behind the provider that come in; unset: all"),
    Setting("OIDC_ALLOWED_PEOPLE", "", "addresses that come in whatever the four settings before say"),
    Setting("OIDC_DEFAULT_ROLE", "project_owner", "role of people who come for the first time"),
    Setting("OIDC_CONTACT", "", "an address or a page for people who are refused"),
]
SETTINGS = {setting.name: setting for setting in _ALL}
LOOPBACK_NAMES = {"localhost"}
SHORTEST_SECRET = 32


def read(name):
    """What the operator gave, or the default; an empty variable is an unset one."""
    return os.environ.get(name, "").strip() or SETTINGS[name].default


def data_dir():
    return Path(read("PROJETS_DATA_DIR")).expanduser().absolute()


def terms_dir():
    """None for no terms; what is there is read each time, so that it can be changed without a restart."""
    given = read("PROJETS_TERMS_DIR")
    if not given:
        return None
    folder = Path(given).expanduser().absolute()
    if not any(folder.glob("*.md")):
        raise Misconfigured("PROJETS_TERMS_DIR", f"no Markdown file in « {given} »", "Put a fr-FR.md there")
    return folder


def whole_number(name, low, high):
    given = read(name)
    if not given.isascii() or not given.isdigit() or not low <= int(given) <= high:
        raise Misconfigured(name, f"« {given} » is not a whole number from {low} to {high}", "Give one")
    return int(given)


def base_url():
    """The address people type, without its last slash."""
    given = read("PROJETS_BASE_URL") or f"http://127.0.0.1:{whole_number('PORT', 1, 65535)}"
    return _address("PROJETS_BASE_URL", given, "Give a scheme and a host, like https://projets.example.gouv.fr")


def allowed_origins():
    """Our own pages, and those from elsewhere that may use the API."""
    remedy = "Give schemes and hosts, like https://planka.example.gouv.fr, with spaces between"
    given = read("PROJETS_ALLOWED_ORIGINS").split()
    return frozenset({base_url(), *(_address("PROJETS_ALLOWED_ORIGINS", one, remedy) for one in given)})


def _address(name, given, remedy):
    try:
        parts = urlsplit(given)
        host = parts.hostname
        _ = parts.port  # raises when it is none
    except ValueError as error:
        raise Misconfigured(name, f"« {given} » is no address ({error})", remedy) from None
    if parts.scheme not in ("http", "https") or not host or parts.username is not None:
        raise Misconfigured(name, f"« {given} » is no web address", remedy)
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise Misconfigured(name, f"« {given} » has something after the host", remedy)
    return f"{parts.scheme}://{parts.netloc}"


def host_of(url):
    """As a browser names it in `Host:`, without the port."""
    host = urlsplit(url).hostname
    return f"[{host}]" if ":" in host else host


def is_loopback(host):
    if host in LOOPBACK_NAMES:
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def demonstration():
    """none · local · public. Local shows itself only while both addresses are those of this machine."""
    given = read("PROJETS_DEMO")
    modes = {"0": "none", "1": "local", "public": "public"}
    if given not in modes:
        raise Misconfigured("PROJETS_DEMO", f"« {given} » is not known", "Give 0, 1 or public")
    here = is_loopback(read("PROJETS_HOST")) and is_loopback(host_of(base_url()))
    return "none" if given == "1" and not here else modes[given]


def local_sign_in():
    """Whether passwords open: unless said, while no identity provider (OpenID Connect) is connected (A-20)."""
    return _on_or_off("PROJETS_LOCAL_SIGN_IN", otherwise=not read("OIDC_RP_CLIENT_ID"))


def admin_second_factor():
    """Whether administrators need a second factor: unless said, where others than this machine come in (E-23)."""
    return _on_or_off("PROJETS_ADMIN_SECOND_FACTOR", otherwise=is_public())


def is_public():
    """Whether others than this machine come in, over TLS."""
    url = base_url()
    return url.startswith("https:") and not is_loopback(host_of(url))


def _on_or_off(name, otherwise):
    given = read(name)
    if given not in ("", "on", "off"):
        raise Misconfigured(name, f"« {given} » is not known", "Give on or off")
    return given == "on" if given else otherwise


def outgoing_private():
    """Whether an address typed by somebody may be one of this machine or its network."""
    given = read("PROJETS_OUTGOING_PRIVATE")
    if given not in ("refuse", "allow"):
        raise Misconfigured("PROJETS_OUTGOING_PRIVATE", f"« {given} » is not known", "Give refuse or allow")
    return given == "allow"


def time_zone():
    given = read("PROJETS_TIME_ZONE")
    if given not in available_timezones():
        raise Misconfigured("PROJETS_TIME_ZONE", f"« {given} » is no time zone", "Give one like Europe/Paris")
    return ZoneInfo(given).key


def one_of(name, *known):
    given = read(name)
    if given not in known:
        raise Misconfigured(name, f"« {given} » is not known", f"Give {' or '.join(known)}")
    return given


def theme():
    """neutral, or etat: with the DSFR, which comes by the extra of that name (C-03, C-04)."""
    given = one_of("PROJETS_THEME", "neutral", "etat")
    if given == "etat" and find_spec("dsfr") is None:
        remedy = "Install it by pip install 'projets[etat]', in the source tree by make etat; or give neutral"
        raise Misconfigured("PROJETS_THEME", "« etat » needs django-dsfr, which is not installed", remedy)
    return given


def state_brand():
    """The lines under Marianne: « Ministère/de l’intérieur »."""
    given = read("PROJETS_STATE_BRAND")
    lines = [line.strip() for line in given.split("/")]
    if not all(lines) or len(lines) > 5:
        raise Misconfigured("PROJETS_STATE_BRAND", f"« {given} » is no lines", "Give one to five, with / between")
    return lines


def log_format():
    given = read("PROJETS_LOG_FORMAT")
    if given not in ("text", "json"):
        raise Misconfigured("PROJETS_LOG_FORMAT", f"« {given} » is not known", "Give text or json")
    return given


def security_log():
    """The handler that writes it, as the logging of Python configures one; None when there is none.

    Served to others, by https, an instance has one on stderr even when nobody asked.
    """
    given = read("PROJETS_SECURITY_LOG") or ("stderr" if base_url().startswith("https:") else "off")
    if given == "off":
        return None
    if given in ("stderr", "stdout"):
        return {"class": "logging.StreamHandler", "stream": f"ext://sys.{given}"}
    if given.startswith("syslog:"):
        return {
            "class": "logging.handlers.SysLogHandler",
            "address": _socket("PROJETS_SECURITY_LOG", given, "syslog", "syslog:host:514"),
            "facility": "auth",
        }
    path = Path(given).expanduser().absolute()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600))
    except OSError as error:
        wrong = f"cannot write to {path} ({error.strerror})"
        raise Misconfigured("PROJETS_SECURITY_LOG", wrong, "Give a file that this user may append to") from None
    return {"class": "logging.handlers.WatchedFileHandler", "filename": str(path), "encoding": "utf-8"}


def antivirus():
    """The socket of ClamAV's daemon: a path, or (host, port); None for none."""
    given = read("PROJETS_ANTIVIRUS")
    return (
        _socket("PROJETS_ANTIVIRUS", given, "clamd", "clamd:/run/clamav/clamd.ctl or clamd:host:3310")
        if given
        else None
    )


def _socket(name, given, kind, examples):
    """A socket of this machine, or the host and port of another one."""
    prefix, _colon, where = given.partition(":")
    if prefix == kind and where.startswith("/"):
        return where
    host, _colon, port = where.rpartition(":")
    if prefix != kind or not host or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise Misconfigured(name, f"« {given} » is no address", f"Give it as {examples}")
    return (host.strip("[]"), int(port))


def rate_limits():
    """{"token": requests a minute of one, "address": of one without a token}; nothing when they are off."""
    given = read("PROJETS_RATE_LIMITS")
    if given == "off":
        return {}
    numbers = [one.strip() for one in given.split(",")]
    if len(numbers) != 2 or not all(one.isascii() and one.isdigit() and 0 < int(one) < 10**9 for one in numbers):
        raise Misconfigured("PROJETS_RATE_LIMITS", f"« {given} » is not two numbers", "Give them as 6000,120, or off")
    return {"token": int(numbers[0]), "address": int(numbers[1])}
