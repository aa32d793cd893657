"""What a card holds, taken out of the bin again: task lists, tasks, comments, attachments."""

from django.utils.translation import gettext_lazy as _

from projets.boards import events
from projets.boards.actions.counting import recount
from projets.boards.actions.saving import save, states
from projets.boards.models import Attachment, Comment, Task, TaskList
from projets.usecase.action import action
from projets.usecase.errors import Invalid

RESTORED = {
    TaskList: events.TaskListRestored,
    Task: events.TaskRestored,
    Comment: events.CommentRestored,
    Attachment: events.AttachmentRestored,
}


@action("rows", also_in_bin=True)
def restore_content(actor, rows):
    """Back to the place they came from; Invalid, and nothing moves, when what held one of them is in the bin."""
    for model, fact in RESTORED.items():
        were = states([row for row in rows if type(row) is model])
        for row in were:
            row.binned_at = None
        save(fact, were)
        if model.objects.standing().filter(pk__in=[row.pk for row in were]).count() < len(were):
            raise Invalid(_("What held this is in the bin too: restore that first."))
    recount({row.card_id: row.card for row in rows}.values())
