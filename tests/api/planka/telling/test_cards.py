"""Cards, as Planka's clients are told of them."""

from projets.boards.actions import cards as actions
from projets.boards.actions.bin import purge_bin
from projets.boards.actions.copying import duplicate_cards
from projets.boards.actions.details import assign_cards, label_cards, schedule_cards
from projets.boards.actions.leaving import transfer_cards
from projets.boards.actions.lists import bin_lists, empty_list, restore_lists, sort_list, transfer_list
from projets.boards.actions.tasks import create_task_list, create_tasks
from projets.boards.models import Board, Card, Label, TaskList
from projets.usecase.actor import Actor
from projets.usecase.guard import writes_allowed


def names(heard):
    return [one[0] for one in heard]


def test_a_new_card_is_told_to_those_who_have_the_board_open_and_logged(told, boards, editor):
    heard = told(actions.create_cards(editor, boards.todo, ["G"]), editor)
    room = f"board:{boards.board.pk}"
    assert heard.keys() == {room}
    (_create, item), (_action, action) = heard[room]
    assert names(heard[room]) == ["cardCreate", "actionCreate"]
    card = boards.card("G")
    assert item == {
        "id": str(card.pk),
        "createdAt": item["createdAt"],
        "updatedAt": None,
        "type": "project",
        "position": 262144,
        "name": "G",
        "description": None,
        "dueDate": None,
        "isDueCompleted": None,
        "stopwatch": None,
        "commentsTotal": 0,
        "isClosed": False,
        "listChangedAt": item["listChangedAt"],
        "boardId": str(boards.board.pk),
        "listId": str(boards.todo.pk),
        "creatorUserId": str(editor.user_id),
        "prevListId": None,
        "coverAttachmentId": None,
    }
    assert (action["type"], action["cardId"]) == ("createCard", str(card.pk))


def test_a_move_tells_the_card_and_the_places_of_those_it_pushed(told, hooked, boards, editor):
    room = f"board:{boards.board.pk}"
    act = actions.move_cards(editor, [boards.card("A")], boards.doing, 65536)
    heard = told(act)[room]
    assert names(heard) == ["cardUpdate", "actionCreate"]
    update = heard[0][1]
    assert (update["listId"], update["prevListId"]) == (str(boards.doing.pk), None)
    assert heard[1][1]["data"]["toList"]["name"] == "En cours"
    [(_name, body), _action] = hooked(act)
    assert body["prevData"]["item"]["listId"] == str(boards.todo.pk)
    assert [body["data"]["included"][rows][0]["id"] for rows in ("projects", "boards", "lists")] == [
        str(boards.project.pk),
        str(boards.board.pk),
        str(boards.doing.pk),
    ]


def test_those_who_make_room_are_told_by_their_places_alone(told, hooked, boards, editor):
    d, e = boards.card("D"), boards.card("E")
    with writes_allowed():
        Card.objects.filter(pk=e.pk).update(position=d.position + 0.1)
    act = actions.move_cards(editor, [boards.card("A")], boards.doing, d.position)
    heard = told(act)[f"board:{boards.board.pk}"]
    assert [item for name, item in heard if set(item) == {"id", "position"}] == [
        {"id": str(e.pk), "position": int(boards.card("E").position)}
    ]
    assert names(hooked(act)) == ["cardUpdate", "actionCreate"]


def test_archive_and_bin_are_two_lists(told, boards, editor):
    room, card = f"board:{boards.board.pk}", boards.card("A")
    board = Board.objects.get(pk=boards.board.pk)
    for act, list_id, former in (
        (actions.archive_cards, board.archive_list_id, boards.todo.pk),
        (actions.bin_cards, board.trash_list_id, board.archive_list_id),
    ):
        heard = told(act(editor, [card]))[room]
        assert names(heard) == ["cardUpdate", "actionCreate"]
        item = heard[0][1]
        assert (item["listId"], item["prevListId"], item["position"]) == (str(list_id), str(former), None)
    assert names(told(actions.clear_cards(editor, [card]))[room]) == ["cardDelete"]
    assert names(told(actions.restore_cards(editor, [card]))[room])[0] == "cardCreate"


def test_what_ends_in_the_bin_is_told_unless_it_was_thrown_out_before(told, boards, editor):
    cleared, kept = boards.card("A"), boards.card("B")
    actions.bin_cards(editor, [cleared, kept])
    actions.clear_cards(editor, [cleared])
    later = Card.objects.get(pk=kept.pk).binned_at.replace(year=2100)
    act = purge_bin(Actor(None, "system"), boards.project, [boards.board, boards.elsewhere.board], later)
    heard = told(act)[f"board:{boards.board.pk}"]
    assert [(name, item["id"]) for name, item in heard] == [("cardDelete", str(kept.pk))]


def test_labels_and_people_are_pairs(told, hooked, boards, editor):
    room, card = f"board:{boards.board.pk}", boards.card("B")
    act = label_cards(editor, [card], add=[boards.urgent])
    [(name, item)] = told(act)[room]
    assert (name, item["cardId"], item["labelId"]) == ("cardLabelCreate", str(card.pk), str(boards.urgent.pk))
    [(_name, body)] = hooked(act)
    assert body["data"]["included"]["labels"][0]["id"] == str(boards.urgent.pk)
    [(name, same)] = told(label_cards(editor, [card], remove=[boards.urgent]))[room]
    assert (name, same["id"]) == ("cardLabelDelete", item["id"])
    act = assign_cards(editor, [card], add=[editor.user_id])
    heard = told(act)[room]
    assert names(heard) == ["cardMembershipCreate", "actionCreate"]
    assert heard[0][1]["userId"] == str(editor.user_id)
    [(_name, body), _action] = hooked(act)
    assert "email" not in body["data"]["included"]["users"][0]
    assert "email" not in body["user"]
    assert names(told(assign_cards(editor, [card], remove=[editor.user_id]))[room])[0] == "cardMembershipDelete"


def test_an_edit_tells_all_of_the_card(told, boards, editor):
    heard = told(schedule_cards(editor, [boards.card("A")], due_at=None, start_date=None))
    assert heard == {}
    act = actions.rename_card(editor, boards.card("A"), "Aa")
    [(name, item)] = told(act)[f"board:{boards.board.pk}"]
    assert (name, item["name"], item["updatedAt"]) == ("cardUpdate", "Aa", item["updatedAt"])
    assert item["updatedAt"] is not None


def test_a_copy_is_told_once_with_nothing_of_what_it_holds(told, boards, editor):
    card = boards.card("A")
    create_task_list(editor, card, "Étapes")
    create_tasks(editor, TaskList.objects.get(), ["Une", "Deux"])
    heard = told(duplicate_cards(editor, [card], boards.doing))[f"board:{boards.board.pk}"]
    assert names(heard) == ["cardCreate", "actionCreate"]


def test_a_card_that_leaves_is_gone_from_one_board_and_whole_on_the_other(told, boards, both):
    card = boards.card("A")
    heard = told(transfer_cards(both, [card], boards.elsewhere))
    assert heard[f"board:{boards.board.pk}"] == [("cardUpdate", {"id": str(card.pk), "boardId": None})]
    (made, _label), (name, item) = heard[f"board:{boards.elsewhere.board.pk}"]
    assert made == "labelCreate"
    assert (name, item["boardId"], item["name"]) == ("cardUpdate", str(boards.elsewhere.board.pk), "A")


def test_a_list_that_leaves_takes_its_cards_without_a_word_of_them(told, boards, both):
    heard = told(transfer_list(both, boards.todo, boards.elsewhere.board))
    assert heard[f"board:{boards.board.pk}"] == [("listUpdate", {"id": str(boards.todo.pk), "boardId": None})]
    assert names(heard[f"board:{boards.elsewhere.board.pk}"]) == ["labelCreate", "listUpdate"]


def test_a_sort_is_one_event_and_a_webhook_each(told, hooked, boards, editor):
    act = sort_list(editor, boards.todo, "title", descending=True)
    [(name, cards)] = told(act)[f"board:{boards.board.pk}"]
    assert (name, [card["name"] for card in cards]) == ("cardsUpdate", ["C", "B", "A"])
    assert names(hooked(act)) == ["cardUpdate", "cardUpdate"]  # B stays where it was


def test_an_emptied_list_is_one_event(told, hooked, boards, editor):
    act = empty_list(editor, boards.doing)
    [(name, cards)] = told(act)[f"board:{boards.board.pk}"]
    assert (name, [card["name"] for card in cards]) == ("cardsUpdate", ["D", "E", "F"])
    assert names(hooked(act)) == ["cardUpdate", "actionCreate"] * 3


def test_a_deleted_list_leaves_its_cards_to_the_trash(told, boards, editor):
    room, board = f"board:{boards.board.pk}", Board.objects.get(pk=boards.board.pk)
    assert names(told(bin_lists(editor, [boards.todo]))[room]) == ["listDelete"]
    heard = told(restore_lists(editor, [boards.todo]))[room]
    assert names(heard) == ["listCreate", "cardsUpdate"]
    assert [card["listId"] for card in heard[1][1]] == [str(boards.todo.pk)] * 3
    assert board.trash_list_id


def test_the_trash_is_cleared_in_one_event(told, hooked, boards, editor):
    actions.bin_cards(editor, [boards.card("A"), boards.card("B")])
    act = actions.clear_bin(editor, boards.board)
    board = Board.objects.get(pk=boards.board.pk)
    [(name, item)] = told(act)[f"board:{boards.board.pk}"]
    assert (name, item["id"], item["type"]) == ("listClear", str(board.trash_list_id), "trash")
    assert names(hooked(act)) == ["listClear"]


def test_a_deleted_label_is_taken_off_by_clients(told, boards, editor):
    from projets.boards.actions.labels import bin_label

    [(name, item)] = told(bin_label(editor, Label.objects.get(pk=boards.urgent.pk)))[f"board:{boards.board.pk}"]
    assert (name, item["name"]) == ("labelDelete", "Urgent")
