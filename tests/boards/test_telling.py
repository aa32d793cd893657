from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from projets.boards import events
from projets.boards.history import Entry, Names
from projets.boards.models import Field, Label
from projets.boards.queries import Person
from projets.boards.telling import Reader, Said, tell
from projets.boards.undoable import UNDOING

NOW = datetime(2027, 3, 12, 16, 30, tzinfo=UTC)
AWA, KARIM, LOU = 1, 2, 3
CARD = events.CardState(
    id=10,
    board_id=20,
    list_id=30,
    position=1.0,
    number=5,
    title="Titre",
    description_version=0,
    start_date=None,
    due_at=None,
    due_has_time=False,
    done_at=None,
    label_ids=(),
    member_ids=(),
    responsible_id=None,
    values={},
    cover_id=None,
    creator_id=AWA,
    list_changed_at=NOW,
    archived_at=None,
    binned_at=None,
    tasks_total=0,
    tasks_done=0,
    comments_total=0,
    attachments_total=0,
    version=1,
)
TASK = events.TaskState(
    id=50,
    card_id=10,
    task_list_id=40,
    name="Relire",
    position=1.0,
    done_at=None,
    assignee_id=None,
    due_at=None,
    due_has_time=False,
    binned_at=None,
)


def timed(was, was_since, now, now_since):
    return events.CardTimed(
        replace(CARD, time_spent=was, timed_since=was_since), replace(CARD, time_spent=now, timed_since=now_since)
    )


NAMES = Names(
    people={AWA: Person(AWA, "Awa Diop"), KARIM: Person(KARIM, "Karim Benali")},
    boards={20: "Feuille de route"},
    lists={30: "À faire", 31: "En cours"},
    labels={60: Label(pk=60, name="Urgent", color="rouge"), 61: Label(pk=61, name="", color="vert")},
    fields={
        70: Field(pk=70, name="Coût", kind="euros"),
        71: Field(pk=71, name="Porteur", kind="person"),
    },
    cards={10: "Titre"},
)


def says(fact, who=AWA, on_card=True, language="fr"):
    entry = Entry(1, 1, NOW, who, False, fact)
    with translation.override(language):
        said = tell(entry, NAMES, Reader(language, ZoneInfo("Europe/Paris"), on_card))
        return [str(one).replace("\xa0", " ") for one in said]


def card(fact, was=None, **columns):
    return fact(replace(CARD, **was) if was else CARD, replace(CARD, **(was or {}) | columns))


@pytest.mark.parametrize(
    ("fact", "french"),
    [
        (events.CardCreated(None, CARD), ["a créé la carte dans À faire"]),
        (events.CardDuplicated(None, CARD), ["a créé la carte par copie dans À faire"]),
        (card(events.CardRenamed, title="100 %"), ["a renommé la carte « Titre » en « 100 % »"]),
        (card(events.CardDescribed, description_version=1), ["a réécrit la description de la carte"]),
        (
            card(events.CardScheduled, start_date=date(2027, 3, 1), due_at=NOW, due_has_time=True),
            ["a fixé le début de la carte au 1er mars 2027", "a fixé l’échéance de la carte au 12 mars 2027 à 17:30"],
        ),
        (
            card(events.CardScheduled, {"start_date": date(2027, 3, 1), "due_at": NOW}, start_date=None, due_at=None),
            ["a retiré la date de début de la carte", "a retiré l’échéance de la carte"],
        ),
        (card(events.CardFinished, done_at=NOW), ["a marqué la carte comme terminée"]),
        (
            card(events.CardLabelled, {"label_ids": (60, 69)}, label_ids=(61,)),
            [
                "a mis l’étiquette vert sur la carte",
                "a retiré l’étiquette Urgent de la carte",
                "a retiré l’étiquette d’un autre tableau de la carte",
            ],
        ),
        (
            card(events.CardAssigned, {"member_ids": (LOU,)}, member_ids=(AWA,), responsible_id=KARIM),
            [
                "a rejoint la carte",
                "a ajouté Karim Benali à la carte",
                "a retiré quelqu’un de la carte",
                "a confié la responsabilité de la carte à Karim Benali",
            ],
        ),
        (
            card(events.CardAssigned, {"responsible_id": KARIM}, member_ids=(KARIM,), responsible_id=None),
            ["a retiré à Karim Benali la responsabilité de la carte"],
        ),
        (card(events.CardAssigned, {"responsible_id": AWA}, responsible_id=None), ["a quitté la carte"]),
        (
            card(events.CardValued, {"values": {"6:71": "2", "6:79": "x"}}, values={"6:70": "1234.50", "6:71": "1"}),
            [
                "a fixé « Coût » de la carte à 1\u202f234,50 €",
                "a fixé « Porteur » de la carte à Awa Diop",
                "a vidé un champ de la carte",
            ],
        ),
        (card(events.CardCovered, cover_id=7), ["a choisi une couverture pour la carte"]),
        (card(events.CardMoved, list_id=31, position=2.0), ["a déplacé la carte de À faire à En cours"]),
        (card(events.CardMoved, position=2.0), ["a déplacé la carte dans À faire"]),
        (card(events.CardMoved, list_id=39), ["a déplacé la carte de À faire à (liste supprimée)"]),
        (
            card(events.CardTransferred, list_id=32, board_id=21),
            ["a envoyé la carte de À faire (Feuille de route) vers un autre tableau"],
        ),
        (card(events.CardArchived, archived_at=NOW), ["a archivé la carte"]),
        (card(events.CardBinned, binned_at=NOW), ["a mis la carte à la corbeille"]),
        (events.TaskCreated(None, TASK), ["a ajouté la tâche « Relire » à la carte"]),
        (
            events.TaskEdited(TASK, replace(TASK, name="Lire", assignee_id=KARIM, due_at=NOW)),
            [
                "a renommé la tâche « Relire » en « Lire »",
                "a confié la tâche « Lire » à Karim Benali",
                "a fixé l’échéance de la tâche « Lire » au 12 mars 2027",
            ],
        ),
        (
            events.TaskCreated(None, replace(TASK, linked_card_id=9)),
            ["a ajouté la carte « Relire » aux tâches de la carte"],
        ),
        (events.TaskFollowed(TASK, replace(TASK, done_at=NOW)), ["a terminé la carte de la tâche « Relire »"]),
        (events.TaskFollowed(replace(TASK, done_at=NOW), TASK), ["a rouvert la carte de la tâche « Relire »"]),
        (
            events.TaskFollowed(replace(TASK, linked_card_id=9), TASK),
            ["a supprimé définitivement la carte de la tâche « Relire »"],
        ),
        (timed(None, None, 0, NOW), ["a lancé le chronomètre de la carte"]),
        (timed(60, NOW, 7500, None), ["a arrêté le chronomètre de la carte à 2 h 05"]),
        (timed(60, None, 30, None), ["a fixé à 30 s le temps passé sur la carte"]),
        (timed(60, NOW, None, None), ["a retiré le temps passé de la carte"]),
        (events.TaskEdited(TASK, replace(TASK, linked_card_id=9)), ["a fait une carte de la tâche « Relire »"]),
        (
            events.CommentWritten(None, events.CommentState(5, 10, AWA, 1, None)),
            ["a commenté la carte"],
        ),
        (
            events.FieldGroupCreated(None, events.FieldGroupState(8, None, 20, None, None, "Suivi", 1.0, False, None)),
            ["a ajouté le groupe de champs « Suivi »"],
        ),
        (
            events.FieldGroupBinned(
                events.FieldGroupState(8, None, 20, None, 7, "", 1.0, False, None),
                events.FieldGroupState(8, None, 20, None, 7, "", 1.0, False, NOW),
            ),
            ["a mis le groupe de champs du projet à la corbeille"],
        ),
        (
            events.MembershipAdded(None, events.MembershipState(5, 20, KARIM, "editor")),
            ["a fait entrer Karim Benali sur le tableau"],
        ),
    ],
)
def test_in_french(fact, french):
    assert says(fact) == french


def test_in_english():
    assert says(card(events.CardMoved, list_id=31), language="en") == ["moved the card from À faire to En cours"]


def test_elsewhere_than_on_its_page_a_card_has_its_title():
    assert says(card(events.CardMoved, list_id=31), on_card=False) == ["a déplacé « Titre » de À faire à En cours"]
    commented = events.CommentWritten(None, events.CommentState(5, 10, AWA, 1, None))
    assert says(commented, on_card=False) == ["a commenté « Titre »"]


def test_parts_tell_names_from_the_rest():
    said = Said("a déplacé %(card)s de %(before)s", {"card": "la carte", "before": "<À faire>"})
    assert said.parts == [("a déplacé ", False), ("la carte", True), (" de ", False), ("<À faire>", True)]
    assert str(said) == "".join(text for text, _is_name in said.parts)


@pytest.mark.parametrize(
    "fact", [fact for fact in UNDOING if fact.state is events.CardState], ids=lambda fact: fact.kind
)
def test_every_change_of_a_card_has_its_sentence(fact):
    """Not only « a modifié la carte »."""
    changes = {
        "card.renamed": {"title": "x"},
        "card.scheduled": {"due_at": NOW},
        "card.labelled": {"label_ids": (60,)},
        "card.assigned": {"member_ids": (LOU,)},
        "card.valued": {"values": {"6:70": "1.00"}},
    }
    if fact is not events.CardShifted:  # no history
        said = says(card(fact, **changes.get(fact.kind, {"position": 2.0})))
        assert said not in ([], ["a modifié la carte"])
