"""Which streams a page may follow: exactly those of what it may see."""

import pytest

from projets.accounts.models import User
from projets.boards.models import Board, Project
from projets.usecase.guard import writes_allowed
from projets.web.following import may_follow, shown_person

GROUNDS = ["administrator", "project manager", "editor", "contributor", "commenter", "reader", None]


@pytest.mark.parametrize("ground", GROUNDS)
def test_it_is_what_they_see(boards, ground):
    actor = boards.member(ground)
    for model, rows in ((Board, [boards.board, boards.elsewhere.board]), (Project, [boards.project])):
        for row in rows:
            seen = model.objects.visible_to(actor).filter(pk=row.pk).exists()
            assert may_follow(actor.user_id, row.stream) is seen
    assert may_follow(actor.user_id, boards.board.stream) is (ground is not None)


@pytest.mark.parametrize("stream", ["", "board", "board:", "board:-1", "board:x", "card:1", "instance", "board:1:2"])
def test_what_is_no_stream_of_theirs_is_refused(boards, stream):
    assert may_follow(boards.member("administrator").user_id, stream) is False


def test_an_id_too_long_for_the_database_is_nobodys(boards):
    assert may_follow(boards.member("administrator").user_id, "board:" + "9" * 19) is False


def test_a_person_shows_their_presence_or_not(boards, editor):
    assert shown_person(editor.user_id).items() >= {"name": "Camille Martin", "initials": "CM"}.items()
    with writes_allowed():
        User.objects.filter(pk=editor.user_id).update(shows_presence=False)
    assert shown_person(editor.user_id) is None
