"""Requests of every operation of an OpenAPI document, good ones and bad ones, as schemathesis makes them."""

import itertools

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

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


def one_connection():
    """For a fixture: a request neither begins nor ends it, as with Django's own test client."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


def ask_everything(document, examples, headers, put_in, part=0, parts=1):
    """`examples` requests of each operation in this part of all, of which nothing stays; answers how many were done.

    `put_in(case)` puts rows that are there in place of those that nobody has; one request in three goes without.
    """
    schema = schemathesis.openapi.from_dict(document)
    schema.app = get_wsgi_application()
    turns, done = itertools.count(), []
    for operation in itertools.islice(schema.get_all_operations(), part, None, parts):

        @given(case=operation.ok().as_strategy())
        @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        def every(case):
            if next(turns) % 3 != 2:
                put_in(case)
            with transaction.atomic():
                answer = case.call(headers=headers)
                transaction.set_rollback(True)
            case.validate_response(answer, checks=CHECKS)
            done.append(answer.status_code == 200)

        every()
    return sum(done)
