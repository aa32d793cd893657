"""Organisations, who works in them, and the services and teams inside."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from projets.accounts.models import User
from projets.usecase.models import Row


class Organisations(models.QuerySet):
    def visible_to(self, actor):
        """Those one works in; to administrators of the instance, all."""
        if actor.user_id is None or actor.projects is not None:
            return self.none()
        administers = User.objects.administrators().filter(pk=actor.user_id)
        theirs = Affiliation.objects.filter(user=actor.user_id, user__is_active=True).order_by().values("organisation")
        return self.filter(Q(pk__in=theirs) | models.Exists(administers))


class Organisation(Row):
    """An establishment, known by its SIRET. Its label is what sign-in says, to show and never to decide by (A-09)."""

    class Creators(models.TextChoices):
        """Who among its people may create projects, beside those whom the instance's role keeps from it anyway."""

        EVERYBODY = "everybody"
        NAMED = "named"
        ADMINISTRATORS = "administrators"

    class Inviting(models.TextChoices):
        """Who of those that manage its projects may bring people of elsewhere to them."""

        ALLOWED = "allowed"
        ADMINISTRATORS = "administrators"  # of the organisation alone
        FORBIDDEN = "forbidden"

    siret = models.CharField(max_length=14, null=True, unique=True)  # noqa: DJ001 (unique: none is not "")
    label = models.CharField(max_length=200, blank=True, default="")
    local_name = models.CharField(max_length=200, blank=True, default="")  # what its administrators call it
    project_creators = models.CharField(max_length=20, choices=Creators, default=Creators.EVERYBODY)
    inviting_outside = models.CharField(max_length=20, choices=Inviting, default=Inviting.ALLOWED)
    allows_guests = models.BooleanField(default=True)  # people without an account, by e-mail
    allows_links = models.BooleanField(default=True)  # whoever has a link, to read

    objects = Organisations.as_manager()

    class Meta:
        ordering = ["id"]

    @property
    def stream(self):
        return f"organisation:{self.pk}"

    @property
    def name(self):
        return self.local_name or self.label or self.siret


class Inside(Row):
    """Lives in the stream of its organisation."""

    class Meta:
        abstract = True

    @property
    def stream(self):
        return f"organisation:{self.organisation_id}"


class Service(Inside):
    """A unit of an organisation, maybe inside another one."""

    DEEPEST = 3

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="services")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ["name", "id"]


class Affiliation(Inside):
    """Somebody works in an organisation."""

    class Source(models.TextChoices):
        SIGN_IN = "sign_in"  # the identity provider says so: one per person, gone when it says otherwise
        MANUAL = "manual"  # an administrator says so: it stays until one takes it back

    class Role(models.TextChoices):
        MEMBER = "member"
        ADMINISTRATOR = "administrator"  # of this organisation

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="affiliations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="affiliations")
    service = models.ForeignKey(Service, models.SET_NULL, null=True, related_name="affiliations")
    source = models.CharField(max_length=10, choices=Source)
    role = models.CharField(max_length=20, choices=Role, default=Role.MEMBER)
    creates_projects = models.BooleanField(default=False)  # named, where only some may

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "user"], name="affiliated_once"),
            models.UniqueConstraint(fields=["user"], condition=Q(source="sign_in"), name="signs_in_from_one"),
        ]

    @property
    def streams(self):
        """The person's too, whose pages show where they work."""
        return {self.stream, f"user:{self.user_id}"}


class Team(Inside):
    """People of an organisation under one name."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="teams")
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ["name", "id"]


class TeamMember(Row):
    """Somebody in a team: put there by hand, by what sign-in says of them, or by both."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="members")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")  # the team's
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="teams")
    is_lead = models.BooleanField(default=False)  # may manage the team
    by_hand = models.BooleanField(default=True)
    by_claims = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["team", "user"], name="in_a_team_once")]

    @property
    def stream(self):
        return f"organisation:{self.organisation_id}"


class ClaimRule(Inside):
    """Whoever signs in with this value among those of this claim is in the team, as long as it is so."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="claim_rules")
    claim = models.CharField(max_length=64)
    value = models.CharField(max_length=200)
    team = models.ForeignKey(Team, models.CASCADE, related_name="claim_rules")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["team", "claim", "value"], name="claim_rule_once")]
