"""Whatever an export holds: the balance adds up, nothing dangles, and the order is that of positions."""

from hypothesis import given
from hypothesis import strategies as st

from projets.boards.names import HUES
from tests.exchange.trello_files import (
    a_card,
    adds_up,
    as_file,
    oid,
    plan_of,
    read,
)

ids = st.integers(100, 110).map(oid) | st.none()
positions = st.none() | st.floats(0, 2.0**47) | st.sampled_from([1, 1.5])
words = st.text(max_size=4)
lists = st.lists(
    st.fixed_dictionaries({"id": ids, "name": words, "pos": positions, "closed": st.booleans()}), max_size=4
)
labels = st.lists(
    st.fixed_dictionaries({"id": ids, "name": words, "color": st.sampled_from(["red", "sky_dark", None])}), max_size=4
)
cards = st.lists(
    st.fixed_dictionaries(
        {
            "id": ids,
            "idList": ids,
            "name": words,
            "pos": positions,
            "labels": labels,
            "idLabels": st.lists(ids.filter(bool), max_size=2),
            "idMembers": st.lists(ids.filter(bool), max_size=2),
            "idChecklists": st.lists(ids.filter(bool), max_size=2),
            "attachments": st.lists(
                st.fixed_dictionaries({"id": ids, "url": st.sampled_from(["https://a.fr", "x"])}), max_size=3
            ),
            "customFieldItems": st.lists(
                st.fixed_dictionaries({"id": ids, "idCustomField": ids, "value": st.just({"text": "a"})}), max_size=3
            ),
        }
    ),
    max_size=6,
)
checklists = st.lists(
    st.fixed_dictionaries(
        {
            "id": ids,
            "idCard": ids,
            "checkItems": st.lists(st.fixed_dictionaries({"id": ids, "name": words, "pos": positions}), max_size=4),
        }
    ),
    max_size=4,
)
actions = st.lists(
    st.fixed_dictionaries(
        {
            "id": ids,
            "type": st.sampled_from(["commentCard", "copyCommentCard", "updateCard"]),
            "data": st.fixed_dictionaries({"text": words, "card": st.fixed_dictionaries({"id": ids})}) | st.none(),
        }
    ),
    max_size=6,
)


@given(
    st.fixed_dictionaries(
        {
            "lists": lists,
            "cards": cards,
            "labels": labels | st.none(),
            "checklists": checklists,
            "actions": actions,
            "members": st.lists(st.fixed_dictionaries({"id": ids, "fullName": words}), max_size=3),
            "customFields": st.lists(st.fixed_dictionaries({"id": ids, "type": st.just("text")}), max_size=3),
        }
    )
)
def test_the_balance_adds_up_and_everything_named_is_there(board):
    plan = read(as_file(board))
    assert adds_up(plan)
    people = {one.source_id for one in plan.people} | {""}
    lists_there = {one.source_id for one in plan.lists}
    labels_there = {one.source_id for one in plan.labels}
    assert {one.hue for one in plan.labels} <= set(HUES)
    for card in plan.cards:
        assert card.list in lists_there
        assert set(card.labels) <= labels_there
        assert {card.creator, *card.members, *(one.author for one in card.comments)} <= people
        assert {one.assignee for tasks in card.task_lists for one in tasks.tasks} <= people


@given(st.lists(positions, max_size=30))
def test_order_is_that_of_positions_and_stable(given_positions):
    plan = plan_of(cards=[a_card(id=oid(100 + at), name=str(at), pos=pos) for at, pos in enumerate(given_positions)])
    order = [int(card.title) for card in plan.cards]
    keys = [(given_positions[at] is None, given_positions[at] or 0, at) for at in order]
    assert keys == sorted(keys)
