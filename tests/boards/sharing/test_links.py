"""Read-only links to a board: made, opened, revoked (E-09, E-24, E-25)."""

from datetime import timedelta

import pytest
from django.test import override_settings
from django.utils import timezone

from projets.accounts.audit.models import Entry
from projets.accounts.factors.throttling import TooManyTries
from projets.accounts.organisations.models import Organisation
from projets.boards.actions.boards import mark_board
from projets.boards.models import Board, Project
from projets.boards.sharing.actions.links import make_link, revoke_link
from projets.boards.sharing.models import Link
from projets.boards.sharing.opened import WrongLinkPassword, link_behind, require_password_of
from projets.boards.sharing.queries import links_of
from projets.boards.visibility import who_sees
from projets.usecase.dispatch import dispatch
from projets.usecase.errors import Conflict, Invalid, Refused
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Event

SOON = timezone.now() + timedelta(days=10)


@pytest.fixture
def manager(boards):
    return boards.member("project manager", name="Max Imum")


def made(actor, board, secret="s" * 43, until=SOON, **how):
    make_link(actor, board, secret, "Cabinet", until, **how)
    return Link.objects.order_by("-pk").first()


def test_a_link_opens_its_board_and_its_secret_is_kept_nowhere(boards, manager):
    link = made(manager, boards.board, hides_names=True)
    assert link_behind("s" * 43) == link
    assert link_behind("t" * 43) is None
    told = Event.objects.get(kind="link.made")
    assert (told.stream_id, told.row_id) == (boards.board.stream, link.pk)
    kept = str(told.columns) + str(Link.objects.values().get())
    assert "sss" not in kept
    assert "Cabinet" not in str(told.columns)


def test_revoked_it_opens_nothing_from_that_moment_on(boards, manager):
    link = made(manager, boards.board)
    act = revoke_link(manager, link)
    assert link_behind("s" * 43) is None
    assert [fact.kind for fact in act.facts] == ["link.revoked"]
    assert revoke_link(manager, link).facts == []
    assert links_of(boards.board) == []


def test_ended_it_opens_nothing(boards, manager):
    made(manager, boards.board)
    with writes_allowed():
        Link.objects.update(expires_at=timezone.now())
    assert link_behind("s" * 43) is None


def test_an_end_is_compulsory_and_not_too_far(boards, manager):
    past, far = timezone.now() - timedelta(days=1), timezone.now() + timedelta(days=367)
    for until in (None, past, far):
        with pytest.raises(Invalid) as refused:
            made(manager, boards.board, until=until)
        assert refused.value.field == "expires_at"
    with override_settings(LINK_MAX_DAYS=5), pytest.raises(Invalid):
        made(manager, boards.board)
    assert not Link.objects.exists()


@pytest.mark.parametrize("marking", ["sensitive", "restricted"])
def test_a_marking_shuts_those_there_are_and_lets_none_be_made(boards, manager, marking):
    made(manager, boards.board)
    mark_board(manager, boards.board, marking)
    assert link_behind("s" * 43) is None
    with pytest.raises(Conflict):
        made(manager, Board.objects.get(pk=boards.board.pk), "u" * 43)
    assert Link.objects.count() == 1
    mark_board(manager, boards.board, "internal")
    assert link_behind("s" * 43) is not None


def test_so_does_the_switch_of_the_organisation(boards, manager):
    made(manager, boards.board)
    with writes_allowed():
        organisation = Organisation.objects.create(label="DINUM", allows_links=False)
        Project.objects.update(organisation=organisation)
    assert link_behind("s" * 43) is None
    with pytest.raises(Conflict):
        made(manager, boards.board, "u" * 43)


def test_and_that_of_the_instance(boards, manager):
    made(manager, boards.board)
    with override_settings(LINK_MAX_DAYS=0):
        assert link_behind("s" * 43) is None
        with pytest.raises(Conflict):
            made(manager, boards.board, "u" * 43)


def test_what_is_in_the_bin_is_open_to_nobody(boards, manager):
    made(manager, boards.board)
    for model, pk in ((Board, boards.board.pk), (Project, boards.project.pk)):
        with writes_allowed():
            model.objects.filter(pk=pk).update(binned_at=timezone.now())
        assert link_behind("s" * 43) is None
        with writes_allowed():
            model.objects.filter(pk=pk).update(binned_at=None)


def test_who_may_not(boards, manager):
    for role in ("editor", "contributor", "commenter", "reader", "administrator", None):
        with pytest.raises(Refused):
            made(boards.member(role, name=f"Nom {role}"), boards.board)
    assert not Link.objects.exists()
    link = made(manager, boards.board)
    for role in ("editor", "reader", None):
        with pytest.raises(Refused):
            revoke_link(boards.member(role, name=f"Autre {role}"), link)
    assert link_behind("s" * 43) == link


def test_an_administrator_of_the_instance_takes_back_any_of_them(boards, manager):
    with writes_allowed():
        Project.objects.update(is_shared=False)
    link = made(manager, boards.board)
    revoke_link(boards.member("administrator", name="Ada Min"), link)
    assert link_behind("s" * 43) is None


def test_guessing_a_password_is_throttled(boards, manager):
    link = made(manager, boards.board, password="saperlipopette")
    assert "saperlipopette" not in link.password
    require_password_of(link, "saperlipopette", "192.0.2.1")
    for _again in range(5):
        with pytest.raises(WrongLinkPassword):
            require_password_of(link, "autre", "192.0.2.9")
    with pytest.raises(TooManyTries):
        require_password_of(link, "saperlipopette", "192.0.2.9")
    require_password_of(link, "saperlipopette", "192.0.2.1")  # from where it was known before


def test_a_short_password_is_none(boards, manager):
    with pytest.raises(Invalid):
        made(manager, boards.board, password="court")
    assert not Link.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_audit_trail_has_it(boards, manager):
    link = made(manager, boards.board)
    revoke_link(manager, link)
    dispatch()
    trail = Entry.objects.filter(row_id=link.pk).order_by("number")
    assert [(one.nature, one.kind, one.author_id) for one in trail] == [
        ("sharing", "link.made", manager.user_id),
        ("sharing", "link.revoked", manager.user_id),
    ]


def test_who_can_see_the_board_lists_it_while_it_opens(boards, manager):
    link = made(manager, boards.board)
    assert [one.reasons for one in who_sees(boards.board) if one.person is None] == [["link"]]
    assert [one for one in who_sees(boards.board, boards.card("A")) if one.person is None] != []
    with writes_allowed():
        card = boards.card("A")
        card.is_restricted = True
        card.save()
    assert [one for one in who_sees(boards.board, card) if one.person is None] == []
    revoke_link(manager, link)
    assert [one for one in who_sees(boards.board) if one.person is None] == []
