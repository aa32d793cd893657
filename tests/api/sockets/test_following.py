"""What clients of Planka are told, by whom it was done whatever, and until when."""

import threading

import pytest

from projets.accounts.actions.people import deactivate_user, set_role
from projets.boards.actions.labels import create_label, edit_label
from projets.boards.actions.memberships import remove_member
from projets.boards.models import Label, Membership
from projets.usecase.actor import Actor
from tests.api.planka.client import Planka


def test_an_act_of_anybody_reaches_every_client_once(server, listener, boards, editor):
    one, other = listener(server, editor), listener(server, boards.member("reader"))
    assert [who.open(boards.board) for who in (one, other)] == [200, 200]
    create_label(editor, boards.board, "Bientôt", "vert", 65536)  # by another process
    create_label(editor, boards.board, "Plus tard", "bleu", 131072)
    for who in (one, other):
        assert [who.hear()[1]["item"]["name"] for _label in range(2)] == ["Bientôt", "Plus tard"]


def test_whoever_asked_for_it_has_the_answer_and_is_not_told(server, listener, boards, editor):
    asking, other = listener(server, editor), listener(server, editor)
    for who in (asking, other):
        who.open(boards.board)
    status, body = asking.ask("patch", f"/api/labels/{boards.urgent.pk}", {"name": "Très urgent"})
    assert (status, body["item"]["name"]) == (200, "Très urgent")
    name, told = other.hear()
    assert (name, told["item"]["name"]) == ("labelUpdate", "Très urgent")
    edit_label(editor, boards.urgent, name="Urgent")
    assert asking.hear()[1]["item"]["name"] == "Urgent"  # the first that it hears


def test_whoever_asked_for_it_is_told_who_made_room(server, listener, boards, editor):
    asking = listener(server, editor)
    asking.open(boards.board)
    url, sent = f"/api/lists/{boards.doing.pk}/cards", {"type": "project", "name": "Serrée"}
    made = [asking.ask("post", url, sent | {"position": place})[1]["item"]["id"] for place in (1, 1.1, 1.2, 1)]
    name, told = asking.hear()
    assert (name, set(told["item"])) == ("cardUpdate", {"id", "position"})
    assert told["item"]["id"] in made[:-1]


def test_an_answer_comes_before_what_happens_afterwards(server, listener, boards, editor):
    one = listener(server, editor)
    assert one.ask("get", f"/api/boards/{boards.board.pk}", {"subscribe": True})[0] == 200
    for number in range(20):
        one.ask("patch", f"/api/labels/{boards.urgent.pk}", {"name": f"Nom {number}"})
    assert Label.objects.get(pk=boards.urgent.pk).name == "Nom 19"


def test_who_may_not_see_a_board_is_told_nothing_of_it(server, listener, boards, editor):
    stranger = listener(server, boards.member(None, name="Zoé Petit"))
    assert stranger.open(boards.board) == 404
    assert stranger.greet() == 200
    mine = listener(server, editor)
    mine.open(boards.board)
    edit_label(editor, boards.urgent, name="Secret")
    assert mine.hear()[0] == "labelUpdate"
    assert stranger.heard.empty()


def test_who_asks_again_and_again_for_a_board_that_they_may_not_see_is_told_nothing_of_it(
    server, listener, boards, editor
):
    """Not while they are being refused either."""
    stranger, mine = listener(server, boards.member(None, name="Zoé Petit")), listener(server, editor)
    mine.open(boards.board)
    asked = {"url": f"/api/boards/{boards.board.pk}?subscribe=true"}
    asked["headers"] = {"Authorization": f"Bearer {stranger.token}"}
    over = threading.Event()

    def insist():
        while not over.is_set():
            for _again in range(30):
                stranger.wire.emit("get", asked)
            stranger.open(boards.board)

    insisting = threading.Thread(target=insist, daemon=True)
    insisting.start()
    for turn in range(20):
        edit_label(editor, boards.urgent, name=f"Secret {turn}")
        assert mine.hear()[0] == "labelUpdate"
    over.set()
    insisting.join()
    assert stranger.open(boards.board) == 404
    assert stranger.heard.empty()


@pytest.mark.parametrize("said", [True, "true", "1", 1])
def test_a_subscription_is_said_as_any_flag(server, listener, boards, editor, said):
    one = listener(server, editor)
    assert one.ask("get", f"/api/boards/{boards.board.pk}", {"subscribe": said})[0] == 200
    edit_label(editor, boards.urgent, name="Urgent !")
    assert one.hear()[0] == "labelUpdate"


def test_a_board_that_was_only_read_is_not_followed(server, listener, boards, editor):
    reading, following = listener(server, editor), listener(server, editor)
    assert reading.ask("get", f"/api/boards/{boards.board.pk}")[0] == 200
    following.open(boards.board)
    edit_label(editor, boards.urgent, name="Urgent !")
    following.hear()
    assert reading.heard.empty()


def test_a_removed_member_is_put_out(server, listener, boards, editor):
    manager = boards.member("project manager")
    removed, stays = listener(server, editor), listener(server, manager)
    for who in (removed, stays):
        who.open(boards.board)
    remove_member(manager, Membership.objects.get(user=editor.user_id))
    edit_label(boards.member("editor", name="Awa Diop"), boards.urgent, name="Sans elle")
    assert stays.hear_until("labelUpdate")[-1][1]["item"]["name"] == "Sans elle"
    assert "labelUpdate" not in [name for name, *_payload in removed.heard.queue]


def test_a_closed_account_is_logged_out(server, listener, boards, editor):
    out, stays = listener(server, editor), listener(server, boards.member("editor", name="Awa Diop"))
    for who in (out, stays):
        who.greet()
        who.open(boards.board)
    deactivate_user(Actor(None, "system"), _user(editor))
    assert out.hear_until("logout")[-1] == ("logout",)
    edit_label(boards.member("editor", name="Ana Ruiz"), boards.urgent, name="Sans elle")
    assert stays.hear_until("labelUpdate")
    assert out.heard.empty()
    assert out.open(boards.board) == 401


def test_a_closed_account_hears_no_more_of_the_board_that_is_all_it_follows(server, listener, boards, editor):
    out, stays = listener(server, editor), listener(server, boards.member("editor", name="Awa Diop"))
    for who in (out, stays):
        who.open(boards.board)
    deactivate_user(Actor(None, "system"), _user(editor))
    assert out.hear() == ("logout",)
    edit_label(boards.member("editor", name="Ana Ruiz"), boards.urgent, name="Sans elle")
    assert stays.hear_until("labelUpdate")
    assert out.heard.empty()


def test_who_is_no_administrator_any_more_hears_no_more_of_what_they_looked_into(server, listener, boards, editor):
    administrator, _other = (boards.member("administrator", name=name) for name in ("Nadia Benali", "Léo Garnier"))
    demoted, stays = listener(server, administrator), listener(server, editor)
    for who in (demoted, stays):
        assert (who.greet(), who.open(boards.board)) == (200, 200)
    set_role(Actor(None, "system"), _user(administrator), "board_user")
    assert demoted.hear()[0] == "userUpdate"
    edit_label(boards.member("editor", name="Awa Diop"), boards.urgent, name="Sans elle")
    assert stays.hear_until("labelUpdate")
    assert demoted.heard.empty()


def test_a_token_that_is_given_back_is_logged_out(server, listener, boards, editor):
    kept = Planka.of(editor).token
    out, stays = listener(server, editor), listener(server, editor, kept)
    for who in (out, stays):
        who.open(boards.board)
    assert stays.ask("delete", "/api/access-tokens/me", token=out.token)[0] == 200
    assert out.hear() == ("logout",)
    edit_label(editor, boards.urgent, name="Encore là")
    assert stays.hear()[0] == "labelUpdate"
    assert out.heard.empty()


def test_one_client_may_ask_in_several_names(server, listener, boards, editor):
    other = boards.member("reader")
    one = listener(server, editor)
    one.open(boards.board)
    status, _body = one.ask("patch", f"/api/labels/{boards.urgent.pk}", {"name": "X"}, token=Planka.of(other).token)
    assert status == 403
    assert one.ask("patch", f"/api/labels/{boards.urgent.pk}", {"name": "X"})[0] == 200


def _user(actor):
    from projets.accounts.models import User

    return User.objects.get(pk=actor.user_id)


def test_a_change_that_changes_nothing_is_announced_too(server, listener, boards, editor):
    asking, other = listener(server, editor), listener(server, editor)
    for who in (asking, other):
        who.open(boards.board)
        who.greet()
    card = boards.card("A")
    for url, sent, name in (
        (f"/api/cards/{card.pk}", {}, "cardUpdate"),
        (f"/api/lists/{boards.todo.pk}", {"name": "À faire"}, "listUpdate"),
        (f"/api/projects/{boards.project.pk}", {"isFavorite": False}, "projectUpdate"),
    ):
        assert asking.ask("patch", url, sent)[0] == 200
        heard, told = other.hear()
        assert (heard, told["item"]["id"]) == (name, url.rpartition("/")[2])
    edit_label(editor, boards.urgent, name="Enfin")
    assert asking.hear()[0] == "labelUpdate"
