"""Where somebody is named in texts that people typed: looked for when they are erased, for nobody can afterwards."""

import json

from projets.boards.departures.models import NamedAt
from projets.boards.models import (
    Attachment,
    BackgroundImage,
    Board,
    Card,
    Comment,
    Field,
    FieldGroup,
    Label,
    List,
    Project,
    Task,
    TaskList,
    TextVersion,
)

What = NamedAt.What
# what it is, the texts of it, the ways to its project, board and card
PLACES = [
    (Project, What.PROJECT, ("name", "description"), ("pk", None, None)),
    (Board, What.BOARD, ("name",), ("project", "pk", None)),
    (List, What.LIST, ("name",), ("board__project", "board", None)),
    (Label, What.LABEL, ("name",), ("board__project", "board", None)),
    (BackgroundImage, What.BACKGROUND, ("name",), ("project", None, None)),
    (FieldGroup, What.FIELD, ("name",), ("project", None, None)),
    (FieldGroup, What.FIELD, ("name",), ("board__project", "board", None)),
    (FieldGroup, What.FIELD, ("name",), ("card__board__project", "card__board", "card")),
    (Field, What.FIELD, ("name", "options"), ("group__project", None, None)),
    (Field, What.FIELD, ("name", "options"), ("group__board__project", "group__board", None)),
    (Field, What.FIELD, ("name", "options"), ("group__card__board__project", "group__card__board", "group__card")),
    (Card, What.CARD, ("title",), ("board__project", "board", "pk")),
    (Card, What.VALUE, ("values",), ("board__project", "board", "pk")),
    (TaskList, What.TASK_LIST, ("name",), ("card__board__project", "card__board", "card")),
    (Task, What.TASK, ("name",), ("task_list__card__board__project", "task_list__card__board", "task_list__card")),
    (Comment, What.COMMENT, ("text",), ("card__board__project", "card__board", "card")),
    (Attachment, What.ATTACHMENT, ("name", "file_name", "url"), ("card__board__project", "card__board", "card")),
]


def find_names(gone, found_at):
    """`NamedAt` rows, not saved, one for each thing; former versions of a text count as it."""
    found = {}
    for model, what, columns, ways in PLACES:
        rows = model._base_manager.filter(gone.may_be_in(*columns))  # noqa: SLF001 (the bin's too)
        _note(found, gone, what, _found(rows, columns, ways, gone))
    old = TextVersion.objects.filter(gone.may_be_in("text")).order_by("pk").values_list("owner_id", "text")
    owners = {owner for owner, text in old.iterator() if gone.is_named_in(text)}
    of_cards = Card._base_manager.filter(pk__in=owners).order_by("pk")  # noqa: SLF001
    _note(found, gone, What.DESCRIPTION, of_cards.values_list("pk", "board__project", "board", "pk"))
    of_comments = Comment._base_manager.filter(pk__in=owners).order_by("pk")  # noqa: SLF001
    where = of_comments.values_list("pk", "card__board__project", "card__board", "card")
    _note(found, gone, What.COMMENT, where)
    for one in found.values():
        one.found_at = found_at
    return list(found.values())


def _found(rows, columns, ways, gone):
    """[(id, project, board, card)] of those that truly name the person, and lead to a project in this way."""
    way, board, card = ways
    rows = rows.filter(**{f"{way}__isnull": False}).order_by("pk")
    for pk, project, *rest in rows.values_list("pk", way, board or "pk", card or "pk", *columns).iterator():
        texts = (one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in rest[2:])
        if any(gone.is_named_in(text) for text in texts):
            yield pk, project, rest[0] if board else None, rest[1] if card else None


def _note(found, gone, what, rows):
    for pk, project, board, card in rows:
        place = NamedAt(user_id=gone.user_id, what=what, row_id=pk, project_id=project, board_id=board, card_id=card)
        found.setdefault((what, pk), place)
