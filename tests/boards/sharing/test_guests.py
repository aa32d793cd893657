"""Guests: invited to a board by somebody who answers for them, until a day (E-24, E-25)."""

from datetime import timedelta

import pytest
from django.test import override_settings
from django.utils import timezone

from projets.accounts import keys
from projets.accounts.actions.people import make_api_key, set_password, set_role
from projets.accounts.actions.tokens import make_token
from projets.accounts.actions.users import change_email
from projets.accounts.models import User
from projets.accounts.organisations.actions.affiliations import affiliate
from projets.accounts.organisations.models import Organisation
from projets.accounts.tokens import Secret
from projets.boards.actions.boards import mark_board
from projets.boards.actions.cards import rename_card
from projets.boards.actions.comments import write_comment
from projets.boards.actions.memberships import add_member, change_role, remove_member
from projets.boards.actions.projects import add_manager, create_project
from projets.boards.colleagues import matching, named
from projets.boards.departures.actions.erasing import erase_person
from projets.boards.models import Board, Card, Membership, Project
from projets.boards.permissions import grounds
from projets.boards.queries import seen
from projets.boards.sharing.actions.guests import (
    accept_invitation,
    end_guest,
    forget_guest,
    invite_again,
    invite_guest,
    prolong_guest,
    tell_of_end,
)
from projets.boards.sharing.actions.links import make_link
from projets.boards.sharing.models import Guest, Link
from projets.boards.sharing.queries import (
    ending_soon,
    guest_called,
    guests_of,
    invitation_behind,
    long_gone,
    overdue,
)
from projets.boards.sharing.secrets import digest_of
from projets.boards.visibility import who_sees
from projets.exchange.actions.imports import ask_import
from projets.exchange.matching import accounts, colleagues
from projets.live.access import may_follow
from projets.usecase.actor import Actor
from projets.usecase.errors import Conflict, Invalid, NotFound, Refused
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Act, Event

SYSTEM = Actor(None, "system")
SOON = timezone.now() + timedelta(days=20)


@pytest.fixture
def manager(boards):
    return boards.member("project manager", name="Max Imum")


def person(actor):
    return User.objects.get(pk=actor.user_id)


def invite(actor, board, email="iris@cabinet.example", role="commenter", until=SOON, sponsor=None, secret="s" * 43):
    invite_guest(actor, board, sponsor or person(actor), secret, email, until, role)
    return Guest.objects.order_by("-pk").first()


def come(guest):
    accept_invitation(SYSTEM, guest, "Iris Ovale")
    guest.refresh_from_db()
    return Actor(guest.user_id, "web")


def sees(actor, board):
    """By every way that there is to ask."""
    by_rows = Board.objects.visible_to(actor).filter(pk=board.pk).exists()
    by_cards = Card.objects.visible_to(actor).filter(board=board).exists()
    by_project = Project.objects.visible_to(actor).filter(pk=board.project_id).exists()
    by_live = may_follow(actor.user_id, board.stream)
    by_rights = bool(grounds(actor, [board])[board])
    by_rights_on_project = bool(grounds(actor, [board.project])[board.project])
    listed = actor.user_id in {one.person.id for one in who_sees(board) if one.person}
    try:
        found = bool(seen(actor, Board, board.pk))
    except NotFound:
        found = False
    (answer,) = {by_rows, by_cards, by_project, by_live, by_rights, by_rights_on_project, listed, found}
    return answer


def test_a_guest_comes_by_their_letter_and_sees_that_board_alone(boards, manager):
    guest = invite(manager, boards.board)
    assert (invitation_behind(digest_of("s" * 43)), guest.user_id) == (guest, None)
    assert not Membership.objects.exists()
    actor = come(guest)
    user = person(actor)
    assert (user.email, user.name, user.is_guest, user.role) == (
        "iris@cabinet.example",
        "Iris Ovale",
        True,
        "board_user",
    )
    assert not user.has_usable_password()
    assert invitation_behind(digest_of("s" * 43)) is None
    with pytest.raises(Conflict):
        accept_invitation(SYSTEM, guest, "Iris Ovale")
    assert (sees(actor, boards.board), sees(actor, boards.board), Membership.objects.get().ends_at) == (
        True,
        True,
        SOON,
    )
    assert not Board.objects.visible_to(actor).filter(pk=boards.elsewhere.board.pk).exists()
    write_comment(actor, boards.card("A"), "Bonjour")
    with pytest.raises(Refused):
        rename_card(actor, boards.card("A"), "Autre")
    assert "iris" not in str(list(Event.objects.values_list("columns", flat=True))).lower()


def test_at_the_end_everything_closes_without_anybody_doing_anything(boards, manager):
    actor = come(invite(manager, boards.board))
    with writes_allowed():
        Membership.objects.update(ends_at=timezone.now() - timedelta(milliseconds=1))
    assert not sees(actor, boards.board)
    with pytest.raises(Refused):
        write_comment(actor, boards.card("A"), "Bonjour")
    assert guest_called("iris@cabinet.example") is None


@pytest.mark.parametrize("marking", ["sensitive", "restricted"])
def test_a_marking_closes_it_at_once_and_opens_it_again(boards, manager, marking):
    actor = come(invite(manager, boards.board))
    mark_board(manager, boards.board, marking)
    assert not sees(actor, boards.board)
    with pytest.raises(Conflict):
        invite(manager, Board.objects.get(pk=boards.board.pk), "autre@cabinet.example", secret="t" * 43)
    mark_board(manager, boards.board, "internal")
    assert sees(actor, boards.board)


def test_so_does_the_switch_of_the_organisation(boards, manager):
    actor, waiting = come(invite(manager, boards.board)), invite(manager, boards.board, "b@c.example", secret="t" * 43)
    with writes_allowed():
        organisation = Organisation.objects.create(label="DINUM", allows_guests=False)
        Project.objects.update(organisation=organisation)
    assert not sees(actor, boards.board)
    assert invitation_behind(digest_of("t" * 43)) is None
    with pytest.raises(Conflict):
        accept_invitation(SYSTEM, waiting, "Bo")
    with pytest.raises(Conflict):
        invite(manager, boards.board, "autre@cabinet.example", secret="u" * 43)
    with writes_allowed():
        Organisation.objects.update(allows_guests=True, inviting_outside="forbidden")
    assert sees(actor, boards.board)
    with pytest.raises(Conflict):
        invite(manager, boards.board, "autre@cabinet.example", secret="u" * 43)


def test_the_instance_may_have_none(boards, manager):
    with override_settings(GUEST_MAX_DAYS=0), pytest.raises(Conflict):
        invite(manager, boards.board)
    with pytest.raises(Invalid):
        invite(manager, boards.board, until=timezone.now() + timedelta(days=367))
    with pytest.raises(Invalid):
        invite(manager, boards.board, until=None)
    assert not Guest.objects.exists()


def test_the_end_can_be_moved_by_the_sponsor_or_whoever_manages(boards, manager):
    sponsor = boards.member("editor", name="Sam Ponsor")
    guest = invite(manager, boards.board, sponsor=person(sponsor))
    actor, later = come(guest), SOON + timedelta(days=30)
    act = prolong_guest(sponsor, guest, later)
    assert {fact.kind for fact in act.facts} == {"membership.changed", "guest.prolonged"}
    assert Membership.objects.get(user=actor.user_id).ends_at == later
    other = boards.member("editor", name="Awa Diop")
    for nobody in (other, actor, boards.member(None, name="Ève Tranger")):
        with pytest.raises(Refused):
            prolong_guest(nobody, guest, SOON)
        with pytest.raises(Refused):
            end_guest(nobody, guest)
    end_guest(boards.member("administrator", name="Ada Min"), guest)
    assert not sees(actor, boards.board)
    assert guests_of(boards.board) == []


def test_who_may_invite_whom(boards, manager, editor):
    for nobody in (editor, boards.member("administrator", name="Ada Min"), boards.member(None, name="Ève Tranger")):
        with pytest.raises(Refused):
            invite(nobody, boards.board)
    with pytest.raises(Invalid):  # has an account
        invite(manager, boards.board, person(editor).email)
    for role in ("editor", "manager", ""):
        with pytest.raises(Invalid):
            invite(manager, boards.board, role=role)
    with pytest.raises(Invalid):  # does not see the board
        invite(manager, boards.board, sponsor=boards.person("Ève Ailleurs"))
    assert not Guest.objects.exists()
    invite(manager, boards.board)
    with pytest.raises(Conflict):
        invite(manager, boards.board, secret="t" * 43)


def test_a_guest_who_was_taken_off_the_board_can_be_invited_again(boards, manager):
    actor = come(invite(manager, boards.board))
    remove_member(manager, Membership.objects.get(user=actor.user_id))
    assert guests_of(boards.board) == []
    again = come(invite(manager, boards.board, secret="t" * 43))
    assert again == actor
    assert sees(actor, boards.board)


def test_another_letter_makes_the_first_one_useless(boards, manager):
    guest = invite(manager, boards.board)
    invite_again(manager, guest, "t" * 43)
    assert invitation_behind(digest_of("s" * 43)) is None
    assert invitation_behind(digest_of("t" * 43)) == guest
    with writes_allowed():
        Guest.objects.update(key_until=timezone.now())
    assert invitation_behind(digest_of("t" * 43)) is None


def test_a_guest_stays_one(boards, manager):
    """No project, no key, no other rights, no other mailbox."""
    actor = come(invite(manager, boards.board))
    user, acts = person(actor), Act.objects.count()
    administrator = boards.member("administrator", name="Ada Min")
    with writes_allowed():
        organisation = Organisation.objects.create(local_name="Dinum")
    for refused, act in (
        (Refused, lambda: create_project(actor, user, "Projet")),
        (Refused, lambda: make_token(actor, user, "essai", Secret.made())),
        (Refused, lambda: change_email(actor, user, "autre@cabinet.example", "")),
        (Invalid, lambda: make_api_key(administrator, user, keys.new_key())),
        (Invalid, lambda: set_role(administrator, user, "administrator")),
        (Invalid, lambda: set_password(administrator, user, "une-longue-phrase-de-passe")),
        (Invalid, lambda: affiliate(administrator, organisation, user)),
        (Invalid, lambda: add_manager(manager, boards.project, user)),
        (Invalid, lambda: add_member(manager, boards.elsewhere.board, user, "reader")),
        (Invalid, lambda: change_role(manager, Membership.objects.get(user=user), "editor")),
    ):
        with pytest.raises(refused):
            act()
    assert Act.objects.count() == acts
    change_role(manager, Membership.objects.get(user=user), "contributor")
    assert matching("iris") == []
    with pytest.raises(Invalid):
        named(user.email)


def test_the_sponsor_is_told_before_the_end_once(boards, manager):
    near = timezone.now() + timedelta(days=5)
    guest = invite(manager, boards.board, until=near)
    come(guest)
    come(invite(manager, boards.board, "loin@cabinet.example", secret="t" * 43))
    assert ending_soon() == [guest]
    act = tell_of_end(SYSTEM, guest)
    assert [(event.kind, event.stream_id) for event in act.told] == [("guest.ending", f"user:{manager.user_id}")]
    assert ending_soon() == []
    prolong_guest(manager, guest, timezone.now() + timedelta(days=6))
    assert ending_soon() == [guest]


def test_at_night_what_is_over_is_put_in_order(boards, manager):
    guest = invite(manager, boards.board)
    actor = come(guest)
    with writes_allowed():
        Membership.objects.update(ends_at=timezone.now())
        Guest.objects.update(ends_at=timezone.now())
    assert overdue() == [guest]
    act = end_guest(SYSTEM, guest)
    assert {fact.kind for fact in act.facts} == {"membership.removed", "guest.ended"}
    assert not Membership.objects.filter(user=actor.user_id).exists()
    assert (overdue(), long_gone()) == ([], [])
    with writes_allowed():
        Guest.objects.update(ended_at=timezone.now() - timedelta(days=91))
    assert long_gone() == [guest]
    forget_guest(SYSTEM, guest)
    assert not Guest.objects.exists()


def test_no_import_makes_a_guest_a_member(boards, manager):
    actor = come(invite(manager, boards.board))
    assert actor.user_id not in {one.pk for one in colleagues(manager)}
    assert accounts({"1": "iris@cabinet.example"}) == ({}, {"1"})
    with pytest.raises(Refused):
        ask_import(actor, person(actor), None)


def test_of_a_guest_who_is_erased_no_address_stays(boards, manager):
    """E-05."""
    administrator = boards.member("administrator", name="Ada Min")
    actor = come(invite(manager, boards.board))
    invite(manager, boards.board, "iris.ovale@autre.example", secret="t" * 43)
    make_link(manager, boards.board, "k" * 43, "Pour Iris Ovale", SOON)
    erase_person(administrator, person(actor))
    assert list(Guest.objects.values_list("email", flat=True)) == ["iris.ovale@autre.example"]
    assert "Iris" not in Link.objects.get().name
    assert not User.objects.filter(email="iris@cabinet.example").exists()
