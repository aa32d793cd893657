from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from projets.boards.actions.cards import (
    archive_cards,
    bin_cards,
    create_cards,
    describe_card,
    move_cards,
    rename_card,
    restore_cards,
    unarchive_cards,
)
from projets.boards.models import Card, List, TextVersion
from projets.boards.queries import text_of
from projets.usecase.errors import Invalid, NotFound, Outdated, Refused
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Act, Event


def nothing_happened():
    return not Event.objects.exists() and not Act.objects.exists()


def test_move_lands_after_those_at_the_position_or_less(boards, editor):
    fact = move_cards(editor, [boards.card("A")], boards.doing, 65536).facts[0]
    assert (boards.titles(boards.todo), boards.titles(boards.doing)) == ("BC", "DAEF")
    assert fact.after.position == boards.card("A").position == 98304.0


def test_move_many_keeps_their_order(boards, editor):
    move_cards(editor, [boards.card("C"), boards.card("A")], boards.doing, 65536)
    assert (boards.titles(boards.todo), boards.titles(boards.doing)) == ("B", "DCAEF")


def test_move_without_position_goes_last(boards, editor):
    move_cards(editor, [boards.card("A"), boards.card("B")], boards.doing)
    assert boards.titles(boards.doing) == "DEFAB"


def test_who_makes_room_is_recorded(boards, editor):
    with writes_allowed():
        Card.objects.filter(title="E").update(position=65536.1)
    facts = move_cards(editor, [boards.card("A")], boards.doing, 65536).facts
    assert boards.titles(boards.doing) == "DAEF"
    assert [(fact.kind, fact.after.title) for fact in facts] == [("card.moved", "A"), ("card.shifted", "E")]
    assert (facts[1].before.position, facts[1].after.position) == (65536.1, boards.card("E").position)


def test_a_card_that_makes_room_keeps_its_version(boards, editor):
    """What it shows is the same: stored pictures of it stay good."""
    with writes_allowed():
        Card.objects.filter(title="E").update(position=65536.1)
    move_cards(editor, [boards.card("A")], boards.doing, 65536)
    assert (boards.card("A").version, boards.card("E").version) == (1, 1)


def test_another_list_is_remembered_since_when(boards, editor):
    was = boards.card("A").list_changed_at
    move_cards(editor, [boards.card("A")], boards.todo, 999999)
    assert boards.card("A").list_changed_at == was
    move_cards(editor, [boards.card("A")], boards.doing, 0)
    assert boards.card("A").list_changed_at > was


def test_move_to_where_it_is_changes_nothing(boards, editor):
    assert move_cards(editor, [boards.card("A")], boards.todo, 65536).facts == []


@pytest.mark.parametrize("position", [-1, float("nan"), float("inf"), 10**400, "x", []])
def test_no_such_position(boards, editor, position):
    with pytest.raises(Invalid) as refused:
        move_cards(editor, [boards.card("A")], boards.doing, position)
    assert (boards.titles(boards.todo), refused.value.field, nothing_happened()) == ("ABC", "position", True)


def test_move_stays_within_its_board(boards, both):
    with pytest.raises(Invalid):
        move_cards(both, [boards.card("A")], boards.elsewhere, 0)
    assert (boards.card("A").board, nothing_happened()) == (boards.board, True)


def test_nothing_moves_from_or_to_the_bin(boards, editor):
    card = boards.card("A")
    with writes_allowed():
        List.objects.filter(pk=boards.doing.pk).update(binned_at=timezone.now())
    with pytest.raises(NotFound):
        move_cards(editor, [card], boards.doing)
    with pytest.raises(NotFound):
        move_cards(editor, [boards.card("D")], boards.todo)
    assert (boards.titles(boards.todo), nothing_happened()) == ("ABC", True)


def test_create_at_the_end_or_at_a_position(boards, editor):
    create_cards(editor, boards.todo, ["G", " H "])
    create_cards(editor, boards.todo, ["I"], position=0)
    assert boards.titles(boards.todo) == "IABCGH"
    fact = Event.objects.filter(kind="card.created").first().fact
    assert (fact.before, fact.after.title, fact.after.creator_id) == (None, "G", editor.user_id)
    assert (fact.after.position, fact.after.version, fact.after.member_ids) == (262144.0, 1, ())


def test_create_numbers_cards_within_their_project(boards, both):
    create_cards(both, boards.todo, ["G", "H"])
    create_cards(both, boards.elsewhere, ["I"])
    assert [boards.card(title).number for title in "GHI"] == [7, 8, 9]
    boards.project.refresh_from_db()
    assert boards.project.last_number == 9


@pytest.mark.parametrize("title", ["", "  ", "x" * 1025, None, "a\0b", "\ud800"])
def test_create_needs_a_title(boards, editor, title):
    with pytest.raises(Invalid) as refused:
        create_cards(editor, boards.todo, ["fine", title])
    assert (boards.titles(boards.todo), refused.value.field, nothing_happened()) == ("ABC", "title", True)


@pytest.mark.parametrize("titles", [[], ["x"] * 1001])
def test_create_some_but_not_too_many(boards, editor, titles):
    with pytest.raises(Invalid):
        create_cards(editor, boards.todo, titles)
    assert nothing_happened()


def test_the_longest_title_and_a_thousand_cards(boards, editor):
    create_cards(editor, boards.todo, ["é" * 1024] * 1000)
    assert Card.objects.filter(list=boards.todo).count() == 1003


def test_rename(boards, editor):
    fact = rename_card(editor, boards.card("A"), " Autre ").facts[0]
    assert (fact.kind, fact.before.title, fact.after.title) == ("card.renamed", "A", "Autre")
    assert fact.changed == {"title", "version"}
    assert boards.card("Autre").version == 2


def test_rename_to_the_same_or_to_nothing(boards, editor):
    assert rename_card(editor, boards.card("A"), "A").facts == []
    with pytest.raises(Invalid):
        rename_card(editor, boards.card("A"), " ")
    assert boards.card("A").version == 1


def test_describe_keeps_every_version(boards, editor):
    describe_card(editor, boards.card("A"), "Un")
    fact = describe_card(editor, boards.card("A"), "Deux", read_version=1).facts[0]
    card = boards.card("A")
    assert (fact.kind, fact.changed) == ("card.described", {"description_version", "version"})
    assert (card.description, card.description_version, card.version) == ("Deux", 2, 3)
    assert [text_of(card.pk, version) for version in range(3)] == ["", "Un", "Deux"]
    assert set(TextVersion.objects.values_list("author_id", flat=True)) == {editor.user_id}


def test_the_second_to_save_a_description_is_told(boards, editor):
    describe_card(editor, boards.card("A"), "Un", read_version=0)
    with pytest.raises(Outdated) as refused:
        describe_card(boards.member("editor"), boards.card("A"), "Deux", read_version=0)
    assert (refused.value.version, boards.card("A").description, Event.objects.count()) == (1, "Un", 1)


def test_without_a_version_one_wins_and_the_other_is_kept(boards, editor):
    describe_card(editor, boards.card("A"), "Un")
    describe_card(editor, boards.card("A"), "")
    card = boards.card("A")
    assert (card.description, card.description_version, text_of(card.pk, 1)) == ("", 2, "Un")


def test_the_same_text_is_no_version(boards, editor):
    describe_card(editor, boards.card("A"), "Un")
    assert describe_card(editor, boards.card("A"), "Un", read_version=1).facts == []
    assert boards.card("A").description_version == 1


@pytest.mark.parametrize("text", ["x" * 1_048_577, "a\0b"])
def test_a_description_that_cannot_be_kept(boards, editor, text):
    with pytest.raises(Invalid) as refused:
        describe_card(editor, boards.card("A"), text)
    assert (refused.value.field, nothing_happened(), TextVersion.objects.count()) == ("description", True, 0)


def test_bin_keeps_the_place(boards, editor):
    fact = bin_cards(editor, [boards.card("B")]).facts[0]
    assert (boards.titles(boards.todo), boards.card("B").position) == ("AC", 131072.0)
    assert (fact.kind, fact.before.binned_at, fact.after.binned_at) == (
        "card.binned",
        None,
        boards.card("B").binned_at,
    )


def test_what_is_in_the_bin_is_not_there(boards, editor):
    card = boards.card("B")
    bin_cards(editor, [card])
    for act in (lambda: bin_cards(editor, [card]), lambda: rename_card(editor, card, "Autre")):
        with pytest.raises(NotFound):
            act()
    assert (boards.card("B").binned_at is not None, Event.objects.count()) == (True, 1)


def test_restore_to_the_place_it_came_from(boards, editor):
    bin_cards(editor, [boards.card("B"), boards.card("D")])
    act = restore_cards(editor, [boards.card("B"), boards.card("D")])
    assert (boards.titles(boards.todo), boards.titles(boards.doing)) == ("ABC", "DEF")
    assert [fact.kind for fact in act.facts] == ["card.restored"] * 2


def test_restore_where_somebody_else_stands_now(boards, editor):
    bin_cards(editor, [boards.card("B")])
    move_cards(editor, [boards.card("D")], boards.todo, 131072)
    restore_cards(editor, [boards.card("B")])
    assert boards.titles(boards.todo) == "ADBC"
    positions = list(Card.objects.filter(list=boards.todo).values_list("position", flat=True))
    assert len(set(positions)) == 4


def test_restore_needs_the_list(boards, editor):
    bin_cards(editor, [boards.card("A")])
    with writes_allowed():
        List.objects.filter(pk=boards.todo.pk).update(binned_at=timezone.now())
    with pytest.raises(Invalid):
        restore_cards(editor, [boards.card("A")])
    assert (boards.card("A").in_bin, Event.objects.count()) == (True, 1)


def test_archive_and_back(boards, editor):
    act = archive_cards(editor, [boards.card("A"), boards.card("C")])
    assert (boards.titles(boards.todo), [fact.kind for fact in act.facts]) == ("B", ["card.archived"] * 2)
    since = boards.card("A").archived_at
    assert archive_cards(editor, [boards.card("A")]).facts == []
    assert boards.card("A").archived_at == since
    act = unarchive_cards(editor, [boards.card("A"), boards.card("B")])
    assert (boards.titles(boards.todo), [fact.kind for fact in act.facts]) == ("AB", ["card.unarchived"])


def test_the_log_knows_nobody_by_name(boards, editor):
    """Erasing a person need not touch the log."""
    rename_card(editor, boards.card("A"), "Autre")
    create_cards(editor, boards.todo, ["G"])
    for columns in Event.objects.values_list("columns", flat=True):
        assert "Camille" not in str(columns)
        assert "ministere.example" not in str(columns)


def test_the_log_knows_a_description_by_its_version(boards, editor):
    describe_card(editor, boards.card("A"), "Bonjour")
    assert "Bonjour" not in str(Event.objects.get().columns)


def test_needs_the_right(boards):
    reader = boards.member("reader")
    for act in (
        lambda: create_cards(reader, boards.todo, ["G"]),
        lambda: rename_card(reader, boards.card("A"), "Autre"),
        lambda: bin_cards(reader, [boards.card("A")]),
        lambda: archive_cards(reader, [boards.card("A")]),
        lambda: move_cards(reader, [boards.card("A")], boards.doing),
    ):
        with pytest.raises(Refused):
            act()
    assert (boards.titles(boards.todo), nothing_happened()) == ("ABC", True)


def test_one_that_is_refused_refuses_all(boards, editor):
    contributor = boards.member("contributor")
    create_cards(contributor, boards.todo, ["G"])
    with pytest.raises(Refused):
        bin_cards(contributor, [boards.card("G"), boards.card("A")])
    assert boards.titles(boards.todo) == "ABCG"


def test_queries_do_not_grow_with_the_selection(boards, editor):
    create_cards(editor, boards.todo, [f"n{rank}" for rank in range(41)])
    many = list(Card.objects.filter(title__startswith="n"))

    def queries(act, cards, *more):
        with CaptureQueriesContext(connection) as captured:
            act(editor, cards, *more)
        return len(captured)

    for act, *more in (
        (move_cards, boards.doing),
        (archive_cards,),
        (unarchive_cards,),
        (bin_cards,),
        (restore_cards,),
    ):
        one = queries(act, many[:1], *more)
        assert queries(act, many[1:], *more) <= one, act.__name__


def test_as_few_queries_as_can_be(boards, editor, django_assert_num_queries, django_capture_on_commit_callbacks):
    """Act, stream, card, its people, list, rights, neighbours; then card, event, revision; begin and end.

    A move also asks for tasks that are this card, a creation whether its author wants to follow it. On PostgreSQL the
    first two are one, and so are the event, the revision and the notification.
    """
    with django_capture_on_commit_callbacks(execute=True):  # the board's stream is known from then on
        move_cards(editor, [boards.card("A")], boards.doing, 0)
    card = boards.card("A")
    with django_assert_num_queries(13 if connection.vendor == "sqlite" else 11):
        move_cards(replace(editor, act="7f1c"), [card], boards.todo, 1000)
    with django_assert_num_queries(12 if connection.vendor == "sqlite" else 10):
        create_cards(replace(editor, act="7f1d"), boards.todo, ["G"])
