"""« Who can see this? » by our own API."""

from datetime import timedelta

from django.utils import timezone

from projets.boards.actions.boards import mark_board
from projets.boards.actions.details import assign_cards
from projets.boards.actions.restricting import restrict_cards
from projets.boards.models import Card
from projets.boards.sharing.actions.links import make_link


def test_everybody_who_sees_a_board_and_why(boards, editor, asking, django_assert_num_queries):
    manager = boards.member("project manager", name="Max Imum")
    administrator = boards.member("administrator", name="Ada Min")
    make_link(manager, boards.board, "s" * 43, "Cabinet", timezone.now() + timedelta(days=9))
    ask, path = asking(editor, "read"), f"boards/{boards.board.pk}/who-sees"
    ask.get(path)
    with django_assert_num_queries(9):
        seen = ask.get(path).json()
    day = timezone.localtime(timezone.now() + timedelta(days=9)).strftime("%m/%d/%Y")
    assert seen == {
        "seers": [
            {"person_id": str(administrator.user_id), "name": "Ada Min", "reasons": ["administrator"]},
            {"person_id": str(editor.user_id), "name": "Camille Martin", "reasons": ["editor"]},
            {"person_id": str(manager.user_id), "name": "Max Imum", "reasons": ["manager"]},
            {"person_id": None, "name": f"Whoever has the link “Cabinet”, until {day}", "reasons": ["link"]},
        ],
        "closed": [],
    }
    for number in range(3):
        boards.member("reader", name=f"Zoé {number}")
    with django_assert_num_queries(9):
        assert len(ask.get(path).json()["seers"]) == 7


def test_of_a_restricted_card_its_people_alone(boards, editor, asking):
    manager, other = boards.member("project manager", name="Max Imum"), boards.member("reader", name="Zoé Autre")
    assign_cards(editor, [boards.card("A")], add=[editor.user_id])
    restrict_cards(editor, [boards.card("A")])
    seen = asking(editor).get("cards/PORT-1/who-sees").json()["seers"]
    assert [(one["name"], one["reasons"]) for one in seen] == [
        ("Camille Martin", ["on card", "editor"]),
        ("Max Imum", ["manager"]),
    ]
    assert asking(other).get("cards/PORT-1/who-sees").status_code == 404
    assert asking(manager).get(f"cards/{Card.objects.get(number=1).pk}/who-sees").json()["seers"] == seen


def test_what_its_marking_shuts(boards, asking):
    manager = boards.member("project manager")
    make_link(manager, boards.board, "s" * 43, "Cabinet", timezone.now() + timedelta(days=9))
    mark_board(manager, boards.board, "sensitive")
    answer = asking(manager).get(f"boards/{boards.board.pk}/who-sees").json()
    assert [one["reasons"] for one in answer["seers"]] == [["manager"]]
    assert answer["closed"] == ["links", "guests", "mail_body", "outgoing"]


def test_who_does_not_see_it_is_told_nothing(boards, editor, asking):
    outsider = asking(boards.member(None, name="Ève Tranger"))
    assert outsider.get(f"boards/{boards.board.pk}/who-sees").status_code == 404
    assert outsider.get("cards/PORT-1/who-sees").status_code == 404
    bound = asking(boards.member("project manager"), projects=[boards.project])
    assert bound.get(f"boards/{boards.board.pk}/who-sees").status_code == 200
    assert bound.get("cards/PORT-1/who-sees").status_code == 200
