"""What a card holds: tasks, comments, attachments. Whoever is told of a new copy of a card reads what it holds."""

from projets.accounts.models import User
from projets.api.planka.items.attachments import attachment
from projets.api.planka.items.comments import comment, names_in
from projets.api.planka.items.tasks import task, task_list
from projets.api.planka.items.users import public
from projets.api.planka.telling import parents
from projets.api.planka.telling.told import Told, teller
from projets.boards import events, prose
from projets.boards.models import Task, TextVersion


@teller(events.TaskListFact)
def tell_task_list(it):
    if not it.is_copied():
        yield from it.told("taskList", task_list, it.here(), lambda: parents.of_card(it.now.card_id))


@teller(events.TaskFact)
def tell_task(it):
    if it.is_copied() or _lost_its_card(it):
        return

    def around():
        return parents.of_task_list(it.now.task_list_id)

    yield from it.told("task", task, it.here(), around, lambda: {"taskLists": around().get("taskLists", [])})
    for item in it.actions():
        yield Told("actionCreate", item, it.here(), parents=lambda: parents.of_card(it.now.card_id))


def _lost_its_card(it):
    """Of that, the deletion of the card is all that clients are told."""
    return it.what == "followed" and it.was.linked_card_id != it.now.linked_card_id


@teller(events.TaskListRestored)
def tell_its_tasks(it):
    for one in Task.objects.filter(task_list=it.now.id, binned_at=None).order_by("position", "id"):
        yield Told("taskCreate", task(one), it.here(), hooked=False)


@teller(events.CommentFact)
def tell_comment(it):
    author = User.objects.filter(pk=it.now.author_id).first()

    def show(state, updated_at):
        kept = TextVersion.objects.filter(owner_id=state.id, version=state.text_version)
        text = kept.values_list("text", flat=True).first() or ""
        return comment(state, prose.to_api(text, names_in(text)), updated_at, author and author.pk)

    made = it.was is None or it.what == "restored"
    included = {"users": [public(author)] if author else []} if made else {}
    yield from it.told("comment", show, it.here(), lambda: parents.of_card(it.now.card_id), included=included)


@teller(events.AttachmentFact)
def tell_attachment(it):
    if not it.is_copied():
        made = it.was is None
        around = parents.of_card
        more = it.request_id() if made else {}
        yield from it.told("attachment", attachment, it.here(), lambda: around(it.now.card_id), more=more)
