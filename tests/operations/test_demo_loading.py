"""When the demonstration comes, and when it does not."""

from datetime import date

import pytest

from projets.accounts.models import User
from projets.boards.models import Attachment, Board, Card, Comment, List, Membership, Project, Reaction, Task
from projets.operations import cli, demo, start
from projets.operations.demo.days import day
from projets.usecase.errors import Conflict
from projets.usecase.models import Act, Event

EVERYTHING = (User, Project, Board, Membership, List, Card, Comment, Reaction, Task, Attachment, Act, Event)


def counted():
    return {model.__name__: model.objects.count() for model in EVERYTHING}


def test_a_second_time_is_refused_and_nothing_changes(db):
    demo.load()
    before = counted()
    with pytest.raises(Conflict, match="in use"):
        demo.load()
    assert counted() == before


def test_a_project_of_somebody_is_left_alone(boards):
    before = counted()
    with pytest.raises(Conflict):
        demo.load()
    assert counted() == before
    assert User.objects.filter(is_demo=True).count() == 0


def test_what_breaks_half_way_leaves_nothing(db, monkeypatch):
    def broken(*given):
        raise RuntimeError("the power went off")

    monkeypatch.setattr("projets.operations.demo.loading.write_project", broken)
    before = counted()
    with pytest.raises(RuntimeError):
        demo.load()
    assert counted() == before


@pytest.mark.parametrize(("mode", "people", "administrators"), [("local", 12, 1), ("public", 11, 0), ("none", 0, 0)])
def test_the_first_start_brings_it_and_the_second_keeps_what_is_there(db, settings, mode, people, administrators):
    settings.DEMONSTRATION = mode
    start.demonstration()
    assert User.objects.count() == people
    assert User.objects.filter(role="administrator").count() == administrators
    before = counted()
    start.demonstration()
    assert counted() == before


def test_a_start_that_finds_somebody_brings_nothing(boards, settings):
    settings.DEMONSTRATION = "local"
    boards.person()
    before = counted()
    start.demonstration()
    assert counted() == before


@pytest.mark.django_db(transaction=True)
def test_the_command(settings, capsys):
    settings.DEMONSTRATION = "none"
    assert cli.main(["demo"]) == 0
    said = capsys.readouterr().out.splitlines()
    cards = Card.objects.count()
    assert said == [
        f"Demonstration: 8 projects, {Board.objects.count()} boards, {cards} cards, 12 people.",
        "Nobody enters it by one click: that needs PROJETS_DEMO=1 on a loopback address, or PROJETS_DEMO=public.",
    ]
    assert cli.main(["demo"]) == 1
    assert capsys.readouterr().err == (
        "projets: This instance is in use: the demonstration goes into an empty one. Give another PROJETS_DATA_DIR.\n"
    )
    assert Card.objects.count() == cards


MONDAY, FRIDAY, SUNDAY = date(2027, 3, 1), date(2027, 3, 5), date(2027, 3, 7)


@pytest.mark.parametrize(
    ("counted", "today", "found"),
    [
        (0, SUNDAY, SUNDAY),
        (1, FRIDAY, date(2027, 3, 8)),
        (-1, MONDAY, date(2027, 2, 26)),
        (-1, SUNDAY, FRIDAY),
        (5, MONDAY, date(2027, 3, 8)),
        (1, date(2026, 12, 24), date(2026, 12, 28)),
        ("week", MONDAY, FRIDAY),
        ("week", FRIDAY, date(2027, 3, 6)),
        ("week", SUNDAY, date(2027, 3, 8)),
    ],
)
def test_days_are_those_on_which_one_works(counted, today, found):
    assert day(counted, today) == found
