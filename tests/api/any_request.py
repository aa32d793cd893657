"""Requests of every operation of an OpenAPI document, good ones and bad ones, as schemathesis makes them."""

import itertools
import os
from collections import Counter

import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

EXAMPLES = int(os.environ.get("API_EXAMPLES", "5"))  # requests of each operation; more of them by hand
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


def one_connection():
    """For a fixture: a request neither begins nor ends it, as with Django's own test client."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


def ask_everything(document, headers, put_in, part=0, parts=1):
    """Some requests of each operation in this part of all, of which nothing stays; {status: how many}.

    `put_in(case)` puts rows that are there in place of those that nobody has; one request in three goes without.
    """
    schema = schemathesis.openapi.from_dict(document)
    schema.app = get_wsgi_application()
    turns, answered = itertools.count(), Counter()
    for operation in itertools.islice(schema.get_all_operations(), part, None, parts):
        found = operation.ok()
        bad = found.as_strategy(generation_mode=GenerationMode.NEGATIVE)

        @given(case=st.one_of(found.as_strategy(), bad))
        @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        def every(case):
            if next(turns) % 3 != 2:
                put_in(case)
            with transaction.atomic():
                answer = case.call(headers=headers)
                transaction.set_rollback(True)
            case.validate_response(answer, checks=CHECKS)
            answered[answer.status_code] += 1

        every()
    return answered
