"""What a receiver is sent, through the whole way: act, log, queue, a real machine."""

import json

import pytest
from django_tasks_db.models import DBTaskResult

from projets.accounts.queries import instance
from projets.api.planka.bodies import bodies
from projets.boards.actions.details import assign_cards
from projets.boards.actions.labels import bin_label, create_label, edit_label
from projets.boards.models import Label
from projets.notifications.webhooks.actions.webhooks import create_webhook
from projets.operations.jobs import batch
from projets.usecase.dispatch import dispatch
from projets.usecase.models import Event
from tests.receiving import serving

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def admin(boards):
    return boards.member("administrator", name="Ada Admin")


@pytest.fixture
def receiver(settings):
    settings.OUTGOING_PRIVATE = True
    with serving() as server:
        yield server


def told(server):
    dispatch()
    dispatch()  # what was told of the first one
    while DBTaskResult.objects.ready().exists():
        batch("me").run()
    return [json.loads(body) for _method, _path, _headers, body in server.received]


def test_made_changed_and_deleted(boards, admin, editor, receiver):
    create_webhook(admin, instance(), "Suivi", receiver.url, unwanted=["webhookCreate"])
    create_label(editor, boards.board, "Vite", "rouge")
    label = Label.objects.get(name="Vite")
    edit_label(editor, label, name="Lent")
    bin_label(editor, label)
    made, changed, gone = told(receiver)
    assert [one["event"] for one in (made, changed, gone)] == ["labelCreate", "labelUpdate", "labelDelete"]
    assert [one["data"]["item"]["name"] for one in (made, changed, gone)] == ["Vite", "Lent", "Lent"]
    assert (made["data"]["item"]["updatedAt"], "prevData" in made, "prevData" in gone) == (None, False, False)
    assert changed["prevData"]["item"]["name"] == "Vite"
    around = {name: [row["id"] for row in rows] for name, rows in changed["data"]["included"].items()}
    assert around == {"projects": [str(boards.project.pk)], "boards": [str(boards.board.pk)]}
    assert list(changed["prevData"]) == ["item"]
    assert list(changed) == ["event", "data", "prevData", "user"]
    assert {one["user"]["id"] for one in (made, changed, gone)} == {str(editor.user_id)}
    assert "email" not in made["user"]


def test_of_itself_a_webhook_is_told_without_its_secrets(admin, receiver):
    create_webhook(admin, instance(), "Suivi", receiver.url, access_token="sekret")
    [made] = told(receiver)
    assert (made["event"], made["data"]["item"]["name"]) == ("webhookCreate", "Suivi")
    assert "sekret" not in json.dumps(made)


def test_the_body_is_of_the_moment(boards, admin, editor):
    """Made of the log: what has become of the row since is not in it."""
    create_label(editor, boards.board, "Vite", "rouge")
    event = Event.objects.get(kind="label.created")
    before = list(bodies(event))
    edit_label(editor, Label.objects.get(name="Vite"), name="Lent")
    assert [body["data"]["item"] for _name, body in bodies(event)] == [body["data"]["item"] for _name, body in before]


def test_a_notification_is_of_who_caused_it(boards, admin, editor, receiver):
    """The act that tells somebody is nobody's."""
    colleague = boards.member("editor", name="Awa Diop")
    create_webhook(admin, instance(), "Suivi", receiver.url, wanted=["notificationCreate"])
    assign_cards(editor, [boards.card("A")], add=[colleague.user_id])
    [made] = told(receiver)
    assert made["data"]["item"]["userId"] == str(colleague.user_id)
    assert made["user"]["id"] == str(editor.user_id)
