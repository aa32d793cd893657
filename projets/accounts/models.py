"""People, the keys they give their programs, and the instance they share."""

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone

from projets.usecase.models import Identified, Row


class People(BaseUserManager):
    def get_by_natural_key(self, username):
        """Signing in accepts the e-mail address or the user name, whatever the case."""
        known_as = username.lower()
        return self.get(models.Q(email=known_as) | models.Q(username=known_as))

    def administrators(self):
        """Those who administer the instance: whose account is closed does no longer."""
        return self.filter(role=User.Role.ADMINISTRATOR, is_active=True)


class User(Row, AbstractBaseUser):
    """A person with an account. The log and other people's rows know them by id alone."""

    class Role(models.TextChoices):
        ADMINISTRATOR = "administrator"
        PROJECT_OWNER = "project_owner"  # may create projects
        BOARD_USER = "board_user"  # works on the boards of others

    class Theme(models.TextChoices):
        AUTO = "auto"
        LIGHT = "light"
        DARK = "dark"

    class EditorMode(models.TextChoices):
        WYSIWYG = "wysiwyg"
        MARKUP = "markup"

    class HomeView(models.TextChoices):
        GRID = "grid_projects"
        GROUPED = "grouped_projects"

    class ProjectsOrder(models.TextChoices):
        BY_DEFAULT = "by_default"
        ALPHABETICALLY = "alphabetically"
        BY_CREATION_TIME = "by_creation_time"

    email = models.EmailField(max_length=256, unique=True)  # in lower case, as the user name
    username = models.CharField(max_length=32, null=True, blank=True, unique=True)
    name = models.CharField(max_length=128)
    role = models.CharField(max_length=20, choices=Role, default=Role.PROJECT_OWNER)
    phone = models.CharField(max_length=128, blank=True, default="")
    organization = models.CharField(max_length=128, blank=True, default="")
    avatar = models.CharField(max_length=80, blank=True, default="")  # name in the file storage, none: initials
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)  # one of the invented people of the demonstration
    is_guest = models.BooleanField(default=False)  # from outside: in by a letter each time, on some boards until a day
    is_sso_user = models.BooleanField(default=False)  # signs in elsewhere, which says who they are
    pseudonym = models.PositiveIntegerField(null=True, unique=True)  # « Ancien agent n° 3 »: who it was is erased
    # A key that scripts send in the person's name: what shows of it, and the SHA-256 of all of it
    api_key_prefix = models.CharField(max_length=8, blank=True, default="")
    api_key_hash = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 (unique: none is not "")
    updated_at = models.DateTimeField(null=True)  # None: not since it was opened

    language = models.CharField(max_length=10, blank=True, default="")  # "": the instance's
    time_zone = models.CharField(max_length=64, default="Europe/Paris")
    theme = models.CharField(max_length=10, choices=Theme, default=Theme.AUTO)
    single_letters = models.BooleanField(default=True)  # shortcuts of one letter (WCAG 2.1.4 lets people stop them)
    shows_presence = models.BooleanField(default=True)
    subscribe_to_own_cards = models.BooleanField(default=False)
    subscribe_to_card_when_commenting = models.BooleanField(default=True)
    terms_signature = models.CharField(max_length=64, blank=True, default="")  # of the terms accepted last
    # Of clients that have them: kept for these, wherever the person signs in
    enable_favorites_by_default = models.BooleanField(default=True)
    default_editor_mode = models.CharField(max_length=10, choices=EditorMode, default=EditorMode.WYSIWYG)
    default_home_view = models.CharField(max_length=20, choices=HomeView, default=HomeView.GROUPED)
    default_projects_order = models.CharField(max_length=20, choices=ProjectsOrder, default=ProjectsOrder.BY_DEFAULT)
    turn_off_recent_card_highlighting = models.BooleanField(default=False)
    last_login = None  # signing in writes a session and nothing else
    works_somewhere = False  # of whoever asks (`sessions.py`): in an organisation, whose page the menu leads to

    objects = People()
    USERNAME_FIELD = "email"

    def __str__(self):
        return self.name

    @property
    def spoken(self):
        """In which language they are written to: their own if pages speak it, else the instance's."""
        own = self.language.partition("-")[0]
        return own if own in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE

    @property
    def stream(self):
        return f"user:{self.pk}"


class Instance(Row):
    """The one row that stands for this installation: what creates an account acts on it."""

    THE_ONE = 1

    @property
    def stream(self):
        return "instance"


class ApiSession(Identified):
    """A token that a client signed in for. Only digests are kept; what ends a person's sessions deletes theirs."""

    user = models.ForeignKey(User, models.CASCADE, related_name="api_sessions")
    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the token
    cookie_digest = models.CharField(max_length=64, blank=True, default="")  # of the cookie that must come with it
    is_pending = models.BooleanField(default=False)  # until the terms are accepted: good for that alone
    expires_at = models.DateTimeField()


class Token(Row):
    """A key that somebody gives a program of theirs. What opens is known by its digest alone."""

    class Scope(models.TextChoices):
        """Each may what the one before it may."""

        READ = "read"
        WRITE = "write"
        ADMIN = "admin"  # also projects and boards themselves, who works on them, and tokens

    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=128)  # what for, in the owner's words
    prefix = models.CharField(max_length=20)  # how it begins, to tell it from others
    digest = models.CharField(max_length=64, unique=True)
    scope = models.CharField(max_length=10, choices=Scope)
    project_ids = models.JSONField(null=True)  # none: all that the owner sees
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="made")  # the token that asked for it

    class Meta:
        ordering = ["-id"]

    @property
    def stream(self):
        return f"user:{self.user_id}"

    @property
    def holds(self):
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > timezone.now())


class TokenUse(models.Model):
    """When a token last opened, to the hour. As with sessions, nobody acts by it."""

    token = models.OneToOneField(Token, models.CASCADE, primary_key=True, related_name="use")
    used_at = models.DateTimeField()
