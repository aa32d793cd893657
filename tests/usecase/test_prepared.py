import pytest

from projets.boards.models import Card, CardMember
from projets.usecase import statements
from projets.usecase.guard import StrayWrite, writes_allowed
from projets.usecase.ids import new_id
from projets.usecase.models import Stream
from projets.usecase.prepared import MOST_COMPILED, Prepared, insert, insertion, update

titles = Prepared(lambda pks: Card.objects.filter(pk__in=pks).order_by("title").values_list("title"))
on_board = Prepared(
    lambda board, pks: Card.objects.select_related("list").filter(board=board, pk__in=pks, number__lt=6)
)


def test_each_time_with_other_values(boards):
    for letters in ("A", "B", "AC", "", "BDF"):
        assert titles.rows([boards.card(letter).pk for letter in letters]) == [(letter,) for letter in letters]


def test_built_once_for_each_number_of_values(boards):
    built = []

    def build(pks):
        built.append(len(pks))
        return Card.objects.filter(pk__in=pks).order_by().values_list("title")

    counted = Prepared(build)
    for letters in ("A", "B", "CD", "EF", "A"):
        counted.rows([boards.card(letter).pk for letter in letters])
    assert built == [1, 2]
    for _twice in range(2):
        counted.rows([new_id() for _ in range(MOST_COMPILED + 1)])
    assert built == [1, 2, MOST_COMPILED + 1, MOST_COMPILED + 1]


def test_models_are_as_django_makes_them(boards):
    pks = [boards.card(letter).pk for letter in "AF"]
    (card,) = on_board.objects(boards.board.pk, pks)
    same = Card.objects.get(title="A")
    assert {name: getattr(card, name) for name in vars(same) if not name.startswith("_")} == {
        name: value for name, value in vars(same).items() if not name.startswith("_")
    }
    assert (card.list.name, card.pk == same.pk) == ("À faire", True)
    assert on_board.objects(boards.elsewhere.board_id, pks) == []


def test_what_is_deferred_is_read_when_asked_for(boards, django_assert_num_queries):
    deferred = Prepared(lambda pks: Card.objects.defer("description").filter(pk__in=pks))
    (card,) = deferred.objects([boards.card("A").pk])
    with django_assert_num_queries(1):
        assert card.description == ""


def test_no_value_is_taken_for_another(boards):
    """A number that the query itself holds is not one of those to come, whatever it is."""
    pk = boards.card("A").pk
    odd = Prepared(lambda pks: Card.objects.filter(pk__in=pks, number=1).order_by().values_list("number"))
    assert odd.rows([pk]) == [(1,)]
    assert odd.rows([1]) == []
    assert odd.rows([2**62 + 1]) == []


def test_insert(boards, both):
    card = boards.card("A")
    rows = [CardMember(card=card, person_id=person) for person in range(1, 251)]
    with pytest.raises(StrayWrite):
        insert(rows)
    with writes_allowed():
        insert(rows)
        insert([Stream(name="x"), Stream(name="y")])
        kept = insertion([Stream(name="y"), Stream(name="z", revision=7)], "ON CONFLICT DO NOTHING")
        assert statements.written(*kept) == 1
        insert([])
    assert CardMember.objects.filter(card=card).count() == 250
    assert list(Stream.objects.order_by("name").values_list("name", "revision")) == [("x", 0), ("y", 0), ("z", 7)]
    with writes_allowed():
        rows[0].is_responsible = True
        rows[0].save()
    assert CardMember.objects.get(is_responsible=True) == rows[0]


def test_update_writes_what_it_is_told(boards):
    card, other = boards.card("A"), boards.card("B")
    card.title, card.position, card.label_ids, card.number = "Autre", 7.5, [1, 2], 99
    with pytest.raises(StrayWrite):
        update(card, {"title"})
    with writes_allowed():
        update(card, {"title", "position", "label_ids", "list", "values"})
    now = Card.objects.get(pk=card.pk)
    assert (now.title, now.position, now.label_ids, now.number) == ("Autre", 7.5, [1, 2], boards.card("Autre").number)
    assert now.number != 99
    assert boards.card("B") == other
