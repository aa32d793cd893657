"""An import is started with its owner's choices. Apart from the others, since the job queued here calls them."""

from django.utils.translation import gettext_lazy as _

from projets.accounts.models import User
from projets.boards.queries import number_of
from projets.boards.wording import worded
from projets.exchange import events
from projets.exchange.actions.imports import go_on
from projets.exchange.jobs import carry_out
from projets.exchange.models import ImportJob
from projets.usecase.action import action
from projets.usecase.errors import Conflict, Invalid

MOST_MATCHES = 10_000


@action("job", "projects")
def start_import(actor, job, projects, project_name="", matches=None, queued=True):
    """Say where it goes and who is who, and leave it to the worker, or to the caller if it shall not be `queued`.

    `projects`: the one it goes to; none: a new one of `project_name`, or of the board's name.
    `matches`: {id of somebody in the source: id of an account here}.
    """
    if job.state != ImportJob.State.READ:
        raise Conflict(_("This import has been started already."))
    job.matches = _checked(matches or {}, job)
    job.project = projects[0] if projects else None
    job.project_name = worded(project_name, 200, field="project_name", least=0)
    go_on(job, events.ImportWentOn, state=ImportJob.State.WAITING)
    if queued:
        carry_out.enqueue(str(job.pk))


def _checked(matches, job):
    if len(matches) > MOST_MATCHES:
        raise Invalid(_("These are more people than the file holds."))
    known = {one["id"] for one in job.analysis["people"]}
    wanted = {source_id: number_of(account) for source_id, account in matches.items() if account}
    open_ones = User.objects.filter(pk__in=wanted.values(), is_active=True, is_guest=False)
    there = set(open_ones.order_by().values_list("pk", flat=True))
    if not wanted.keys() <= known or not set(wanted.values()) <= there:
        raise Invalid(_("Somebody chosen here has no account any more: choose again."), field="matches")
    return wanted
