"""Whatever is sent to any address, it is answered as the document promises, and never by an error of ours.

schemathesis makes requests of every operation from the document, good ones and bad ones, against a filled database.
"""

from unittest.mock import patch

import pytest

from projets.api.v1.document import ROOT, document
from projets.api.v1.door import limiter
from projets.boards.models import Field
from tests.api import any_request
from tests.doors.test_api_walk import STANDS_FOR
from tests.doors.walk import build

LANES = 3  # one for each hand that tests
one_connection = pytest.fixture(any_request.one_connection)


@pytest.fixture
def ids(boards, one_connection):
    """Of a world with one of everything, where somebody may do everything."""
    manager = boards.member("project manager", name="Camille Essai")
    boards.join(manager, "editor", boards.board)
    ids = build(boards).ids
    ids |= {"group": str(Field.objects.get().group_id), "user": str(boards.person("Zoé").pk)}
    ids["assignee"] = ids["responsible"] = ids["user"]
    limiter.cache_clear()
    return ids | {"manager actor": manager}


@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")  # a download that schemathesis has read
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("lane", range(LANES))
def test_any_request(lane, ids, asking):
    secret = asking(ids.pop("manager actor")).secret
    headers = {"Authorization": f"Bearer {secret}", "Accept-Encoding": "identity"}

    def put_in(case):
        noun = case.operation.path.removeprefix(ROOT).split("/")[1]
        if "id" in (case.path_parameters or {}) and STANDS_FOR.get(noun) in ids:
            case.path_parameters["id"] = ids[STANDS_FOR[noun]]
        if isinstance(case.body, dict):
            for name in case.body:
                real = ids.get(name.removesuffix("_ids").removesuffix("_id"))
                if real and name.endswith(("_id", "_ids")):
                    case.body[name] = [real] if name.endswith("s") else real

    with patch("projets.notifications.mail.guests.send"):
        answered = any_request.ask_everything(document(), headers, put_in, lane, LANES)
    assert sum(answered[status] for status in (200, 201, 204)) > 20, answered
    assert sum(answered[status] for status in (400, 404, 422)) > 20, answered
