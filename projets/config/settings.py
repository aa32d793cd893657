"""Django's settings. What an operator may change comes from `environment`, described in docs/operate.md."""

from pathlib import Path

from projets.config import environment, openid
from projets.config.databases import database
from projets.config.headers import security_headers
from projets.config.logs import logging_settings
from projets.config.secret import secret_key
from projets.config.storages import storage

HERE = Path(__file__).parents[1]
RELEASE = "1"  # part of every stored fragment's key

DATA_DIR = environment.data_dir()
BASE_URL = environment.base_url()
ALLOWED_ORIGINS = environment.allowed_origins()  # of pages that may use the API from elsewhere
HOST = environment.read("PROJETS_HOST")
PORT = environment.whole_number("PORT", 1, 65535)
DEMONSTRATION = environment.demonstration()  # none · local · public
UPLOAD_LIMIT = environment.whole_number("PROJETS_UPLOAD_MAX_MB", 1, 10_000) * 1024 * 1024  # bytes of an attachment
LARGEST_BODY = environment.whole_number("PROJETS_LARGEST_BODY_MB", 1, 10_000) * 1024 * 1024  # bytes of one request
ANTIVIRUS = environment.antivirus()  # a path, or (host, port); None: files are not examined
REQUEST_THREADS = environment.whole_number("PROJETS_REQUEST_THREADS", 1, 64)
RATE_LIMITS = environment.rate_limits()
EXPORTS_PER_HOUR = environment.whole_number("PROJETS_EXPORTS_PER_HOUR", 0, 10_000)  # of one person; 0: no limit
TRUSTED_PROXIES = environment.read("PROJETS_TRUSTED_PROXIES")  # whose X-Forwarded-For and -Proto are believed
OUTGOING_PRIVATE = environment.outgoing_private()  # whether usecase/outgoing.py may call private addresses
REVIEW_MONTHS = environment.whole_number("PROJETS_REVIEW_MONTHS", 0, 120)  # between two access reviews; 0: none
LINK_MAX_DAYS = environment.whole_number("PROJETS_LINK_MAX_DAYS", 0, 3650)  # that a read-only link lasts; 0: none
GUEST_MAX_DAYS = environment.whole_number("PROJETS_GUEST_MAX_DAYS", 0, 3650)  # that a guest stays; 0: none
AUDIT_MONTHS = environment.whole_number("PROJETS_AUDIT_MONTHS", 1, 120)
NOTIFICATION_MONTHS = environment.whole_number("PROJETS_NOTIFICATION_MONTHS", 1, 120)
WEBHOOK_DAYS = environment.whole_number("PROJETS_WEBHOOK_DAYS", 1, 3650)
ARCHIVED_MONTHS = environment.whole_number("PROJETS_ARCHIVED_MONTHS", 0, 1200)  # 0: never signalled
INACTIVE_MONTHS = environment.whole_number("PROJETS_INACTIVE_MONTHS", 0, 120)  # 0: never closed
DEPARTURE_BY_CLAIM = environment.one_of("PROJETS_DEPARTURE_BY_CLAIM", "0", "1") == "1"
PSEUDONYM_DAYS = environment.whole_number("PROJETS_PSEUDONYM_DAYS", 0, 3650)  # from a departure to the erasure
BACKUP_NIGHTLY = environment.one_of("PROJETS_BACKUP_NIGHTLY", "0", "1") == "1"
BACKUP_KEEP_DAYS = environment.whole_number("PROJETS_BACKUP_KEEP_DAYS", 1, 3650)
LOGGING = logging_settings(environment.log_format(), environment.security_log())
TERMS_DIR = environment.terms_dir()
ADMIN_EMAIL = environment.read("PROJETS_ADMIN_EMAIL")  # of the administrator whom the settings name
HTTPS = BASE_URL.startswith("https:")
THEME = environment.theme()  # neutral · etat
STATE_BRAND = environment.state_brand()

# People and sessions
SECRET_KEY = secret_key(DATA_DIR, BASE_URL)
AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ("username", "name", "email")}),
        ("CommonPasswordValidator", {}),
    )
] + [{"NAME": "projets.accounts.passwords.Strength"}]
LOCAL_SIGN_IN = environment.local_sign_in()  # by password
PUBLIC = environment.is_public()  # and its administrators' passwords are longer
ADMIN_SECOND_FACTOR = environment.admin_second_factor()  # administrators need one
AUTHENTICATION_BACKENDS = ["projets.accounts.sessions.Accounts"]
SESSION_ENGINE = "projets.accounts.sessions"
# With https, names that a browser accepts from this very host alone, for all of it and only over TLS (E-22)
_OURS = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{_OURS}projets", f"{_OURS}csrftoken"
LANGUAGE_COOKIE_NAME, THEME_COOKIE_NAME = f"{_OURS}projets_language", f"{_OURS}projets_theme"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
LOGIN_URL = "/connexion/"
CSRF_FAILURE_VIEW = "projets.web.pages.errors.views.csrf_failed"
LOGIN_REDIRECT_URL = "/"

# Signing in elsewhere: the names are those of mozilla-django-oidc and django-lasuite where they have one
OIDC_DEMONSTRATION = openid.is_demonstration()
OIDC_OP_URL = openid.provider(PORT)  # "": nobody signs in elsewhere
OIDC_PROVIDER_LABEL = environment.read("OIDC_PROVIDER_LABEL")
OIDC_RP_CLIENT_ID, OIDC_RP_CLIENT_SECRET = openid.client()
OIDC_RP_SCOPES = " ".join(openid.several("OIDC_RP_SCOPES"))
OIDC_RP_SIGN_ALGO = openid.one_of("OIDC_RP_SIGN_ALGO", ("RS256", "ES256", "HS256"))
OIDC_OP_USER_ENDPOINT_FORMAT = openid.one_of("OIDC_OP_USER_ENDPOINT_FORMAT", ("AUTO", "JWT", "JSON"))
OIDC_USE_PKCE = openid.one_of("OIDC_USE_PKCE", ("0", "1")) == "1"
OIDC_ACR_VALUES = openid.several("OIDC_ACR_VALUES")
OIDC_ASK_AMR = openid.one_of("OIDC_ASK_AMR", ("0", "1")) == "1"
OIDC_REQUIRED_CLAIMS = openid.several("OIDC_REQUIRED_CLAIMS")
OIDC_ALLOWED_ROLES = openid.several("OIDC_ALLOWED_ROLES")
OIDC_ALLOWED_SIRETS = openid.several("OIDC_ALLOWED_SIRETS")
OIDC_ALLOWED_EMAIL_DOMAINS = [one.lower().lstrip("@") for one in openid.several("OIDC_ALLOWED_EMAIL_DOMAINS")]
OIDC_ALLOWED_IDP_IDS = openid.several("OIDC_ALLOWED_IDP_IDS")
OIDC_ALLOWED_PEOPLE = [one.lower() for one in openid.several("OIDC_ALLOWED_PEOPLE")]
OIDC_DEFAULT_ROLE = openid.one_of("OIDC_DEFAULT_ROLE", ("project_owner", "board_user"))
OIDC_CONTACT = environment.read("OIDC_CONTACT")
OIDC_TIMEOUT = 10  # seconds for each thing that the provider is asked
OIDC_AUTHENTICATION_CALLBACK_URL = "openid_callback"

# The web
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", environment.host_of(BASE_URL)]
CSRF_TRUSTED_ORIGINS = [BASE_URL]
SECURE_SSL_REDIRECT = HTTPS and bool(TRUSTED_PROXIES)  # without a proxy that is believed, all looks like http
SECURE_SSL_HOST = BASE_URL.partition("://")[2]
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # a watcher asks by whatever way there is
X_FRAME_OPTIONS = "DENY"
SECURITY_HEADERS = security_headers(HTTPS)  # of every answer, whoever makes it
FORM_ACTIONS = [
    "'self'"
]  # where a form of ours may lead, redirections included: E-21 has the provider's sign-out here
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # forms; files go to disk while they arrive
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a selection of every card of a large board
FILE_UPLOAD_PERMISSIONS = 0o600
ROOT_URLCONF = "projets.config.urls"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django_tasks",
    "django_tasks_db",
    "projets.usecase",
    "projets.accounts",
    "projets.accounts.identities",
    "projets.accounts.organisations",
    "projets.accounts.audit",
    "projets.accounts.factors",
    "projets.accounts.legal",
    "projets.boards",
    "projets.boards.departures",
    "projets.boards.reviews",
    "projets.boards.sharing",
    "projets.notifications",
    "projets.notifications.mail",
    "projets.notifications.services",
    "projets.notifications.webhooks",
    "projets.exchange",
    "projets.api",
    "projets.web",
    "projets.operations",
]
MIDDLEWARE = [
    "projets.web.tracing.traced",
    "projets.web.middleware.reads_only_read",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "projets.api.sockets.origins.allowed_origins",
    "projets.web.middleware.strict_headers",
    "projets.api.v1.door.known_host",
    "projets.web.middleware.known_host",
    "projets.web.middleware.serve_assets",
    "projets.web.middleware.Compressed",
    "projets.web.conditional.conditional",
    "projets.web.middleware.sound_session",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "projets.web.middleware.preferences",
    "projets.web.pages.security.first.second_factor_first",
    "projets.web.middleware.refused_in_words",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [*([HERE / "web" / "themes" / "etat"] if THEME == "etat" else []), HERE / "web"],
        "OPTIONS": {
            "builtins": ["django.templatetags.i18n", "django.templatetags.l10n", "projets.web.templatetags.look"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csrf",
                "django.template.context_processors.i18n",
                "projets.web.context.page",
            ],
        },
    }
]

# Time and language
USE_TZ = True
TIME_ZONE = environment.time_zone()
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = sorted(HERE.glob("*/locale"))

# What is kept, and where
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": database(DATA_DIR)}
STORAGES = {"default": storage(DATA_DIR)}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "outgoing"]}}
