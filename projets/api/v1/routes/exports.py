"""A project, and one's own data, in one piece (E-04). Made when asked for: the answer is the ZIP file."""

from django.utils import timezone

from projets.accounts.models import User
from projets.api.v1 import rows
from projets.api.v1.door import ADMIN, api
from projets.api.v1.exporting import ZIP, as_zip, exported
from projets.api.v1.parsing import Id, Sent
from projets.boards.models import Project
from projets.exchange.actions.exports import export_own_data, export_project
from projets.exchange.exporters.own import own_archive
from projets.exchange.exporters.project import project_archive
from projets.usecase.rights import require

TAGS = ["exports"]


class ProjectExport(Sent):
    files: bool = False


@api.post("/projects/{id}/export", response={200: None}, auth=ADMIN, tags=TAGS, openapi_extra=ZIP)
def export_a_project(request, id: Id, body: ProjectExport):
    """What you see of a project that you manage: JSON, a CSV of its cards, and if asked its files, as a ZIP."""

    def found(actor):
        project = rows.one(Project, id)(actor)
        require(actor, "export_project", project)
        return [project]

    def make(actor, found):
        (project,) = found
        file, counted = project_archive(actor, project, timezone.localtime(), with_files=body.files)
        return export_project(actor, project, counted.cards, counted.left_out, counted.files), (project.prefix, file)

    act, (prefix, file) = exported(request, export_project, found, make)
    return as_zip(file, prefix, act)


@api.post("/me/export", response={200: None}, auth=ADMIN, tags=TAGS, openapi_extra=ZIP)
def export_me(request):
    """All that this instance knows of you, as a ZIP."""

    def found(actor):
        user = User.objects.get(pk=actor.user_id)
        require(actor, "export_own_data", user)
        return [user]

    def make(actor, found):
        file = own_archive(actor, *found, timezone.localtime())
        return export_own_data(actor, *found), file

    act, file = exported(request, export_own_data, found, make)
    return as_zip(file, "mes-donnees", act)
