"""One board of Trello with one of everything, and the way from its file to a board here."""

from projets.accounts.models import User
from projets.boards.models import (
    Attachment,
    Board,
    Card,
    Comment,
    Field,
    Label,
    List,
    Project,
    Task,
    TaskList,
    Unclaimed,
)
from projets.exchange.actions.imports import ask_import
from projets.exchange.actions.starting import start_import
from projets.exchange.importing import carry_out_plan
from projets.exchange.models import ImportedRow, ImportJob
from tests.exchange.trello_files import (
    ALICE,
    BOB,
    CARD,
    CHECKLIST,
    DONE,
    LABEL,
    a_board,
    a_card,
    a_comment,
    a_list,
    as_file,
    oid,
    read,
)

SECOND = oid(90)


def rich(**changes):
    """Two lists, one archived, three cards, and one of everything."""
    first = a_card(
        desc="Voir https://trello.com/c/abcdEFGH et @alicem",
        idMembers=[ALICE, BOB],
        idLabels=[LABEL],
        idShort=7,
        due="2022-04-01T10:00:00.000Z",
        attachments=[{"id": oid(50), "name": "Plan", "url": "https://exemple.fr/plan"}],
        customFieldItems=[{"id": oid(40), "idCustomField": oid(30), "idValue": oid(32)}],
    )
    board = a_board(
        lists=[a_list(), a_list(id=DONE, name="Fait", closed=True, pos=2)],
        cards=[
            first,
            a_card(id=SECOND, name="Relire", pos=2, idShort=3, shortLink="abcdEFGH"),
            a_card(id=oid(91), name="Clore", idList=DONE, closed=True, dueComplete=True, idShort=12),
        ],
        labels=[{"id": LABEL, "name": "Urgent", "color": "red"}],
        customFields=[
            {
                "id": oid(30),
                "name": "Taille",
                "type": "list",
                "options": [{"id": oid(31), "value": {"text": "S"}}, {"id": oid(32), "value": {"text": "M"}}],
            }
        ],
        checklists=[
            {
                "id": CHECKLIST,
                "idCard": CARD,
                "name": "Étapes",
                "checkItems": [
                    {"id": oid(61), "name": "un", "state": "complete", "pos": 1},
                    {"id": oid(62), "name": "deux", "state": "incomplete", "pos": 2, "idMember": ALICE},
                ],
            }
        ],
        actions=[a_comment(1)],
    )
    return board | changes


def asked(actor, board):
    act = ask_import(actor, User.objects.get(pk=actor.user_id), read(as_file(board)), file_name="tableau.json")
    return ImportJob.objects.get(pk=act.facts[0].after.id)


def imported(actor, board, project=None, matches=None, name=""):
    """Done at once, as the worker would."""
    job = asked(actor, board)
    start_import(actor, job, [project] if project else [], name, matches, queued=False)
    job.refresh_from_db()
    carry_out_plan(actor, job, read(as_file(board)))
    job.refresh_from_db()
    return job


def counts():
    models = (Project, Board, List, Label, Card, TaskList, Task, Comment, Attachment, Field, Unclaimed, ImportedRow)
    return {model.__name__: model.objects.count() for model in models}
