"""What happens reaches the receiver: signed, in order, at least once, and what came of it can be read."""

import base64
import hashlib
import hmac
import json
import re
import threading
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.utils import timezone

from projets.boards.actions.cards import rename_card
from projets.notifications.webhooks import journal, sending
from projets.notifications.webhooks.actions import webhooks as acts
from projets.notifications.webhooks.models import Delivery, Message, Webhook
from projets.notifications.webhooks.signing import headers
from projets.operations import daily
from projets.usecase.dispatch import dispatch
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Event, SetAside
from tests.receiving import ok, serving

pytestmark = pytest.mark.django_db(transaction=True)


def names(server):
    return [json.loads(body)["data"]["item"]["name"] for _method, _path, _headers, body in server.received]


def answering(*codes):
    """Each in turn, then 200."""
    left = list(codes)

    def answer(handler):
        code = left.pop(0) if left else 200
        handler.send_response(code)
        handler.end_headers()
        handler.wfile.write(f"code {code}".encode())

    return answer


def test_what_arrives(hook, receiver, boards, editor, work, settings):
    webhook = hook(f"{receiver.url}/in?a=1", access_token="sekret")
    rename_card(editor, boards.card("A"), "Élan")
    work()
    [(method, path, sent, body)] = receiver.received
    delivery = Delivery.objects.get()
    assert (method, path) == ("POST", "/in?a=1")
    item = {"id": str(boards.card("Élan").pk), "name": "Élan"}
    assert json.loads(body) == {"event": "cardUpdate", "data": {"item": item}}
    assert sent["Content-Type"] == "application/json"
    assert sent["Authorization"] == "Bearer sekret"
    assert sent["User-Agent"] == f"planka (+{settings.BASE_URL}) Projets/{settings.RELEASE}"
    assert sent["webhook-id"] == str(delivery.pk)
    assert abs(int(sent["webhook-timestamp"]) - timezone.now().timestamp()) < 60
    key = base64.b64decode(webhook.secret.removeprefix("whsec_"))
    signed = f"{sent['webhook-id']}.{sent['webhook-timestamp']}.".encode() + body
    digest = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert sent["webhook-signature"] == f"v1,{digest}"
    assert (delivery.state, delivery.tries, delivery.status, delivery.answer) == ("done", 1, 200, "thanks")
    assert 0 < delivery.seconds < 10
    assert delivery.message.event.kind == "card.renamed"


def test_the_signature_that_receivers_test_their_libraries_with():
    """The vector of Standard Webhooks."""
    made = headers(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}'
    )
    assert made["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_the_document_says_how_to_verify(hook, receiver, boards, editor, work):
    """Its Python is what a receiver copies."""
    [code] = re.findall(r"```python\n(.+?)```", (Path(__file__).parents[3] / "docs/webhooks.md").read_text(), re.S)
    written = {}
    exec(code, written)  # noqa: S102 (our own document)
    webhook = hook(receiver.url)
    rename_card(editor, boards.card("A"), "Élan")
    work()
    [(_method, _path, sent, body)] = receiver.received
    assert written["is_genuine"](webhook.secret, sent, body)
    assert not written["is_genuine"](webhook.secret, sent, body + b" ")
    assert not written["is_genuine"](webhook.secret, sent | {"webhook-timestamp": "1614265330"}, body)


def test_to_each_what_it_wants(hook, receiver, boards, editor, work):
    hook(receiver.url + "/all", name="all")
    hook(receiver.url + "/some", name="some", wanted=["cardCreate"])
    hook(receiver.url + "/excl", name="excl", unwanted=["cardUpdate"])
    hook(receiver.url + "/here", name="here", board=boards.board)
    hook(receiver.url + "/elsewhere", name="elsewhere", board=boards.elsewhere.board)
    rename_card(editor, boards.card("A"), "x")
    work()
    assert sorted(path for _method, path, _headers, _body in receiver.received) == ["/all", "/here"]
    assert Message.objects.count() == 1


def test_what_happened_before_is_not_told(hook, receiver, boards, editor, work):
    rename_card(editor, boards.card("A"), "before")
    hook(receiver.url)
    rename_card(editor, boards.card("B"), "after")
    work()
    assert names(receiver) == ["after"]


def test_its_own_removal_is_the_last_thing_it_hears(hook, receiver, boards, editor, admin, work):
    webhook = hook(receiver.url)
    acts.remove_webhook(admin, webhook)
    rename_card(editor, boards.card("A"), "after")
    work()
    assert names(receiver) == ["Suivi"]


def test_nothing_while_switched_off(hook, receiver, boards, editor, admin, work):
    webhook = hook(receiver.url)
    acts.switch_off_webhook(admin, webhook)
    rename_card(editor, boards.card("A"), "off")
    work()
    acts.switch_on_webhook(admin, webhook)
    rename_card(editor, boards.card("B"), "on")
    work()
    assert names(receiver) == ["on"]


def test_without_a_door_that_says_how_nothing_is_sent(hook, receiver, boards, editor, work, monkeypatch):
    hook(receiver.url)
    monkeypatch.setattr("projets.notifications.webhooks.payloads._renderers", [])
    rename_card(editor, boards.card("A"), "x")
    work()
    assert (receiver.received, Delivery.objects.count()) == ([], 0)


def test_a_body_that_cannot_be_made_is_set_aside(hook, receiver, boards, editor, work, monkeypatch):
    hook(receiver.url)
    work()
    monkeypatch.setattr("projets.notifications.webhooks.payloads._renderers", [lambda event: [][1]])
    rename_card(editor, boards.card("A"), "x")
    work()
    assert (Delivery.objects.count(), SetAside.objects.get().subscriber) == (0, "queue_deliveries")


def test_a_receiver_that_is_down_gets_everything_in_order_once_it_is_back(hook, allowed, boards, editor, work, later):
    with serving() as server:
        url = server.url
    webhook = hook(url)
    for title in "ABC":
        rename_card(editor, boards.card(title), title.lower())
    work()
    first, second, third = Delivery.objects.order_by("id")
    assert (first.state, first.tries, first.status, first.problem) == ("waiting", 1, None, "silent")
    assert (second.tries, third.tries) == (0, 0)
    webhook.refresh_from_db()
    assert webhook.failures == 1
    work()
    assert Delivery.objects.get(pk=first.pk).tries == 1
    with serving() as server:
        with transaction.atomic(), writes_allowed():
            Webhook.objects.update(url=server.url)
        later(seconds=11)
        work()
        assert names(server) == ["a", "b", "c"]
    webhook.refresh_from_db()
    assert (webhook.failures, webhook.failing_since, webhook.resumes_at) == (0, None, None)
    assert [one.tries for one in Delivery.objects.order_by("id")] == [2, 1, 1]


@pytest.mark.parametrize("code", [500, 503, 429])
def test_a_receiver_that_cannot_now_stops_its_lane(hook, allowed, boards, editor, work, code):
    with serving(answering(code)) as server:
        hook(server.url)
        for title in "AB":
            rename_card(editor, boards.card(title), title.lower())
        work()
        assert names(server) == ["a"]
    assert Delivery.objects.order_by("id").first().answer == f"code {code}"


@pytest.mark.parametrize("code", [400, 404, 302])
def test_one_that_is_refused_lets_the_next_ones_pass(hook, allowed, boards, editor, work, later, code):
    with serving(answering(code)) as server:
        hook(server.url)
        for title in "AB":
            rename_card(editor, boards.card(title), title.lower())
        work()
        assert names(server) == ["a", "b"]
        later(seconds=11)
        work()
        assert names(server) == ["a", "b", "a"]
    assert {one.state for one in Delivery.objects.all()} == {"done"}


def test_the_same_id_and_body_at_each_try(hook, allowed, boards, editor, work, later):
    with serving(answering(500)) as server:
        hook(server.url)
        rename_card(editor, boards.card("A"), "a")
        work()
        later(seconds=11)
        work()
        (_, _, one, body), (_, _, other, again) = server.received
    assert (one["webhook-id"], body) == (other["webhook-id"], again)


def test_longer_and_longer_and_then_no_more(hook, allowed, boards, editor, work, later):
    with serving(answering(*[400] * 99)) as server:
        hook(server.url)
        rename_card(editor, boards.card("A"), "a")
        waits = []
        for _try in range(journal.MOST_TRIES):
            work()
            delivery = Delivery.objects.get()
            waits.append(round((delivery.next_try - delivery.tried_at).total_seconds()))
            later(seconds=waits[-1] + 1)
        assert waits == [10, 30, 120, 600, 1800, *[3600] * 6, 3600]
        assert (delivery.state, len(server.received)) == ("failed", 12)
        work()
        assert len(server.received) == 12


def test_what_is_out_of_reach_is_not_given_up_before_the_webhook_is(hook, allowed, boards, editor, work, later):
    with serving() as server:
        url = server.url
    webhook = hook(url)
    rename_card(editor, boards.card("A"), "a")
    for _hour in range(24 * 3 + 6):
        work()
        later(hours=1)
    webhook.refresh_from_db()
    assert not webhook.is_on
    assert webhook.given_up_at is not None
    assert Delivery.objects.get().state == "waiting"
    switched = Event.objects.get(kind="webhook.switched_off")
    assert (switched.act.user_id, switched.act.via) == (None, "system")


def test_switched_on_again_it_gets_what_waited(hook, allowed, boards, editor, admin, work, later):
    with serving() as server:
        url = server.url
    webhook = hook(url)
    rename_card(editor, boards.card("A"), "a")
    for _hour in range(24 * 3 + 6):
        work()
        later(hours=1)
    with serving() as server:
        acts.edit_webhook(admin, webhook, url=server.url)
        acts.switch_on_webhook(admin, webhook)
        work()
        assert names(server) == ["a"]
    webhook.refresh_from_db()
    assert (webhook.is_on, webhook.given_up_at) == (True, None)


def test_failures_with_a_success_between_are_no_lasting_failure(hook, allowed, boards, editor, work, later):
    with serving(answering(*([400] * 10 + [200]) * 9)) as server:
        webhook = hook(server.url)
        for number in range(40):
            rename_card(editor, boards.card("A") if number == 0 else boards.card(str(number - 1)), str(number))
            work()
            later(hours=3)
    webhook.refresh_from_db()
    assert webhook.is_on


def test_a_private_address_is_refused_and_told(hook, boards, editor, work, settings):
    with serving() as server:
        hook(server.url)
        rename_card(editor, boards.card("A"), "a")
        work()
        assert server.received == []
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.problem, delivery.status) == ("waiting", "private", None)


def test_one_dead_receiver_delays_nobody(hook, allowed, boards, editor, work, monkeypatch):
    """Two lanes, two threads: while one waits for its receiver the other goes on."""
    stuck, over = threading.Event(), threading.Event()

    def hang(handler):
        stuck.set()
        over.wait(10)
        ok(handler)

    with serving(hang) as dead, serving() as lively:
        slow, quick = hook(dead.url, name="slow"), hook(lively.url, name="quick")
        rename_card(editor, boards.card("A"), "a")
        dispatch()

        def run():
            sending.run_lane(slow.pk)
            connection.close()

        thread = threading.Thread(target=run)
        thread.start()
        assert stuck.wait(10)
        assert sending.run_lane(slow.pk) is None
        sending.run_lane(quick.pk)
        assert (names(lively), Delivery.objects.get(webhook=slow).tries) == (["a"], 0)
        over.set()
        thread.join()
    assert Delivery.objects.get(webhook=slow).state == "done"


def test_replayed_by_hand(hook, receiver, boards, editor, admin, work):
    webhook = hook(receiver.url)
    for title in "AB":
        rename_card(editor, boards.card(title), title.lower())
    work()
    first = Delivery.objects.order_by("id").first()
    acts.replay_deliveries(admin, webhook, [first.pk])
    work()
    assert names(receiver) == ["a", "b", "a"]
    assert Delivery.objects.count() == 2


def test_those_of_others_are_not_replayed(hook, receiver, boards, editor, admin, work):
    one, other = hook(receiver.url, name="one"), hook(receiver.url, name="other")
    rename_card(editor, boards.card("A"), "a")
    work()
    acts.replay_deliveries(admin, one, [Delivery.objects.get(webhook=other).pk])
    work()
    assert len(receiver.received) == 2


def test_a_trial(hook, receiver, admin, work):
    webhook = hook(receiver.url, wanted=["cardCreate"])
    acts.try_webhook(admin, webhook)
    work()
    [(_method, _path, _headers, body)] = receiver.received
    assert json.loads(body) == {"event": "ping", "data": {"item": {"id": str(webhook.pk), "name": "Suivi"}}}


def test_an_answer_that_is_no_text(hook, allowed, admin, work):
    def answer(handler):
        handler.send_response(200)
        handler.end_headers()
        handler.wfile.write(b"\x00\xff\x1b[31m" + b"x" * 3000)

    with serving(answer) as server:
        acts.try_webhook(admin, hook(server.url))
        work()
    kept = Delivery.objects.get().answer
    assert (len(kept), kept[:5]) == (500, "\ufffd\ufffd\ufffd[3")


def test_two_weeks_and_a_thousand(hook, receiver, boards, editor, admin, work, later, monkeypatch):
    monkeypatch.setattr(journal, "MOST_KEPT", 2)
    webhook, gone = hook(receiver.url), hook(receiver.url, name="gone")
    acts.remove_webhook(admin, gone)
    for title in "ABC":
        rename_card(editor, boards.card(title), title.lower())
    work()
    newest = list(Delivery.objects.filter(webhook=webhook).order_by("-id").values_list("pk", flat=True))
    assert daily.do_all() == []
    assert list(Delivery.objects.filter(webhook=webhook).values_list("pk", flat=True)) == newest[:2]
    later(days=15)
    assert daily.do_all() == []
    assert (Delivery.objects.count(), Message.objects.count()) == (0, 0)
    assert list(Webhook.objects.values_list("name", flat=True)) == ["Suivi"]
