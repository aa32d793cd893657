"""What cards hold: tasks, comments, attachments, values of fields, versions of texts."""

from projets.boards.models import Attachment, Comment, Task, TaskList, TextVersion
from projets.boards.ordering import after_all


class Content:
    """Adds what `known` does not know to the cards of the board; `fresh` are those that are new, by source id."""

    def __init__(self, desk, texts, fresh):
        self._desk, self._known, self._texts = desk, desk.known, texts
        self._fresh = fresh
        self._task_lists = self._standing_task_lists_with_something_new()
        self._last_task_lists = self._ends_of_cards()

    def has_new(self, planned):
        """Whether a card of an earlier import has got something since."""
        if any(self._known.row_id("field_values", one.source_id) is None for one in planned.values):
            return True
        return any(self._known.row_id(kind, one.source_id) is None for kind, one in _things(planned))

    def hold(self, planned, card):
        """Give the card the tasks, comments and attachments that it has not got; whether there were any."""
        before = len(self._desk.rows)
        for task_list in planned.task_lists:
            self._bring_task_list(task_list, card)
        for comment in planned.comments:
            if self._is_new("comments", comment):
                self._bring_comment(comment, card)
        for attachment in planned.attachments:
            if self._is_new("attachments", attachment):
                self._bring_attachment(attachment, card)
        return len(self._desk.rows) > before

    def hold_nowhere(self, planned):
        for kind, one in (*_things(planned), *(("field_values", one) for one in planned.values)):
            if self._is_new(kind, one):
                self._known.has_no_place(kind)

    def values(self, planned, card):
        """{where it stands: text} of values that came now and find their field empty."""
        found = {}
        for value in planned.values:
            field = self._desk.fields.get(value.field)
            if not self._is_new("field_values", value):
                continue
            if field is None:
                self._known.has_no_place("field_values")
            elif field in card.values or field in found:
                self._known.is_taken("field_values")
            else:
                self._known.add("field_values", value.source_id, card.pk)
                found[field] = self._desk.options.get(value.text, value.text)
        return found

    def keep_version(self, owner_id, text, author_id):
        self._desk.rows.add(TextVersion(owner_id=owner_id, version=1, text=text, author_id=author_id))

    def count(self, cards):
        """What new cards show on their face; those that were here are counted again afterwards."""
        cards = {card.pk: card for card in cards}
        for task in self._desk.rows.of(Task):
            if card := cards.get(task.task_list.card_id):
                card.tasks_total += 1
                card.tasks_done += task.done_at is not None
        for model, column in ((Comment, "comments_total"), (Attachment, "attachments_total")):
            for row in self._desk.rows.of(model):
                if card := cards.get(row.card_id):
                    setattr(card, column, getattr(card, column) + 1)

    def _bring_task_list(self, planned, card):
        end = 0.0
        if self._is_new("checklists", planned):
            self._last_task_lists[card.pk] = after_all([self._last_task_lists.get(card.pk, 0.0)])
            task_list = TaskList(card=card, name=planned.name, position=self._last_task_lists[card.pk])
            self._desk.rows.add(task_list)
            self._known.add("checklists", planned.source_id, task_list.pk)
        else:
            task_list = self._task_lists.get(self._known.row_id("checklists", planned.source_id))
            end = max((task.position for task in task_list.tasks.all()), default=0.0) if task_list else 0.0
        for task in planned.tasks:
            if not self._is_new("check_items", task):
                continue
            if task_list is None:
                self._known.has_no_place("check_items")
                continue
            end = after_all([end])
            self._bring_task(task, task_list, end)

    def _bring_task(self, planned, task_list, position):
        task = Task(
            task_list=task_list,
            name=planned.name,
            position=position,
            done_at=self._desk.now if planned.done else None,
            assignee_id=self._desk.people.get(planned.assignee),
            due_at=planned.due,
            due_has_time=planned.due is not None,
        )
        self._desk.rows.add(task)
        self._known.add("check_items", planned.source_id, task.pk)

    def _bring_comment(self, planned, card):
        comment = Comment(
            card=card,
            author_id=self._desk.people.get(planned.author),
            text=self._texts.ours(planned.text),
            written_at=planned.written_at or card.made_at,
            edited_at=planned.edited_at,
        )
        self._desk.rows.add(comment)
        self.keep_version(comment.pk, comment.text, comment.author_id)
        self._known.add("comments", planned.source_id, comment.pk)

    def _bring_attachment(self, planned, card):
        adder = self._desk.people.get(planned.adder)
        attachment = Attachment(card=card, name=planned.name, url=planned.address, creator_id=adder)
        self._desk.rows.add(attachment)
        self._known.add("attachments", planned.source_id, attachment.pk)

    def _is_new(self, kind, planned):
        if self._known.row_id(kind, planned.source_id) is None:
            return True
        self._known.was_here(kind)
        return False

    def _standing_task_lists_with_something_new(self):
        if self._known.fresh:
            return {}
        wanted = []
        for card in self._desk.plan.cards:
            for one in card.task_lists:
                row_id = self._known.row_id("checklists", one.source_id)
                tasks = (self._known.row_id("check_items", task.source_id) for task in one.tasks)
                if row_id and None in tasks:
                    wanted.append(row_id)
        standing = TaskList.objects.standing().filter(card__board=self._desk.board)
        return standing.prefetch_related("tasks").in_bulk(wanted)

    def _ends_of_cards(self):
        if self._known.fresh:
            return {}
        lists = TaskList.objects.filter(card__board=self._desk.board).order_by("position")
        return dict(lists.values_list("card", "position"))


def _things(planned):
    for task_list in planned.task_lists:
        yield "checklists", task_list
        yield from (("check_items", one) for one in task_list.tasks)
    yield from (("comments", one) for one in planned.comments)
    yield from (("attachments", one) for one in planned.attachments)
