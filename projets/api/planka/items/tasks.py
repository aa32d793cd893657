from projets.api.planka.items import OF_THE_ROW, IdText, Item, identity
from projets.api.planka.wordings import identifier, number
from projets.boards.queries import titles_elsewhere


class TaskListItem(Item):
    position: float
    name: str
    showOnFrontOfCard: bool
    hideCompletedTasks: bool
    cardId: IdText


class TaskItem(Item):
    position: float
    name: str
    isCompleted: bool
    taskListId: IdText
    linkedCardId: IdText | None
    assigneeUserId: IdText | None


def task_list(row, updated_at=OF_THE_ROW) -> TaskListItem:
    return identity(row, updated_at) | {
        "position": number(row.position),
        "name": row.name,
        "showOnFrontOfCard": row.on_front,
        "hideCompletedTasks": row.hides_done,
        "cardId": str(row.card_id),
    }


def task(row, updated_at=OF_THE_ROW, titles=None) -> TaskItem:
    """`titles` are those of cards of other boards, for who may see them: a task itself holds their number alone."""
    return identity(row, updated_at) | {
        "position": number(row.position),
        "name": (titles or {}).get(row.linked_card_id, row.name),
        "isCompleted": row.done_at is not None,
        "taskListId": str(row.task_list_id),
        "linkedCardId": identifier(row.linked_card_id),
        "assigneeUserId": identifier(row.assignee_id),
    }


def tasks(actor, rows) -> list[TaskItem]:
    """As this person sees them."""
    rows = list(rows)
    titles = titles_elsewhere(actor, rows)
    return [task(row, titles=titles) for row in rows]
