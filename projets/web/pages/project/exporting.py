"""A project leaves in one piece, for whoever manages it (E-04)."""

from django.http import FileResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from projets.exchange.actions.exports import export_project
from projets.exchange.exporters.project import project_archive
from projets.usecase.errors import DomainError
from projets.usecase.rights import require
from projets.web.door import actor_of, refusal, signed_in
from projets.web.exporting import counted_export
from projets.web.pages.project.views import project_seen


@never_cache
@require_POST
@signed_in
@counted_export
def export(request, project_id):
    """What they see of it; the answer is the file."""
    actor, now = actor_of(request), timezone.localtime()
    project = project_seen(actor, project_id)
    try:
        require(actor, "export_project", project)
        file, counted = project_archive(actor, project, now, with_files="files" in request.POST)
        export_project(actor, project, counted.cards, counted.left_out, counted.files)
    except DomainError as error:
        return refusal(request, error)
    return FileResponse(file, as_attachment=True, filename=f"{project.prefix}-{now:%Y-%m-%d}.zip")
