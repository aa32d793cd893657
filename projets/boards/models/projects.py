from django.conf import settings
from django.db import models
from django.db.models import Q

from projets.accounts.organisations.models import Organisation, Service
from projets.boards.models.lasting import in_force
from projets.boards.models.rows import Binned, BinnedRows, Dated, _model, projects_managed_by
from projets.usecase.models import Identified, Row


class ProjectRows(BinnedRows):
    def of_projects_seen_by(self, actor):
        """Managed, shared with an administrator, or with a board one is a member of; bin included."""
        member = _model("Membership").objects.filter(in_force(), user=actor.user_id).order_by()
        member = member.values("board__project")
        path = self.model.path_to_project
        seen = Q(**{f"{path}__in": projects_managed_by(actor)}) | Q(**{f"{path}__in": member})
        return self.filter(seen if actor.projects is None else seen & Q(**{f"{path}__in": actor.projects}))

    def visible_to(self, actor):
        return self.of_projects_seen_by(actor).standing()


class ProjectRow(Row):
    """Lives in the stream of its project."""

    path_to_project = "project"
    held_by = ("project__",)
    objects = ProjectRows.as_manager()

    class Meta:
        abstract = True

    @property
    def stream(self):
        return f"project:{self.project_id}"


class Project(Binned, Dated, ProjectRow):
    path_to_project = "pk"
    name = models.CharField(max_length=200)
    description = models.CharField(max_length=1024, blank=True, default="")
    prefix = models.CharField(max_length=10, unique=True)  # of its cards' numbers: PORT-150
    last_number = models.PositiveIntegerField(default=0)
    is_shared = models.BooleanField(default=True)  # else private: one manager, administrators do not look in
    is_hidden = models.BooleanField(default=False)  # out of everybody's home, still at its address
    background = models.CharField(max_length=40, blank=True, default="")  # a hue or a gradient, or nothing
    background_image_id = models.BigIntegerField(null=True)  # one of its images, instead of these
    owner_manager_id = models.BigIntegerField(null=True)  # the one manager of a private project
    archived_at = models.DateTimeField(null=True)
    # Where it belongs; the service is one of that organisation, see `boards/belonging.py`
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    service = models.ForeignKey(Service, models.PROTECT, null=True, related_name="+")

    @property
    def project_id(self):
        return self.pk


class FormerPrefix(Identified):
    """A prefix that a project once had, still its own: old numbers go on leading to their cards."""

    prefix = models.CharField(max_length=10, unique=True)
    project = models.ForeignKey(Project, models.CASCADE, related_name="former_prefixes")


class ProjectManager(ProjectRow):
    project = models.ForeignKey(Project, models.CASCADE, related_name="managers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "user"], name="manager_once")]

    @property
    def streams(self):
        """The person's, who is told; and every board's: who no longer sees it is taken off its cards."""
        boards = _model("Board").objects.filter(project=self.project_id).order_by().values_list("pk", flat=True)
        return {self.stream, f"user:{self.user_id}", *(f"board:{board}" for board in boards)}


class BackgroundImage(Binned, ProjectRow):
    """A picture that the boards of a project can be laid on; a project may have several, and shows one."""

    held_by = ("", "project__")
    project = models.ForeignKey(Project, models.CASCADE, related_name="background_images")
    name = models.CharField(max_length=128)
    key = models.CharField(max_length=64)
    size = models.BigIntegerField()
    mime = models.CharField(max_length=127)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    previews = models.JSONField(default=dict)  # {"360": key, "720": key}

    class Meta:
        ordering = ["id"]


class Favorite(Identified):
    """A project that somebody keeps at hand."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="favorites")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "user"], name="favorite_once")]
