import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from projets.accounts.queries import instance
from projets.notifications.webhooks import payloads
from projets.notifications.webhooks.actions.webhooks import create_webhook
from projets.notifications.webhooks.models import Webhook
from projets.operations.jobs import batch
from projets.usecase.dispatch import dispatch
from tests.receiving import serving


@pytest.fixture
def admin(boards):
    return boards.member("administrator", name="Ada Admin")


@pytest.fixture
def allowed(settings):
    settings.OUTGOING_PRIVATE = True


@pytest.fixture
def receiver(allowed):
    with serving() as server:
        yield server


@pytest.fixture
def told(monkeypatch):
    """Renamed cards are told as « cardUpdate » with their title, created ones as « cardCreate »."""
    monkeypatch.setattr(payloads, "_renderers", [])
    names = {"card.renamed": "cardUpdate", "card.created": "cardCreate", "webhook.removed": "webhookDelete"}

    @payloads.register_payloads
    def render(event):
        if event.kind in names:
            after = event.fact.after
            item = {"id": str(after.id), "name": getattr(after, "title", "") or after.name}
            yield names[event.kind], {"event": names[event.kind], "data": {"item": item}}


@pytest.fixture
def hook(admin, told):
    """`hook(url, **columns)`: a webhook."""

    def make(url="https://hook.example/", name="Suivi", **columns):
        create_webhook(admin, instance(), name, url, **columns)
        return Webhook.objects.get(name=name)

    return make


@pytest.fixture
def work():
    """Hand out what happened, and do the jobs that wait, as the worker does."""

    def do():
        dispatch()
        while DBTaskResult.objects.ready().exists():
            batch("me").run()

    return do


@pytest.fixture
def later(monkeypatch):
    """`later(hours=1)`: from now on it is so much later."""
    real = timezone.now
    passed = []

    def go(**much):
        passed.append(timezone.timedelta(**much))
        monkeypatch.setattr(timezone, "now", lambda: sum(passed, start=real()))

    return go
