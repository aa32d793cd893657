"""A whole project, in open formats (E-04): one JSON for each board, a CSV of all cards, the files.

Rows have the columns of the API, under the same names (`/api/v1/docs`); people are by id, with a list of their names.
What whoever exports does not see (cards restricted to others) is left out, and counted; so is what lies in the bin.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projets.boards import prose
from projets.boards.actions.saving import state
from projets.boards.models import (
    Attachment,
    Board,
    Card,
    Comment,
    Field,
    FieldGroup,
    Label,
    List,
    Membership,
    ProjectManager,
    Task,
    TaskList,
)
from projets.boards.queries import people
from projets.boards.shapes import item, moment
from projets.exchange.exporters.archive import FORMAT, Archive, safe


@dataclass
class Counted:
    cards: int = 0
    left_out: int = 0  # restricted to others
    files: int = 0


def project_archive(actor, project, now, with_files=True):
    """(an open file from its beginning, Counted)."""
    counted = Counted()
    with Archive() as archive:
        _write(archive, actor, project, now, counted, with_files)
        return archive.done(), counted


def _write(archive, actor, project, now, counted, with_files):
    boards = Board.objects.visible_to(actor).filter(project=project).select_related("project").order_by("position")
    names, lines = [], []
    for board in boards:
        names.append(f"tableaux/{board.pk}-{safe(board.name)}.json")
        archive.add_json(names[-1], _board(actor, board, archive if with_files else None, counted, lines))
    managers = people(ProjectManager.objects.filter(project=project).order_by().values_list("user", flat=True))
    of_project = FieldGroup.objects.visible_to(actor).filter(project=project).order_by("position")
    archive.add_json(
        "projet.json",
        {"format": FORMAT, "made_at": moment(now), "project": item(state(project)), "boards": names}
        | {"managers": [{"id": str(one.id), "name": one.name} for one in managers.values()]}
        | _fields(of_project)
        | {"left_out": {"restricted_cards": counted.left_out}},
    )
    archive.add_csv("cartes.csv", _head(), lines)
    archive.add_text("LISEZ-MOI.txt", _said(project, counted, with_files))


def _board(actor, board, archive, counted, lines):
    every = Card.objects.standing().filter(board=board)
    cards = Card.objects.visible_to(actor).filter(board=board).select_related("board__project", "list")
    cards = list(cards.prefetch_related("card_members").order_by("list__position", "position", "pk"))
    counted.cards += len(cards)
    counted.left_out += every.count() - len(cards)
    labels = list(Label.objects.visible_to(actor).filter(board=board))
    groups = FieldGroup.objects.visible_to(actor).filter(board=board).order_by("position")
    members = list(Membership.objects.filter(board=board).order_by("pk"))
    held = _content(actor, board)
    ids = {one.user_id for one in members} | {id for card in cards for id in (*card.member_ids, card.responsible_id)}
    ids |= {card.creator_id for card in cards} | {id for card in cards for id in prose.mentioned(card.description)}
    for comment in (one for found in held[Comment].values() for one in found):
        ids |= {comment.author_id, *prose.mentioned(comment.text)}
    ids |= {task.assignee_id for found in held[Task].values() for task in found}
    known = people(ids)
    names = {id: one.name for id, one in known.items()}
    lines.extend(_line(card, names, {one.pk: one.name for one in labels}) for card in cards)
    return {
        "board": item(state(board)),
        "lists": [item(state(one)) for one in List.objects.visible_to(actor).filter(board=board)],
        "labels": [item(state(one)) for one in labels],
        **_fields(groups),
        "members": [item(state(one)) for one in members],
        "people": [{"id": str(one.id), "name": one.name, "claimed": one.claimed} for one in known.values()],
        "cards": [_card(card, held, names, archive, counted) for card in cards],
    }


def _content(actor, board):
    """{kind: {what it belongs to: [rows]}} of all that the cards of a board hold."""
    held = {}
    for model, way, owner in (
        (TaskList, "card__board", "card_id"),
        (Task, "task_list__card__board", "task_list_id"),
        (Comment, "card__board", "card_id"),
        (Attachment, "card__board", "card_id"),
    ):
        held[model] = defaultdict(list)
        for row in model.objects.visible_to(actor).filter(**{way: board}):
            held[model][getattr(row, owner)].append(row)
    return held


def _card(card, held, names, archive, counted):
    return item(state(card)) | {
        "reference": card.reference,
        "description": prose.told(card.description, names),
        "task_lists": [
            item(state(one)) | {"tasks": [item(state(task)) for task in held[Task][one.pk]]}
            for one in held[TaskList][card.pk]
        ],
        "comments": [
            item(state(one)) | {"text": prose.told(one.text, names), "written_at": moment(one.written_at)}
            for one in held[Comment][card.pk]
        ],
        "attachments": [_attachment(one, archive, counted) for one in held[Attachment][card.pk]],
    }


def _attachment(row, archive, counted):
    file = archive.add_attachment(row) if archive and row.key else None
    counted.files += file is not None
    return item(state(row)) | {"file": file}


def _fields(groups):
    groups = list(groups)
    fields = Field.objects.filter(group__in=groups, binned_at=None).order_by("position", "pk")
    return {
        "field_groups": [item(state(one)) for one in groups],
        "fields": [item(state(one)) for one in fields],
    }


def _head():
    said = (
        _("Reference"),
        _("Title"),
        _("Board"),
        _("List"),
        _("People"),
        _("Labels"),
        _("Start"),
        _("Due"),
        _("Done"),
    )
    return [*said, _("Description")]


def _line(card, names, labels):
    on = [id for id in (card.responsible_id, *card.member_ids) if id in names]
    return (
        card.reference,
        card.title,
        card.board.name,
        card.list.name,
        ", ".join(names[id] for id in on),
        ", ".join(labels[id] for id in card.label_ids if labels.get(id)),
        card.start_date,
        moment(card.due_at),
        moment(card.done_at),
        prose.told(card.description, names),
    )


def _said(project, counted, with_files):
    said = [
        _("The project “%(name)s”, as a manager of it sees it.") % {"name": project.name},
        _(
            "projet.json says which boards there are; each has its JSON in tableaux/, with lists, labels, fields, "
            "people, cards and what these hold. Columns are those of the API, described at /api/v1/docs. cartes.csv "
            "has all cards for a spreadsheet."
        ),
        _("Files lie in fichiers/, under the name that each attachment gives.") if with_files else "",
        ngettext(
            "%(n)s card that is restricted to others is left out.",
            "%(n)s cards that are restricted to others are left out.",
            counted.left_out,
        )
        % {"n": counted.left_out}
        if counted.left_out
        else "",
        _("What lies in the bin is left out; so is the history, which the API tells."),
    ]
    return "\n\n".join(filter(None, said)) + "\n"
