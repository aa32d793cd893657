"""Who may follow which stream by the live channel: the table beside this file, compared with what the hub would do.

After a change of rights: `WRITE_TABLE=1 python -m pytest tests/doors/test_live_walk.py`, then read what changed.
"""

import os
from pathlib import Path

import pytest
from django.conf import settings

from projets.accounts.models import User
from projets.live.access import may_follow, session_behind
from tests.doors.walk import build

TABLE = Path(__file__).with_name("live.txt")
STREAMS = ["board:{board}", "board:{other_board}", "project:{project}", "instance", "user:{own}", "user:{somebody}"]


@pytest.fixture
def walk(boards):
    world = build(boards)
    ids = world.ids | {"somebody": str(User.objects.get(email="libre@ministere.example").pk)}

    def answer(who, stream):
        """As live/sockets.py asks: for the session behind the cookie, then for each stream."""
        cookie = world.clients[who].cookies.get(settings.SESSION_COOKIE_NAME)
        session = session_behind(cookie.value) if cookie else None
        if session is None:
            return "shut"
        return "yes" if may_follow(session.user_id, stream.format(**ids, own=session.user_id)) else "no"

    return world.clients, answer


def test_everybody_follows_what_the_table_says(walk):
    people, answer = walk
    head = f"{'':24}" + "".join(f"{name:>14}" for name in people)
    lines = [f"{stream:24}" + "".join(f"{answer(who, stream):>14}" for who in people) for stream in STREAMS]
    if os.environ.get("WRITE_TABLE"):
        TABLE.write_text("\n".join([head, *lines, ""]))
    assert [head, *lines] == TABLE.read_text().splitlines()


def test_nothing_is_told_to_who_sees_nothing():
    head, *lines = TABLE.read_text().splitlines()
    for line in lines:
        stream, *answers = line.split()
        found = dict(zip(head.split(), answers, strict=True))
        assert {found[who] for who in ("anonymous", "closed", "link-holder")} == {"shut"}, line
        assert found["outsider"] == found["removed"] == found["expired-guest"] == found["head"], line
        if stream != "user:{own}":
            assert found["outsider"] == "no", line
