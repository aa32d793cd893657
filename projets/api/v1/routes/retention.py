"""How long each kind of data is kept, and what would go tonight (E-07)."""

from projets.accounts.legal.retention import kinds
from projets.accounts.queries import require_administrator
from projets.api.v1 import models
from projets.api.v1.answers import send
from projets.api.v1.door import ADMIN, api
from projets.api.v1.shapes import moment
from projets.boards.models import Project
from projets.usecase import standing

TAGS = ["retention"]


class Kept(models.Out):
    kind: str
    said: str
    delay: str
    then: str
    setting: str | None


class Due(models.Out):
    kind: str
    due: int | None


class ArchivedProject(models.Out):
    id: models.Id
    name: str
    archived_at: models.At


@api.get("/retention", response=models.many("Retention", kinds=Kept), tags=TAGS)
def read_retention(request):
    """How long each kind of data is kept, and what happens then; in French, as the legal pages say it. `setting`: what
    the operator may set."""
    told = [
        {"kind": one.name, "said": one.said, "delay": one.delay, "then": one.then, "setting": one.setting or None}
        for one in kinds()
    ]
    return send({"kinds": told})


@api.get(
    "/retention/due", response=models.many("RetentionDue", kinds=Due, projects=ArchivedProject), auth=ADMIN, tags=TAGS
)
def read_due(request):
    """For administrators: how much of each kind would go now, and nothing goes by asking; null where nothing is the
    product's to remove. `projects`: those archived long ago, as far as you see them: none goes by itself."""
    require_administrator(request.actor)
    seen = Project.objects.visible_to(request.actor).order_by().values("pk")
    projects = standing.readings["archived long ago"]().filter(pk__in=seen)
    return send(
        {
            "kinds": [{"kind": kind.name, "due": due} for kind, due in standing.readings["retention"]()],
            "projects": [
                {"id": str(one.pk), "name": one.name, "archived_at": moment(one.archived_at)} for one in projects
            ],
        }
    )
