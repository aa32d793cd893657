from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from projets.boards.actions.cards import create_cards
from projets.boards.actions.details import (
    assign_cards,
    cover_card,
    finish_cards,
    label_cards,
    schedule_cards,
    value_cards,
)
from projets.boards.models import Attachment, Card, CardMember, Label, Project, Unclaimed
from projets.usecase.errors import Invalid, NotFound, Refused
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Act, Event

AFTERNOON = datetime(2027, 3, 12, 16, 0, tzinfo=UTC)


def nothing_happened():
    return not Event.objects.exists() and not Act.objects.exists()


def seen(card):
    """Who is on a card: (responsible, others), as its facts and as the table say."""
    rows = CardMember.objects.filter(card=card).order_by("person_id")
    leading = [one.person_id for one in rows if one.is_responsible]
    others = tuple(one.person_id for one in rows if not one.is_responsible)
    assert (card.responsible_id, card.member_ids) == (leading[0] if leading else None, others)
    return card.responsible_id, card.member_ids


@pytest.fixture
def field(boards):
    def make(kind, **columns):
        return boards.field("Champ", kind, **columns)

    return make


# dates


def test_schedule_some_of_the_dates(boards, editor):
    act = schedule_cards(editor, [boards.card("A"), boards.card("B")], due_at=AFTERNOON, due_has_time=True)
    assert [fact.kind for fact in act.facts] == ["card.scheduled"] * 2
    assert act.facts[0].changed == {"due_at", "due_has_time", "version"}
    schedule_cards(editor, [boards.card("A")], start_date=date(2027, 3, 1))
    card = boards.card("A")
    assert (card.start_date, card.due_at, card.due_has_time) == (date(2027, 3, 1), AFTERNOON, True)
    schedule_cards(editor, [boards.card("A")], due_at=None)
    card = boards.card("A")
    assert (card.start_date, card.due_at, card.due_has_time, card.version) == (date(2027, 3, 1), None, False, 4)
    assert schedule_cards(editor, [boards.card("A")], due_at=None).facts == []


def test_without_a_time_it_is_due_at_the_end_of_its_day(boards, editor):
    schedule_cards(editor, [boards.card("A")], due_at=AFTERNOON, due_has_time=False)
    assert boards.card("A").due_at == datetime(2027, 3, 12, 22, 59, 59, tzinfo=UTC)
    schedule_cards(editor, [boards.card("B")], due_at=datetime(2027, 7, 1, 8, tzinfo=UTC))
    assert boards.card("B").due_at == datetime(2027, 7, 1, 21, 59, 59, tzinfo=UTC)


def test_start_and_due_may_be_the_same_day(boards, editor):
    schedule_cards(editor, [boards.card("A")], start_date=date(2027, 3, 12), due_at=AFTERNOON, due_has_time=True)
    assert boards.card("A").start_date == date(2027, 3, 12)


def test_start_after_due_is_refused_for_all(boards, editor):
    schedule_cards(editor, [boards.card("B")], start_date=date(2027, 3, 13))
    with pytest.raises(Invalid) as refused:
        schedule_cards(editor, [boards.card("A"), boards.card("B")], due_at=AFTERNOON)
    assert (refused.value.field, "B" in str(refused.value)) == ("start_date", True)
    assert (boards.card("A").due_at, Event.objects.count()) == (None, 1)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("start_date", "12/03/2027"),
        ("start_date", AFTERNOON),
        ("due_at", "2027-03-12"),
        ("due_at", date(2027, 3, 12)),
        ("due_at", AFTERNOON.replace(tzinfo=None)),
        ("due_at", AFTERNOON.replace(year=3000)),
        ("due_at", AFTERNOON.replace(year=1899)),
    ],
)
def test_what_is_no_date(boards, editor, field, value):
    with pytest.raises(Invalid) as refused:
        schedule_cards(editor, [boards.card("A")], **{field: value})
    assert (refused.value.field, nothing_happened()) == (field, True)


# done


def test_finish_and_reopen(boards, editor):
    act = finish_cards(editor, [boards.card("A"), boards.card("B")])
    since = boards.card("A").done_at
    assert ([fact.kind for fact in act.facts], since is not None) == (["card.finished"] * 2, True)
    act = finish_cards(editor, [boards.card(title) for title in "ABC"], done=True)
    assert ([fact.after.title for fact in act.facts], boards.card("A").done_at) == (["C"], since)
    act = finish_cards(editor, [boards.card("A"), boards.card("D")], done=False)
    assert [(fact.kind, fact.after.title) for fact in act.facts] == [("card.reopened", "A")]
    assert boards.card("A").done_at is None


# labels


def test_labels_on_and_off(boards, editor):
    with writes_allowed():
        waiting = Label.objects.create(board=boards.board, name="Attente", color="bleu", position=131072.0)
    act = label_cards(editor, [boards.card("A"), boards.card("B")], add=[waiting], remove=[boards.urgent])
    assert [(fact.kind, fact.after.title, fact.after.label_ids) for fact in act.facts] == [
        ("card.labelled", "A", (waiting.pk,)),
        ("card.labelled", "B", (waiting.pk,)),
    ]
    assert (boards.card("A").label_ids, boards.card("A").version) == ([waiting.pk], 2)
    assert label_cards(editor, [boards.card("A")], add=[waiting], remove=[boards.urgent]).facts == []


def test_labels_of_its_board_only(boards, both):
    with writes_allowed():
        there = Label.objects.create(board=boards.elsewhere.board, name="Là", color="bleu", position=65536.0)
    with pytest.raises(Invalid) as refused:
        label_cards(both, [boards.card("A")], add=[there])
    assert (refused.value.field, boards.card("A").label_ids, nothing_happened()) == ("label", [boards.urgent.pk], True)


def test_no_label_out_of_the_bin(boards, editor):
    with writes_allowed():
        Label.objects.update(binned_at=timezone.now())
    with pytest.raises(NotFound):
        label_cards(editor, [boards.card("B")], add=[boards.urgent])
    assert nothing_happened()


def test_a_contributor_labels_their_own_cards(boards):
    contributor = boards.member("contributor")
    mine = create_cards(contributor, boards.todo, ["G"]).facts[0].after.id
    label_cards(contributor, [Card.objects.get(pk=mine)], add=[boards.urgent])
    with pytest.raises(Refused):
        label_cards(contributor, [boards.card("B")], add=[boards.urgent])
    assert (boards.card("G").label_ids, boards.card("B").label_ids) == ([boards.urgent.pk], [])


# people


def test_put_people_on_and_off(boards, editor, both):
    act = assign_cards(editor, [boards.card("A"), boards.card("B")], add=[editor.user_id, both.user_id])
    assert [fact.kind for fact in act.facts] == ["card.assigned"] * 2 + ["card_subscription.added"] * 4
    two = tuple(sorted([editor.user_id, both.user_id]))
    assert (seen(boards.card("A")), act.facts[0].after.member_ids) == ((None, two), two)
    kept = CardMember.objects.get(card__title="A", person_id=editor.user_id).pk
    assign_cards(editor, [boards.card("A")], remove=[both.user_id])
    assert seen(boards.card("A")) == (None, (editor.user_id,))
    assert CardMember.objects.get(card__title="A").pk == kept
    assert (seen(boards.card("B")), boards.card("A").version) == ((None, two), 3)


def test_the_first_one_is_not_responsible_unless_asked(boards, editor, both):
    assign_cards(editor, [boards.card("A")], add=[both.user_id])
    assert seen(boards.card("A")) == (None, (both.user_id,))
    assign_cards(editor, [boards.card("A")], responsible=editor.user_id)
    assert seen(boards.card("A")) == (editor.user_id, (both.user_id,))


def test_one_responsible_after_the_other(boards, editor, both):
    cards = [boards.card("A"), boards.card("B")]
    assign_cards(editor, cards, responsible=editor.user_id)
    fact = assign_cards(editor, [boards.card("A")], responsible=both.user_id).facts[0]
    assert (fact.before.responsible_id, fact.after.responsible_id) == (editor.user_id, both.user_id)
    assert seen(boards.card("A")) == (both.user_id, (editor.user_id,))
    assign_cards(editor, cards, add=[both.user_id], responsible=None)
    assert seen(boards.card("A")) == seen(boards.card("B")) == (None, tuple(sorted([editor.user_id, both.user_id])))


def test_adding_who_is_responsible_changes_nothing(boards, editor):
    assign_cards(editor, [boards.card("A")], responsible=editor.user_id)
    assert assign_cards(editor, [boards.card("A")], add=[editor.user_id]).facts == []


def test_whoever_goes_is_no_longer_responsible(boards, editor):
    assign_cards(editor, [boards.card("A")], responsible=editor.user_id)
    assign_cards(editor, [boards.card("A")], remove=[editor.user_id])
    assert (seen(boards.card("A")), CardMember.objects.count()) == ((None, ()), 0)


def test_nobody_is_taken_off_who_could_not_be_on(boards, editor, both):
    cards, stranger, before = [boards.card("A"), boards.card("B")], boards.person("Lou Roy").pk, Event.objects.count()
    for nobody in (stranger, 12):
        with pytest.raises(Invalid) as refused:
            assign_cards(editor, cards, remove=[both.user_id, nobody])
        assert refused.value.field == "remove"
    assert assign_cards(editor, cards, remove=[both.user_id]).facts == []  # who might be on them
    assert Event.objects.count() == before
    with writes_allowed():
        CardMember.objects.create(card=cards[0], person_id=stranger)  # who was, and sees the board no more
    assign_cards(editor, cards, remove=[stranger])
    assert seen(boards.card("A")) == (None, ())


@pytest.mark.parametrize("how", ["add", "responsible"])
def test_only_those_who_see_the_board(boards, editor, how):
    stranger = boards.person("Lou Roy").pk
    with pytest.raises(Invalid) as refused:
        assign_cards(editor, [boards.card("A")], **{how: [stranger] if how == "add" else stranger})
    assert (refused.value.field, nothing_happened(), CardMember.objects.count()) == ("members", True, 0)


def test_managers_and_unclaimed_names_of_the_board(boards, editor):
    manager = boards.member("project manager", name="Karim Benali").user_id
    with writes_allowed():
        here, there = (
            Unclaimed.objects.create(board=board, name="Ancien").pk for board in (boards.board, boards.elsewhere.board)
        )
    assign_cards(editor, [boards.card("A")], add=[manager, here])
    assert seen(boards.card("A")) == (None, tuple(sorted([manager, here])))
    with pytest.raises(Invalid):
        assign_cards(editor, [boards.card("B")], add=[there])
    assert seen(boards.card("B")) == (None, ())


# typed values


def test_a_value_is_kept_in_its_canonical_form(boards, editor, field):
    cost, size = field("euros"), field("number", unit="km")
    value_cards(editor, [boards.card("A")], size, "3,5 km")
    act = value_cards(editor, [boards.card("A"), boards.card("B")], cost, "1 234,5 €")
    assert [fact.kind for fact in act.facts] == ["card.valued"] * 2
    assert (
        boards.card("A").values == act.facts[0].after.values == {boards.key(size): "3.5", boards.key(cost): "1234.50"}
    )
    assert act.facts[0].before.values == {boards.key(size): "3.5"}
    assert value_cards(editor, [boards.card("B")], cost, "1234.50").facts == []


def test_an_empty_value_clears(boards, editor, field):
    cost = field("euros")
    value_cards(editor, [boards.card("A")], cost, "12")
    value_cards(editor, [boards.card("A"), boards.card("B")], cost, " ")
    assert (boards.card("A").values, boards.card("B").version) == ({}, 1)


def test_a_value_that_is_none(boards, editor, field):
    with pytest.raises(Invalid):
        value_cards(editor, [boards.card("A")], field("number"), "beaucoup")
    assert (boards.card("A").values, nothing_happened()) == ({}, True)


def test_a_person_sees_the_board(boards, editor, field):
    who = field("person")
    value_cards(editor, [boards.card("A")], who, "camille martin")
    assert boards.card("A").values == {boards.key(who): str(editor.user_id)}
    for nobody in ("-", "Lou Roy", boards.person("Lou Roy").pk):
        with pytest.raises(Invalid):
            value_cards(editor, [boards.card("B")], who, nobody)
    assert (boards.card("B").values, Event.objects.count()) == ({}, 1)


def test_fields_of_its_project_that_are_there(boards, editor, field):
    with writes_allowed():
        other = Project.objects.create(name="Autre", prefix="AUTR")
    with pytest.raises(Invalid):
        value_cards(editor, [boards.card("A")], field("text", project=other), "x")
    with pytest.raises(NotFound):
        value_cards(editor, [boards.card("A")], field("text", binned_at=timezone.now()), "x")
    assert (boards.card("A").values, nothing_happened()) == ({}, True)


# cover


@pytest.fixture
def picture(boards):
    def make(card="A", **columns):
        with writes_allowed():
            given = {"name": "x", "key": "k", "mime": "image/png", "width": 40, "height": 30} | columns
            return Attachment.objects.create(card=boards.card(card), **given)

    return make


def test_cover_and_uncover(boards, editor, picture):
    image = picture()
    fact = cover_card(editor, boards.card("A"), image).facts[0]
    assert (fact.kind, fact.after.cover_id, boards.card("A").version) == ("card.covered", image.pk, 2)
    cover_card(editor, boards.card("A"), None)
    assert boards.card("A").cover_id is None


@pytest.mark.parametrize(
    "columns", [{"mime": "application/pdf"}, {"card": "B"}, {"width": None}, {"mime": "", "url": "https://x.fr/a.png"}]
)
def test_what_is_no_cover(boards, editor, picture, columns):
    with pytest.raises(Invalid) as refused:
        cover_card(editor, boards.card("A"), picture(**columns))
    assert (refused.value.field, nothing_happened()) == ("cover", True)


def test_no_cover_out_of_the_bin(boards, editor, picture):
    with pytest.raises(NotFound):
        cover_card(editor, boards.card("A"), picture(binned_at=timezone.now()))
    assert nothing_happened()


# all of them


def test_queries_do_not_grow_with_the_selection(boards, editor, both, field):
    """Save for one more INSERT each hundred facts; thirty cards make ninety at most."""
    create_cards(editor, boards.todo, [f"n{rank}" for rank in range(31)])
    many, cost = list(Card.objects.filter(title__startswith="n")), field("euros")
    due = AFTERNOON + timedelta(days=1)
    for act in (
        lambda cards: schedule_cards(editor, cards, due_at=due),
        lambda cards: finish_cards(editor, cards),
        lambda cards: label_cards(editor, cards, add=[boards.urgent]),
        lambda cards: assign_cards(editor, cards, add=[editor.user_id], responsible=both.user_id),
        lambda cards: assign_cards(editor, cards, remove=[both.user_id], responsible=editor.user_id),
        lambda cards: value_cards(editor, cards, cost, "12"),
    ):
        with CaptureQueriesContext(connection) as one:
            act(many[:1])
        with CaptureQueriesContext(connection) as thirty:
            act(many[1:])
        assert len(thirty) <= len(one)
