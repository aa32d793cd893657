"""Webhooks, their secrets, and the journal of what they were sent."""

import pytest

from projets.accounts.queries import instance
from projets.boards.actions.cards import rename_card
from projets.boards.models import Project
from projets.notifications.webhooks.actions import webhooks as actions
from projets.notifications.webhooks.models import Delivery, Webhook
from projets.usecase.actor import Actor
from projets.usecase.errors import Refused
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Event
from tests.notifications.webhooks.conftest import receiver, told, work

pytestmark = pytest.mark.django_db(transaction=True)
NEW = {"name": "Suivi", "url": "https://hook.example/a"}


@pytest.fixture
def allowed(settings):
    settings.OUTGOING_PRIVATE = True


@pytest.fixture
def admin(boards):
    return boards.member("administrator", name="Ada Admin")


@pytest.fixture
def program(admin, asking):
    return asking(admin)


def facts():
    events = Event.objects.filter(stream="instance", kind__startswith="webhook.").order_by("pk")
    return list(events.values_list("kind", flat=True))


def test_made_with_a_secret_that_is_shown_once(program, boards, admin):
    wanted = NEW | {"access_token": "sekret", "events": ["cardCreate"], "board_id": str(boards.board.pk)}
    answer = program.post("webhooks", wanted, idempotency_key="k1")
    webhook, made = Webhook.objects.get(), answer.json()
    assert (answer.status_code, made["secret"]) == (201, webhook.secret)
    assert made["events"] == ["cardCreate"]
    assert (made["board_id"], made["owner_id"]) == (str(boards.board.pk), str(admin.user_id))
    again = program.post("webhooks", wanted, idempotency_key="k1")
    assert (again.status_code, again.json()) == (201, made | {"secret": None})
    read = program.get(f"webhooks/{webhook.pk}")
    assert read.json() == {name: value for name, value in made.items() if name != "secret"}
    assert program.get("webhooks").json() == {"webhooks": [read.json()], "next": None}
    assert (read.json()["has_access_token"], "sekret" in read.content.decode()) == (True, False)
    assert facts() == ["webhook.created"]


def test_of_the_whole_instance_and_of_everything_unless_said_otherwise(program):
    made = program.post("webhooks", NEW).json()
    assert (made["board_id"], made["events"], made["excluded_events"], made["is_on"]) == (None, None, None, True)


WRONG = {
    "an event that does not exist": (NEW | {"events": ["cardCreated"]}, 422),
    "no address": ({"name": "Suivi", "url": "file:///etc/passwd"}, 422),
    "a password in it": ({"name": "Suivi", "url": "https://me:secret@hook.example/"}, 422),
    "a board that nobody has": (NEW | {"board_id": "12"}, 404),
    "a column that is not theirs to set": (NEW | {"is_on": False}, 422),
}


@pytest.mark.parametrize(("sent", "status"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_made(program, sent, status):
    assert program.post("webhooks", sent).status_code == status
    assert (Webhook.objects.count(), facts()) == (0, [])


def test_an_eleventh_is_refused(program):
    for number in range(10):
        assert program.post("webhooks", NEW | {"name": str(number)}).status_code == 201
    assert program.post("webhooks", NEW).status_code == 409
    assert Webhook.objects.count() == 10


def test_edited_if_it_is_as_it_was_read(program):
    id = program.post("webhooks", NEW | {"access_token": "a"}).json()["id"]
    tag = program.get(f"webhooks/{id}").headers["ETag"]
    changed = program.patch(f"webhooks/{id}", {"name": "Autre", "excluded_events": ["userCreate"]}, if_match=tag)
    assert (changed.status_code, changed.json()["name"]) == (200, "Autre")
    assert changed.json()["excluded_events"] == ["userCreate"]
    assert changed.json()["url"] == NEW["url"]
    assert program.get(f"webhooks/{id}").json()["etag"] == changed.headers["ETag"] == changed.json()["etag"]
    assert program.patch(f"webhooks/{id}", {"access_token": "b"}, if_match=tag).status_code == 412
    assert Webhook.objects.get().access_token == "a"  # noqa: S105 (of nobody)
    with writes_allowed():  # how its sending goes changes nothing of what was read
        Webhook.objects.update(failures=3)
    tag = changed.headers["ETag"]
    assert program.patch(f"webhooks/{id}", {"access_token": "b"}, if_match=tag).status_code == 200
    assert program.delete(f"webhooks/{id}", if_match=tag).status_code == 412
    assert facts() == ["webhook.created", "webhook.edited", "webhook.edited"]


def test_removed_and_answered_alike_when_sent_again(program):
    id = program.post("webhooks", NEW).json()["id"]
    assert program.delete(f"webhooks/{id}", idempotency_key="k1").status_code == 204
    assert program.delete(f"webhooks/{id}", idempotency_key="k1").status_code == 204
    assert program.get(f"webhooks/{id}").status_code == 404
    assert program.delete(f"webhooks/{id}").status_code == 404
    assert facts() == ["webhook.created", "webhook.removed"]


def test_another_secret_is_shown_once(program):
    made = program.post("webhooks", NEW).json()
    renewed = program.post(f"webhooks/{made['id']}/secret", idempotency_key="k1")
    assert renewed.json() == {"id": made["id"], "secret": Webhook.objects.get().secret}
    assert renewed.json()["secret"] != made["secret"]
    again = program.post(f"webhooks/{made['id']}/secret", idempotency_key="k1")
    assert again.json() == {"id": made["id"], "secret": None}
    assert facts() == ["webhook.created", "webhook.secret_renewed"]


def test_switched_off_and_on(program):
    id = program.post("webhooks", NEW).json()["id"]
    assert program.post(f"webhooks/{id}/switch-off").status_code == 204
    assert program.get(f"webhooks/{id}").json()["is_on"] is False
    assert program.post(f"webhooks/{id}/try").status_code == 409
    assert Delivery.objects.count() == 0
    assert program.post(f"webhooks/{id}/switch-on").json()["is_on"] is True
    assert facts() == ["webhook.created", "webhook.switched_off", "webhook.switched_on"]


def test_tried_told_looked_up_and_replayed(program, receiver, told, boards, editor, work):
    id = program.post("webhooks", NEW | {"url": receiver.url}).json()["id"]
    assert program.post(f"webhooks/{id}/try").status_code == 200
    rename_card(editor, boards.card("A"), "Élan")
    work()
    first = program.get(f"webhooks/{id}/deliveries?limit=1").json()
    (newest,) = first["items"]
    assert (newest["event"], newest["state"], newest["status"]) == ("cardUpdate", "done", 200)
    assert (newest["answer"], newest["tries"], newest["next_try"]) == ("thanks", 1, None)
    second = program.get(f"webhooks/{id}/deliveries?limit=1&cursor={first['next']}").json()
    assert ([one["event"] for one in second["items"]], second["next"]) == (["ping"], None)
    assert program.get(f"webhooks/{id}/deliveries?state=failed").json()["items"] == []
    assert program.post(f"webhooks/{id}/replay", {"delivery_ids": [newest["id"]]}).status_code == 200
    work()
    ids = [headers["webhook-id"] for _method, _path, headers, _body in receiver.received]
    assert ids == [second["items"][0]["id"], newest["id"], newest["id"]]


def test_all_that_failed_are_replayed(program, told, boards):
    id = program.post("webhooks", NEW).json()["id"]
    program.post(f"webhooks/{id}/try")
    program.post(f"webhooks/{id}/try")
    with writes_allowed():
        first, second = Delivery.objects.order_by("pk")
        Delivery.objects.filter(pk=first.pk).update(state="failed", tries=12)
        Delivery.objects.filter(pk=second.pk).update(state="done", tries=1)
    assert program.post(f"webhooks/{id}/replay", {"failed": True}).status_code == 200
    states = list(Delivery.objects.order_by("pk").values_list("state", "tries"))
    assert states == [("waiting", 0), ("done", 1)]


@pytest.mark.parametrize("body", [{}, {"failed": True, "delivery_ids": ["12"]}, {"delivery_ids": []}])
def test_one_says_which_are_replayed(program, body):
    id = program.post("webhooks", NEW).json()["id"]
    assert program.post(f"webhooks/{id}/replay", body).status_code == 422


def test_those_of_another_webhook_are_not_replayed(program):
    mine, other = (program.post("webhooks", NEW | {"name": name}).json()["id"] for name in "ab")
    program.post(f"webhooks/{other}/try")
    with writes_allowed():
        Delivery.objects.update(state="done")
    theirs = {"delivery_ids": [str(Delivery.objects.get().pk)]}
    assert program.post(f"webhooks/{mine}/replay", theirs).status_code == 404
    assert Delivery.objects.get().state == "done"


@pytest.mark.parametrize("scope", ["read", "write"])
def test_it_takes_the_scope_admin(admin, asking, scope):
    program = asking(admin, scope)
    assert program.get("webhooks").status_code == 403
    assert program.post("webhooks", NEW).status_code == 403
    assert Webhook.objects.count() == 0


@pytest.fixture
def bound(boards, admin, asking):
    """A program that is made for the project alone; webhooks of its board, of another's, of everything."""
    with writes_allowed():
        other = Project.objects.create(name="Autre", prefix="AUTR")
        there = other.boards.create(name="Ailleurs", position=1)
    hooks = {}
    for name, board in {"here": boards.board, "there": there, "everywhere": None}.items():
        actions.create_webhook(admin, instance(), name, NEW["url"], board=board)
        hooks[name] = Webhook.objects.get(name=name)
    return asking(admin, projects=[boards.project]), hooks


def test_a_token_for_some_projects_reaches_what_is_told_of_them(bound):
    program, hooks = bound
    assert [one["name"] for one in program.get("webhooks").json()["webhooks"]] == ["here"]
    here = hooks["here"].pk
    assert program.patch(f"webhooks/{here}", {"name": "Ici"}, idempotency_key="k1").json()["name"] == "Ici"
    assert program.patch(f"webhooks/{here}", {"name": "Ici"}, idempotency_key="k1").json()["name"] == "Ici"
    assert program.post(f"webhooks/{here}/switch-off").status_code == 204


@pytest.mark.parametrize("which", ["there", "everywhere"])
def test_and_nothing_else(bound, which):
    program, hooks = bound
    id, before = hooks[which].pk, Event.objects.count()
    asked = [
        program.get(f"webhooks/{id}"),
        program.get(f"webhooks/{id}/deliveries"),
        program.patch(f"webhooks/{id}", {"name": "Pris"}),
        program.delete(f"webhooks/{id}"),
        program.post(f"webhooks/{id}/secret"),
        program.post(f"webhooks/{id}/switch-off"),
        program.post(f"webhooks/{id}/switch-on"),
        program.post(f"webhooks/{id}/try"),
        program.post(f"webhooks/{id}/replay", {"failed": True}),
        program.post("webhooks", NEW),
    ]
    assert {one.status_code for one in asked} == {404}
    kept = Webhook.objects.get(pk=id)
    assert (kept.name, kept.is_on, kept.secret, kept.removed_at) == (which, True, hooks[which].secret, None)
    assert (Event.objects.count(), Delivery.objects.count(), Webhook.objects.count()) == (before, 0, 3)


def test_the_action_itself_minds_the_limit(bound, admin, boards):
    _program, hooks = bound
    limited = Actor(admin.user_id, "api", projects=frozenset([boards.project.pk]))
    for which in ("there", "everywhere"):
        with pytest.raises(Refused):
            actions.edit_webhook(limited, hooks[which], name="Pris")
    actions.edit_webhook(limited, hooks["here"], name="Ici")
    assert sorted(Webhook.objects.values_list("name", flat=True)) == ["Ici", "everywhere", "there"]


def test_as_many_queries_for_ten_as_for_one(program, django_assert_num_queries):
    program.post("webhooks", NEW)
    program.get("webhooks")
    with django_assert_num_queries(QUERIES):
        program.get("webhooks")
    for number in range(9):
        program.post("webhooks", NEW | {"name": str(number)})
    with django_assert_num_queries(QUERIES):
        assert len(program.get("webhooks").json()["webhooks"]) == 10
    first = program.get("webhooks?limit=7").json()
    rest = program.get(f"webhooks?limit=7&cursor={first['next']}").json()
    assert ([len(one["webhooks"]) for one in (first, rest)], rest["next"]) == ([7, 3], None)


def test_a_journal_takes_as_many_queries_however_long(program, django_assert_num_queries):
    id = program.post("webhooks", NEW).json()["id"]
    for _one in range(3):
        program.post(f"webhooks/{id}/try")
    with django_assert_num_queries(QUERIES):
        assert len(program.get(f"webhooks/{id}/deliveries").json()["items"]) == 3


QUERIES = 5
__all__ = ["receiver", "told", "work"]
