"""Who may open a socket, follow a stream, and until when."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.utils import timezone
from websockets.exceptions import ConnectionClosed, InvalidStatus

from projets.accounts.models import User
from projets.accounts.organisations.actions.organisations import edit_organisation
from projets.accounts.organisations.models import Organisation
from projets.boards.actions.belonging import set_project_service
from projets.boards.actions.cards import create_cards
from projets.boards.events import MembershipRemoved, MembershipState
from projets.boards.models import Membership, Project
from projets.live import sockets
from projets.live.sockets import MOST_SAID, TOO_MANY
from projets.usecase.actor import Actor
from projets.usecase.guard import writes_allowed
from projets.usecase.log import performing, record, revision_of
from tests.live.client import PAGES_OF_ONE, closed_with, end_session

SIGNED_OUT = 4401


def take_away(boards, actor):
    """What removing a member does, on the board's stream."""
    stream = boards.board.stream
    with performing(actor, "remove_member", {stream}):
        member = Membership.objects.get(board=boards.board, user=actor.user_id)
        state = MembershipState.of(member)
        member.delete()
        record(stream, MembershipRemoved(state, state))


@pytest.mark.parametrize(
    "origin", ["http://elsewhere.example", "null", "http://[", "https://127.0.0.1", "http://127.0.0.1:1"]
)
def test_a_page_of_somebody_else_gets_no_socket(server, knock, editor, session_of, origin):
    with pytest.raises(InvalidStatus) as refused:
        knock(server, session_of(editor), origin=origin)
    assert refused.value.response.status_code == 403


def test_without_a_session_it_is_closed_and_says_why(server, knock, transactional_db):
    with knock(server, "nobodyssession") as wire:
        assert closed_with(wire) == SIGNED_OUT


def test_a_closed_account_gets_no_socket(server, knock, editor, session_of):
    key = session_of(editor)
    with writes_allowed():
        User.objects.filter(pk=editor.user_id).update(is_active=False)
    with knock(server, key) as wire:
        assert closed_with(wire) == SIGNED_OUT


def test_a_session_from_before_the_password_changed_gets_no_socket(server, knock, editor, session_of):
    key = session_of(editor)
    with writes_allowed():
        user = get_user_model().objects.get(pk=editor.user_id)
        user.set_password("another one, longer")
        user.save()
    with knock(server, key) as wire:
        assert closed_with(wire) == SIGNED_OUT
    assert Session.objects.filter(pk=key).exists()  # it was only read


@pytest.mark.parametrize("said", ["", "[]", "{", '{"follow": 1}', '{"follow": [["board:1"]]}', '{"seen": 3}'])
def test_what_is_not_understood_closes_the_socket(server, page, editor, said):
    one = page(server, editor)
    one.wire.send(said)
    assert closed_with(one.wire) == 1008


def test_nobody_follows_what_they_may_not_see(server, page, boards, editor):
    stranger = boards.member(None, name="Zoé Petit")
    one = page(server, stranger)
    for stream in (boards.board.stream, boards.project.stream, f"user:{editor.user_id}", "board:0", "board:x", "x"):
        assert one.follow(stream, 0) == {"stream": stream, "gone": True}
    create_cards(editor, boards.todo, ["G"])
    assert one.follow(f"user:{stranger.user_id}") == {"stream": f"user:{stranger.user_id}", "at": 0}


def test_a_removed_member_is_cut_off_at_once(server, page, boards, editor):
    other = boards.member("editor", name="Awa Diop")
    removed, stays = page(server, editor), page(server, other)
    stream = boards.board.stream
    for one in (removed, stays):
        assert one.follow(stream) == {"stream": stream, "at": 0}

    take_away(boards, editor)
    create_cards(other, boards.todo, ["G"])

    assert removed.hear() == {"stream": stream, "gone": True}
    assert [message["revision"] for message in (stays.hear(), stays.hear())] == [1, 2]
    assert removed.follow(stream, 0) == {"stream": stream, "gone": True}  # and heard nothing meanwhile


def test_a_guest_is_cut_off_at_the_moment_their_access_ends(server, page, boards, editor):
    """E-25: nobody does anything, and what happens afterwards is not told."""
    guest = boards.person("Iris Ovale", is_guest=True, role="board_user")
    with writes_allowed():
        ends = timezone.now() + timedelta(seconds=2)
        Membership.objects.create(board=boards.board, user=guest, role="reader", ends_at=ends)
    one, stream = page(server, Actor(guest.pk, "web")), boards.board.stream
    assert one.follow(stream) == {"stream": stream, "at": 0}
    assert one.hear() == {"stream": stream, "gone": True}
    assert timezone.now() >= ends
    create_cards(editor, boards.todo, ["G"])
    assert one.follow(stream, 0) == {"stream": stream, "gone": True}


@pytest.mark.parametrize("how", ["switch", "move"])
def test_a_guest_is_cut_off_when_an_organisation_shuts_them_out(server, page, boards, editor, monkeypatch, how):
    """E-25: at once, before anybody looks at the clock; by its switch, or by the project becoming its own."""
    monkeypatch.setattr(sockets, "FAR", 3_600)
    open_one = Organisation.objects.create
    with writes_allowed():
        organisation, other = open_one(local_name="DINUM"), open_one(local_name="DGFiP", allows_guests=False)
        Project.objects.filter(pk=boards.project.pk).update(organisation=organisation)
        guest = boards.person("Iris Ovale", is_guest=True, role="board_user")
        ends = timezone.now() + timedelta(days=2)
        Membership.objects.create(board=boards.board, user=guest, role="reader", ends_at=ends)
    stays, one = page(server, editor), page(server, Actor(guest.pk, "web"))
    stream = boards.board.stream
    for each in (stays, one):
        assert each.follow(stream) == {"stream": stream, "at": 0}
    administrator = boards.member("administrator", name="Awa Diop")
    if how == "switch":
        edit_organisation(administrator, organisation, allows_guests=False)
    else:
        set_project_service(administrator, boards.project, other)
    assert one.hear() == {"stream": stream, "gone": True}
    create_cards(editor, boards.todo, ["G"])
    assert stays.hear()["revision"] == 1
    assert one.follow(stream, 0) == {"stream": stream, "gone": True}


def test_a_session_that_ends_closes_its_sockets_and_no_other(server, page, boards, editor, session_of):
    key = session_of(editor)
    ended, other = page(server, editor, key), page(server, editor)

    end_session(server, key)

    assert closed_with(ended.wire) == SIGNED_OUT
    assert other.follow(boards.board.stream) == {"stream": boards.board.stream, "at": 0}


def test_a_closed_account_is_cut_off_at_once(server, page, boards, editor):
    one = page(server, editor)
    stream = f"user:{editor.user_id}"
    with performing(editor, "close_account", {stream}):
        User.objects.filter(pk=editor.user_id).update(is_active=False)
        member = Membership.objects.get(board=boards.board, user=editor.user_id)
        record(stream, MembershipRemoved(None, MembershipState.of(member)))  # any fact on a person's stream
    assert closed_with(one.wire) == SIGNED_OUT
    assert revision_of(stream) == 1


def test_one_person_has_so_many_pages_and_others_theirs(server, page, knock, boards, editor, session_of):
    key, stream = session_of(editor), boards.board.stream
    pages = [page(server, editor, key) for _number in range(PAGES_OF_ONE)]
    assert pages[-1].follow(stream) == {"stream": stream, "at": 0}
    with knock(server, key) as wire:
        assert closed_with(wire) == TOO_MANY
    awa = boards.member("editor", name="Awa Diop")
    assert page(server, awa).follow(stream) == {"stream": stream, "at": 0}
    pages[0].wire.close()
    assert pages[1].follow(stream) == {"stream": stream, "at": 0}


def test_a_page_that_says_too_much_is_closed(server, page, editor):
    one = page(server, editor)
    with suppress(ConnectionClosed):
        for _message in range(10 * MOST_SAID):
            one.say(seen="card:1")
    assert closed_with(one.wire) == 1008


def test_following_too_much_closes_the_socket(server, page, editor):
    one = page(server, editor)
    one.say(follow=[["board:" + "1" * 80, 0]])
    assert closed_with(one.wire) == 1008


def test_nobody_leaves_their_own_stream(server, page, boards, editor):
    """There they are told that their session has ended or a right is lost."""
    one, stream = page(server, editor), f"user:{editor.user_id}"
    one.say(unfollow=[stream])
    assert one.follow(stream, 999_999) == {"stream": stream, "reload": True}
    assert one.hear() == {"stream": stream, "at": 0}
    with performing(editor, "close_account", {stream}):
        User.objects.filter(pk=editor.user_id).update(is_active=False)
        member = Membership.objects.get(board=boards.board, user=editor.user_id)
        record(stream, MembershipRemoved(None, MembershipState.of(member)))
    assert closed_with(one.wire) == SIGNED_OUT


def test_a_page_that_comes_back_hears_what_it_missed_of_its_own_stream(server, page, boards, editor):
    """In its language, and what is told meanwhile after it."""
    stream = f"user:{editor.user_id}"
    member = Membership.objects.get(board=boards.board, user=editor.user_id)

    def tell():
        with performing(editor, "tell", {stream}):
            record(stream, MembershipRemoved(None, MembershipState.of(member)))

    tell()
    tell()
    one = page(server, editor)
    one.say(follow=[[stream, 1]], language="en")
    missed = one.hear()
    assert (missed["revision"], missed["patches"][0]["language"]) == (2, "en")
    assert one.hear() == {"stream": stream, "at": 2}
    tell()
    later = one.hear()
    assert (later["revision"], later["patches"][0]["language"]) == (3, "en")
