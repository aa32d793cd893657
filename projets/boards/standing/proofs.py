"""What proves that the instance is safe (E-29b): each line is read from what runs when asked, none is typed."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import distributions

from django.conf import settings
from django.db.models import Count
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projets.accounts.audit import chain
from projets.accounts.audit.models import Entry
from projets.accounts.factors import throttling
from projets.accounts.factors.models import Authenticator, OpenSession, Passkey
from projets.accounts.legal.shown import shown
from projets.accounts.models import User
from projets.boards.models import Board
from projets.boards.reviews.models import AccessReview
from projets.boards.sharing.queries import all_guests, all_links
from projets.boards.standing.state import checks, versions
from projets.config import environment
from projets.usecase import standing

FRESH_BACKUP = timedelta(days=2)


@dataclass(frozen=True)
class Proof:
    """`holds` is None for what only informs."""

    what: str
    found: str
    holds: bool | None = None
    source: str = ""  # the requirement that it answers


def sections(verify):
    """[(title, [Proof])]; `verify`: the whole audit trail is read again, which takes a while."""
    return [
        (_("The service"), _service()),
        (_("Between the browser and the service"), _transport()),
        (_("Signing in"), _signing_in()),
        (_("Accounts and access"), _accounts()),
        (_("Data that come in and go out"), _data()),
        (_("Traces"), _traces(verify)),
        (_("Continuity"), _continuity()),
    ]


def components():
    """[(library, version)] of all that is installed beside Projets, by name."""
    return sorted({(one.metadata["Name"], one.version) for one in distributions()}, key=lambda one: one[0].lower())


def _service():
    texts = shown().texts
    unsaid = _("Not filled in")
    named = [
        (_("Publisher"), "publisher"),
        (_("Host"), "host"),
        (_("Where the data lie, and the qualification of the hosting"), "hosting"),
        (_("Controller"), "controller"),
        (_("Address of the data protection officer"), "dpo"),
    ]
    contact = texts.get("security_contact") or texts.get("contact")
    return [
        Proof(_("Address"), settings.BASE_URL),
        *(Proof(title, texts.get(name) or unsaid, name in texts, "E-02, E-29c") for title, name in named),
        Proof(_("Whom to tell of a vulnerability"), contact or unsaid, bool(contact), "E-29"),
        Proof(_("Versions"), ", ".join(f"{name} {number}" for name, number in versions())),
    ]


def _transport():
    headers = settings.SECURITY_HEADERS
    hsts = headers.get("Strict-Transport-Security", _("None: the address is not https"))
    return [
        Proof(_("TLS only"), settings.BASE_URL.partition(":")[0], settings.HTTPS, "E-20"),
        Proof("Strict-Transport-Security", hsts, settings.HTTPS, "E-20"),
        Proof("Content-Security-Policy", standing.readings["content security policy"](), True, "E-21"),
        *(Proof(name, value, True, "E-21") for name, value in headers.items() if name != "Strict-Transport-Security"),
        Proof(
            _("Session cookie"),
            f"{settings.SESSION_COOKIE_NAME}; HttpOnly; SameSite={settings.SESSION_COOKIE_SAMESITE}"
            + ("; Secure" if settings.SESSION_COOKIE_SECURE else ""),
            settings.SESSION_COOKIE_SECURE,
            "E-22",
        ),
    ]


def _signing_in():
    provider = settings.OIDC_OP_URL
    hasher = settings.PASSWORD_HASHERS[0].rpartition(".")[2].removesuffix("PasswordHasher")
    return [
        Proof(
            _("Identity provider"),
            f"{settings.OIDC_PROVIDER_LABEL} · {provider}" if provider else _("None"),
            None,
            "A-01",
        ),
        Proof(_("Levels asked of it"), " ".join(settings.OIDC_ACR_VALUES) or _("Any"), None, "A-07"),
        Proof(
            _("Signing in by password"),
            _("On") if settings.LOCAL_SIGN_IN else _("Off, but for a sealed secret"),
            None,
            "A-20",
        ),
        Proof(_("How passwords are kept"), hasher, hasher == "Argon2", "E-23"),
        Proof(
            _("Second factor of administrators"),
            _("Compulsory") if settings.ADMIN_SECOND_FACTOR else _("Not compulsory"),
            settings.ADMIN_SECOND_FACTOR,
            "E-23",
        ),
        Proof(
            _("After failures"),
            _("Waits from %(first)s to %(longest)s minutes, by account and by address")
            % {"first": throttling.FIRST.seconds // 60, "longest": throttling.LONGEST.seconds // 60},
            True,
            "E-24",
        ),
        Proof(_("Requests a minute"), _rate_limits(), bool(settings.RATE_LIMITS), "E-24"),
        Proof(
            _("Exports an hour"),
            _("%(most)s of one person") % {"most": settings.EXPORTS_PER_HOUR}
            if settings.EXPORTS_PER_HOUR
            else _("No limit"),
            bool(settings.EXPORTS_PER_HOUR),
            "E-24",
        ),
    ]


def _rate_limits():
    limits = settings.RATE_LIMITS
    if not limits:
        return _("No limit")
    return _("%(token)s of a token, %(address)s of an address without one") % limits


def _accounts():
    active = User.objects.filter(is_active=True)
    roles = dict(active.order_by().values_list("role").annotate(count=Count("pk")))
    administrators = active.filter(role=User.Role.ADMINISTRATOR).order_by("name")
    bare = administrators.filter(is_sso_user=False)
    bare = bare.exclude(pk__in=Authenticator.objects.values("user")).exclude(pk__in=Passkey.objects.values("user"))
    waiting = AccessReview.objects.filter(answered_at=None, project__binned_at=None).count()
    return [
        Proof(_("Active accounts"), str(sum(roles.values()))),
        Proof(_("Administrators"), ", ".join(one.name for one in administrators) or _("None"), bool(administrators)),
        Proof(
            _("Administrators without a second factor"),
            ", ".join(one.name for one in bare) or _("None"),
            not bare,
            "E-23",
        ),
        Proof(_("Open sessions"), str(OpenSession.objects.count())),
        Proof(
            _("Access reviews"),
            _reviews(waiting),
            bool(settings.REVIEW_MONTHS) and not waiting,
        ),
        Proof(_("Boards by marking"), _markings() or _("None")),
        Proof(_("Read-only links that open"), str(len(all_links()))),
        Proof(_("Guests"), str(len(all_guests()))),
        Proof(
            _("Accounts that nobody uses"),
            _("Closed after %(months)s months, the name erased %(days)s days later")
            % {"months": settings.INACTIVE_MONTHS, "days": settings.PSEUDONYM_DAYS},
            None,
            "E-06",
        ),
    ]


def _reviews(waiting):
    if not settings.REVIEW_MONTHS:
        return _("Never asked")
    if not waiting:
        return _("None waits for its answer")
    return ngettext("%(n)s waits for its answer", "%(n)s wait for their answer", waiting) % {"n": waiting}


def _markings():
    counts = Board.objects.filter(binned_at=None).order_by().values_list("marking").annotate(count=Count("pk"))
    names = dict(Board._meta.get_field("marking").choices)
    return ", ".join(f"{names[marking]} {count}" for marking, count in counts)


def _data():
    ((_title, held, said),) = checks({"antivirus"})
    return [
        Proof(
            _("Files that people send"),
            _("%(most)s MB at most, recognised by their content, served so that nothing in them runs")
            % {"most": settings.UPLOAD_LIMIT // 1024 // 1024},
            True,
            "E-26",
        ),
        Proof(_("Antivirus"), said, held and settings.ANTIVIRUS is not None, "E-26"),
        Proof(
            _("Requests towards addresses that people typed"),
            _("Private addresses allowed") if settings.OUTGOING_PRIVATE else _("Never towards private addresses"),
            not settings.OUTGOING_PRIVATE,
        ),
        Proof(
            _("Demonstration"),
            _("Off") if settings.DEMONSTRATION == "none" else _("On"),
            settings.DEMONSTRATION == "none",
        ),
    ]


def _traces(verify):
    where = environment.read("PROJETS_SECURITY_LOG") or ("stderr" if settings.HTTPS else "off")
    return [
        Proof(_("Security log"), where, where != "off", "E-28"),
        Proof(
            _("Audit trail"),
            _("%(count)s entries, kept for %(months)s months")
            % {"count": Entry.objects.count(), "months": settings.AUDIT_MONTHS},
            6 <= settings.AUDIT_MONTHS <= 36,
            "E-08, E-09",
        ),
        _chain() if verify else Proof(_("Chain of the audit trail"), _("Not read again on this page"), None, "E-09"),
    ]


def _chain():
    title = _("Chain of the audit trail")
    try:
        number, count = chain.verify()
    except chain.Broken as error:
        return Proof(title, str(error), False, "E-09")
    said = _("%(count)s entries read again, none changed, up to number %(number)s")
    return Proof(title, said % {"count": count, "number": number}, True, "E-09")


def _continuity():
    last = next(iter(standing.readings["backups"]()), None)
    fresh = last is not None and datetime.now(UTC) - last[0] < FRESH_BACKUP
    found = date_format(timezone.localtime(last[0]), "DATETIME_FORMAT") if last else _("None in the data directory")
    held = {"database", "migrations", "storage"}
    return [
        Proof(_("Last backup"), found, fresh, "E-29b"),
        Proof(_("Backups kept"), _("%(days)s days") % {"days": settings.BACKUP_KEEP_DAYS}, None, "E-05"),
        *(Proof(title, said, ok) for title, ok, said in checks(held)),
        Proof(_("For watchers"), f"{settings.BASE_URL}/healthz", None, "E-29b"),
    ]
