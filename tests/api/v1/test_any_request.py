"""Whatever is sent to any address, it is answered as the document promises, and never by an error of ours.

schemathesis makes requests of every operation from the document, good ones and bad ones, against a filled database.
"""

import itertools
import os
from unittest.mock import patch

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from projets.api.v1.document import ROOT, document
from projets.api.v1.door import limiter
from projets.boards.models import Field
from tests.doors.test_api_walk import STANDS_FOR
from tests.doors.walk import build

EXAMPLES = int(os.environ.get("API_EXAMPLES", "3"))  # requests of each operation; more of them by hand
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
LANES = 3  # one for each hand that tests


@pytest.fixture
def one_connection():
    """A request neither begins nor ends it, as with Django's own test client."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def ask(boards, asking, one_connection):
    """Ask by somebody who may do everything, in a world with one of everything, of which nothing changes for good."""
    manager = boards.member("project manager", name="Camille Essai")
    boards.join(manager, "editor", boards.board)
    ids = build(boards).ids
    ids |= {"group": str(Field.objects.get().group_id), "user": str(boards.person("Zoé").pk)}
    ids["assignee"] = ids["responsible"] = ids["user"]
    headers = {"Authorization": f"Bearer {asking(manager).secret}", "Accept-Encoding": "identity"}
    limiter.cache_clear()
    turns = itertools.count()

    def answer(case):
        if next(turns) % 3 != 2:
            _put_in(case, ids)
        with transaction.atomic(), patch("projets.notifications.mail.guests.send"):
            answer = case.call(headers=headers)
            transaction.set_rollback(True)
        case.validate_response(answer, checks=CHECKS)

    return answer


@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")  # a download that schemathesis has read
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("lane", range(LANES))
def test_any_request(lane, ask):
    schema = schemathesis.openapi.from_dict(document())
    schema.app = get_wsgi_application()
    for operation in itertools.islice(schema.get_all_operations(), lane, None, LANES):

        @given(case=operation.ok().as_strategy())
        @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        def every(case):
            ask(case)

        every()


def _put_in(case, ids):
    """Rows that are there, in place of those that nobody has."""
    noun = case.operation.path.removeprefix(ROOT).split("/")[1]
    if "id" in (case.path_parameters or {}) and STANDS_FOR.get(noun) in ids:
        case.path_parameters["id"] = ids[STANDS_FOR[noun]]
    if isinstance(case.body, dict):
        for name in case.body:
            real = ids.get(name.removesuffix("_ids").removesuffix("_id"))
            if real and name.endswith(("_id", "_ids")):
                case.body[name] = [real] if name.endswith("s") else real
