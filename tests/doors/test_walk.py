"""Who gets what at every address of the product: the table beside this file, compared with what is answered.

After a change of addresses or rights: `WRITE_TABLE=1 python -m pytest tests/doors/test_walk.py`, then read what
changed in the table as carefully as code.
"""

import os

from tests.doors.walk import TABLE, WIDE, build, table

OF_ORGANISATIONS = (
    *("/organisations/", "/equipes/", "/affiliations/", "/departs/", "/personnes/"),
    *("/projets/{project}/reprise/", "/projets/{project}/service/"),
    *("/liens/", "/invites/", "/administration/webhooks/{webhook}/"),  # what a board lets out is theirs to close
)


def test_everybody_gets_what_the_table_says(boards):
    found = table(build(boards))
    if os.environ.get("WRITE_TABLE"):
        TABLE.write_text(found)
    assert found.splitlines() == TABLE.read_text().splitlines()


def test_no_address_breaks_for_anybody():
    assert not [line for line in TABLE.read_text().splitlines()[1:] if " 5" in line[5 + WIDE :]]


def test_who_cannot_see_a_board_learns_nothing_of_what_is_on_it():
    """An outsider, and an editor who has been removed, get the same everywhere; never a « forbidden », nor more.

    So does who administers the organisation that the project belongs to, but for what is the organisation's. Whoever
    holds a link gets what nobody gets, but at the addresses of the link itself.
    """
    head, *lines = TABLE.read_text().splitlines()
    names = head.split()[1:]
    for line in lines:
        method, address, *statuses = line.split()
        answers = dict(zip(names, statuses, strict=True))
        assert answers["outsider"] == answers["removed"], line
        # The day has come: as if they had never been there. What a guest may not, no membership gives
        assert answers["expired-guest"] in (answers["outsider"], "403", "404"), line
        assert answers["guest"] in (answers["commenter"], "403", "404"), line
        assert answers["closed"] == answers["anonymous"], line
        if not address.startswith(OF_ORGANISATIONS):
            assert answers["head"] == answers["outsider"], line
        if address.startswith("/partage/"):  # the link asks for its password, whoever comes
            assert answers["outsider"] == answers["manager"] == answers["anonymous"], line
            continue
        assert answers["link-holder"] == answers["anonymous"], line
        if "{" in address and "{project}" not in address.replace("/projects/{project}", ""):
            assert answers["outsider"] in ("302", "404", "422", "405"), line
        if "{" in address and answers["expired-guest"] == "403":
            assert answers["guest"] == "403", line
