"""Something left in one piece: that it did is remembered, not what was in it."""

from projets.exchange.events import ExportState, OwnDataExported, ProjectExported
from projets.usecase.action import action
from projets.usecase.log import record


@action("user")
def export_own_data(actor, user):
    record(user.stream, OwnDataExported(None, ExportState(user.pk)))


@action("project")
def export_project(actor, project, cards=0, left_out=0, files=0):
    """`left_out`: cards that whoever exports does not see."""
    record(project.stream, ProjectExported(None, ExportState(project.pk, cards, left_out, files)))
