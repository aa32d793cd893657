"""Who makes webhooks, what may stand in them, and what of it is told."""

import pytest

from projets.accounts.queries import instance
from projets.boards.models import Project
from projets.notifications.webhooks.actions import webhooks as acts
from projets.notifications.webhooks.models import Webhook
from projets.notifications.webhooks.permissions import grounds
from projets.usecase.actor import Actor
from projets.usecase.errors import Conflict, Invalid, Refused
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Event

pytestmark = pytest.mark.django_db


def create(actor, **given):
    return acts.create_webhook(actor, instance(), **{"name": "Suivi", "url": "https://hook.example/a", **given})


def facts():
    return [event.fact for event in Event.objects.filter(stream="instance", kind__startswith="webhook.")]


def test_what_is_kept_and_what_is_told(admin):
    create(admin, access_token="sekret", wanted=["cardCreate", "bogus", "cardCreate", "cardUpdate"])
    webhook = Webhook.objects.get()
    assert (webhook.name, webhook.url, webhook.access_token) == ("Suivi", "https://hook.example/a", "sekret")
    assert (webhook.events, webhook.excluded_events, webhook.is_on) == (["cardCreate", "cardUpdate"], None, True)
    assert webhook.owner_id == admin.user_id
    [fact] = facts()
    assert (fact.kind, fact.before) == ("webhook.created", None)
    assert fact.after.events == ("cardCreate", "cardUpdate")
    assert "sekret" not in str(fact.columns)
    assert webhook.secret not in str(fact.columns)


WISHES = {
    "all": ({}, None, None),
    "none that exists": ({"wanted": ["bogus"]}, None, None),
    "some left out": ({"unwanted": ["cardCreate"]}, None, ["cardCreate"]),
    "wanted wins": ({"wanted": ["listCreate"], "unwanted": ["cardCreate"]}, ["listCreate"], None),
    "an empty list": ({"wanted": [], "unwanted": ["cardCreate"]}, None, ["cardCreate"]),
}


@pytest.mark.parametrize(("given", "events", "excluded"), WISHES.values(), ids=WISHES)
def test_wishes(admin, given, events, excluded):
    create(admin, **given)
    webhook = Webhook.objects.get()
    assert (webhook.events, webhook.excluded_events) == (events, excluded)
    assert webhook.wants("cardCreate") == (given.get("wanted") in (None, ["bogus"]) and not given.get("unwanted"))


WRONG = {
    "no name": ({"name": "  "}, "name"),
    "a long name": ({"name": "n" * 129}, "name"),
    "no address": ({"url": "nope"}, "url"),
    "another scheme": ({"url": "ftp://hook.example/"}, "url"),
    "a long address": ({"url": "https://hook.example/" + "a" * 2048}, "url"),
    "a password in it": ({"url": "https://me:secret@hook.example/"}, "url"),
    "a blank in it": ({"url": "https://hook.example/a b"}, "url"),
    "a broken host": ({"url": "https://[hook/"}, "url"),
    "a long token": ({"access_token": "t" * 513}, "access_token"),
    "a token that breaks the header": ({"access_token": "a\r\nX-Evil: 1"}, "access_token"),
    "a token with accents": ({"access_token": "clé"}, "access_token"),
}


@pytest.mark.parametrize(("given", "field"), WRONG.values(), ids=WRONG)
def test_what_may_not_stand_in_it(admin, given, field):
    with pytest.raises(Invalid) as refusal:
        create(admin, **given)
    assert (refusal.value.field, Webhook.objects.count(), facts()) == (field, 0, [])


def test_ten_at_most_removed_ones_apart(admin):
    for number in range(10):
        create(admin, name=f"{number}")
    with pytest.raises(Conflict):
        create(admin, name="eleventh")
    acts.remove_webhook(admin, Webhook.objects.get(name="3"))
    create(admin, name="eleventh")
    assert acts.standing().count() == 10


@pytest.mark.parametrize("role", ["project_owner", "board_user"])
def test_administrators_alone(boards, admin, role):
    somebody = Actor(boards.person(role=role).pk, "web")
    with pytest.raises(Refused):
        create(somebody)
    create(admin)
    webhook = Webhook.objects.get()
    done = [
        lambda: acts.edit_webhook(somebody, webhook, name="x"),
        lambda: acts.renew_secret(somebody, webhook, "whsec_x"),
        lambda: acts.switch_off_webhook(somebody, webhook),
        lambda: acts.switch_on_webhook(somebody, webhook),
        lambda: acts.remove_webhook(somebody, webhook),
        lambda: acts.try_webhook(somebody, webhook),
        lambda: acts.replay_deliveries(somebody, webhook, []),
    ]
    for act in done:
        with pytest.raises(Refused):
            act()
    assert [fact.kind for fact in facts()] == ["webhook.created"]


def test_bound_to_a_board_that_the_administrator_sees(boards, admin):
    create(admin, board=boards.board)
    assert Webhook.objects.get().board == boards.board
    boards.project.is_shared = False
    with writes_allowed():
        boards.project.save()
    with pytest.raises(Refused):
        create(admin, board=boards.board, name="unseen")


def test_edited_by_what_is_given(admin):
    create(admin, access_token="sekret", wanted=["cardCreate"])
    webhook = Webhook.objects.get()
    acts.edit_webhook(admin, webhook, name="Autre")
    acts.edit_webhook(admin, webhook, wanted=None, unwanted=["userCreate"])
    acts.edit_webhook(admin, webhook, access_token="")
    acts.edit_webhook(admin, webhook, name="Autre")
    webhook.refresh_from_db()
    assert (webhook.name, webhook.events, webhook.excluded_events) == ("Autre", None, ["userCreate"])
    assert (webhook.url, webhook.access_token) == ("https://hook.example/a", "")
    edits = [fact for fact in facts() if fact.kind == "webhook.edited"]
    assert [fact.changed for fact in edits] == [{"name"}, {"events", "excluded_events"}, set()]


def test_another_secret(admin):
    create(admin)
    webhook = Webhook.objects.get()
    acts.renew_secret(admin, webhook, "whsec_bmV3")
    webhook.refresh_from_db()
    assert webhook.secret.removeprefix("whsec_") == "bmV3"
    assert "bmV3" not in str(facts()[-1].columns)


def test_a_removed_one_is_left_alone(admin):
    create(admin)
    webhook = Webhook.objects.get()
    acts.remove_webhook(admin, webhook)
    for act in (acts.remove_webhook, acts.try_webhook, acts.switch_on_webhook):
        with pytest.raises(Conflict):
            act(admin, webhook)
    assert [fact.kind for fact in facts()] == ["webhook.created", "webhook.removed"]


def test_a_key_for_some_projects_reaches_webhooks_of_their_boards_alone(boards, admin, hook):
    """Neither those of the instance nor those of another project."""
    with writes_allowed():
        other = Project.objects.create(name="Autre", prefix="AUTR")
        boards.project.is_shared = True
        boards.project.save()
    everywhere, here = hook(name="Partout"), hook(name="Ici", board=boards.board)
    assert grounds(admin, [everywhere, here]) == {everywhere: {"administrator"}, here: {"administrator"}}
    for projects, holds in (({boards.project.pk}, {"administrator"}), ({other.pk}, set())):
        bound = Actor(admin.user_id, "api", projects=frozenset(projects))
        assert grounds(bound, [everywhere, here]) == {everywhere: set(), here: holds}
        with pytest.raises(Refused):
            acts.remove_webhook(bound, everywhere)
    assert not Webhook.objects.exclude(removed_at=None).exists()
