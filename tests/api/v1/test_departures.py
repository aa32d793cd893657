"""Departures by our own API: who left, handing over, erasing (A-09, E-05)."""

import pytest

from projets.accounts.models import User
from projets.accounts.organisations.models import Affiliation
from projets.boards.actions.details import assign_cards
from projets.boards.departures.actions.departures import open_departure
from projets.boards.departures.models import Departure, NamedAt
from projets.boards.models import Card, Membership, ProjectManager
from projets.usecase.actor import Actor
from projets.usecase.guard import writes_allowed
from tests.accounts.organisations.world import make_world
from tests.api.v1.alike import left_alike


@pytest.fixture
def administrator(boards):
    return boards.member("administrator", name="Ada Min")


@pytest.fixture
def manager(boards):
    return boards.member("project manager", name="Max Imum")


def row(actor):
    return User.objects.get(pk=actor.user_id)


@pytest.fixture
def gone(boards, administrator):
    """`gone("editor")`: the departure of somebody who was this on the board, with card A to do."""

    def make(role="editor", name="Lou Part"):
        actor = boards.member(role, name=name)
        if role == "editor":
            assign_cards(actor, [boards.card("A")], responsible=actor.user_id)
        open_departure(administrator, row(actor))
        return Departure.objects.get(user=actor.user_id)

    return make


def test_somebody_leaves_and_is_listed_by_pieces(
    boards, administrator, editor, asking, gone, django_assert_num_queries
):
    assign_cards(editor, [boards.card("A")], responsible=editor.user_id)
    ask, body = asking(administrator), {"user_id": str(editor.user_id)}
    made, again = (ask.post("departures", body, idempotency_key="k") for _time in range(2))
    assert (made.status_code, again.status_code, again.json()) == (201, 201, made.json())
    assert (made.json()["reason"], made.json()["opened_by"]) == ("manager", str(administrator.user_id))
    assert row(editor).is_active is False
    assert ask.post("departures", body).status_code == 409
    gone("project manager")
    first = ask.get("departures?limit=1").json()
    assert [(one["name"], one["boards"]) for one in first["items"]] == [("Lou Part", [])]
    assert first["items"][0]["projects"] == [
        {"project_id": str(boards.project.pk), "name": "Portail", "is_alone": True}
    ]
    with django_assert_num_queries(16):  # the same few, however many have left
        rest = ask.get(f"departures?limit=1&cursor={first['next']}").json()
    (line,), end = rest["items"], rest["next"]
    assert (line["id"], line["projects"], end) == (made.json()["id"], [], None)
    assert line["boards"] == [
        {
            "board_id": str(boards.board.pk),
            "name": "Feuille de route",
            "project_id": str(boards.project.pk),
            "project_name": "Portail",
            "role": "editor",
            "cards": 1,
            "tasks": 0,
            "guests": 0,
            "links": 0,
        }
    ]
    gone("editor", "Zoé Part")
    with django_assert_num_queries(16):
        assert len(ask.get("departures").json()["items"]) == 3


def test_a_board_is_handed_over_by_who_manages_it(boards, manager, asking, gone):
    departure, heir = gone(), boards.member("editor", name="Awa Diop")
    ask, path = asking(manager), f"departures/{departure.pk}/hand-over-board"
    assert [one["id"] for one in ask.get("departures").json()["items"]] == [str(departure.pk)]
    body = {"board_id": str(boards.board.pk), "successor_id": str(heir.user_id)}
    for _time in range(2):
        assert ask.post(path, body, idempotency_key="k").status_code == 204
    assert boards.card("A").responsible_id == heir.user_id
    assert not Membership.objects.filter(user=departure.user_id).exists()
    assert ask.get("departures").json()["items"] == []


def test_a_board_is_handed_over_to_nobody(boards, manager, asking, gone):
    departure = gone()
    body = {"board_id": str(boards.board.pk)}
    assert asking(manager).post(f"departures/{departure.pk}/hand-over-board", body).status_code == 204
    assert boards.card("A").responsible_id is None


def test_a_project_is_handed_over_by_an_administrator(boards, administrator, asking, gone):
    departure, heir = gone("project manager"), boards.person("Awa Diop", role="project_owner")
    ask, path = asking(administrator), f"departures/{departure.pk}/hand-over-project"
    body = {"project_id": str(boards.project.pk), "successor_id": str(heir.pk)}
    for _time in range(2):
        assert ask.post(path, body, idempotency_key="k").status_code == 204
    assert [one.user_id for one in ProjectManager.objects.all()] == [heir.pk]
    assert ask.post(path, body).status_code == 404  # not theirs any more
    nobody = boards.person("Zoé Autre", role="board_user")
    refused = ask.post(path, body | {"successor_id": str(nobody.pk)})
    assert refused.status_code == 404
    assert [one.user_id for one in ProjectManager.objects.all()] == [heir.pk]


def test_an_organisation_says_who_left_it(boards, asking):
    world = make_world()
    head, leaving = world.user(place="administrator"), world.user(place="member", source="sign_in")
    place = Affiliation.objects.get(user=leaving)
    ask = asking(Actor(head.pk, "web"))
    made, again = (ask.post(f"affiliations/{place.pk}/departure", idempotency_key="k") for _time in range(2))
    assert (made.status_code, again.status_code, again.json()) == (201, 201, made.json())
    assert made.json()["user_id"] == str(leaving.pk)
    assert User.objects.get(pk=leaving.pk).is_active is False
    added = Affiliation.objects.get(user=world.user(place="member", source="manual"))
    assert ask.post(f"affiliations/{added.pk}/departure").status_code == 409
    assert (
        asking(Actor(world.user(place="member").pk, "web")).post(f"affiliations/{added.pk}/departure").status_code
        == 403
    )
    assert Departure.objects.count() == 1


def test_an_administrator_erases_who_left_and_texts_are_settled(boards, administrator, manager, asking, gone):
    with writes_allowed():
        Card.objects.filter(title="B").update(title="Relire avec Lou Part")
    departure, ask, manages = gone(), asking(administrator), asking(manager)
    assert manages.post(f"departures/{departure.pk}/erase").status_code == 404
    for _time in range(2):
        assert ask.post(f"departures/{departure.pk}/erase", idempotency_key="k").status_code == 204
    user = User.objects.get(pk=departure.user_id)
    assert (user.pseudonym, "Part" in user.name) == (1, False)
    assert ask.post(f"departures/{departure.pk}/erase").status_code == 409
    (line,) = manages.get("departures").json()["items"]
    ((place,), erased_on) = line["named_places"], line["erased_on"]
    assert (place["what"], place["url"], erased_on) == ("card", "/cartes/PORT-2/", None)
    assert asking(boards.member("editor")).post(f"named-places/{place['id']}/settle").status_code == 404
    assert NamedAt.objects.count() == 1
    for _time in range(2):
        assert manages.post(f"named-places/{place['id']}/settle", idempotency_key="k").status_code == 204
    assert manages.post(f"named-places/{place['id']}/settle").status_code == 404
    assert not NamedAt.objects.exists()


def test_nobody_erases_themselves_by_a_program(administrator, boards, asking, gone):
    departure = gone("administrator")
    with writes_allowed():  # the account was opened again
        User.objects.filter(pk=departure.user_id).update(is_active=True)
    ask = asking(Actor(departure.user_id, "web"))
    assert ask.post(f"departures/{departure.pk}/erase").status_code == 403
    assert User.objects.get(pk=departure.user_id).pseudonym is None


def test_who_may_not(boards, administrator, editor, asking, gone):
    departure = gone()
    heir = str(boards.member("editor", name="Awa Diop").user_id)
    board = {"board_id": str(boards.board.pk), "successor_id": heir}
    project = {"project_id": str(boards.project.pk), "successor_id": heir}
    asked = {
        "departures": {"user_id": heir},
        f"departures/{departure.pk}/hand-over-board": board,
        f"departures/{departure.pk}/hand-over-project": project,
        f"departures/{departure.pk}/erase": None,
    }
    bound, edits, writes = (
        asking(administrator, projects=[boards.project]),
        asking(editor),
        asking(administrator, "write"),
    )
    for ask, status, listed in ((bound, 404, 403), (edits, 404, 403), (writes, 403, 403)):
        assert ask.get("departures").status_code == listed
        assert {ask.post(path, body).status_code for path, body in asked.items()} == {status}
    assert boards.card("A").responsible_id == departure.user_id
    assert Membership.objects.filter(user=departure.user_id).exists()
    assert User.objects.get(pk=heir).is_active
    assert User.objects.get(pk=departure.user_id).pseudonym is None


def test_a_page_and_a_program_leave_the_same(boards, administrator, manager, browser, asking, gone):
    page, ask = browser(administrator), asking(administrator)
    one, other = (boards.member("editor", name=name) for name in ("Lou Un", "Lou Deux"))
    _facts, trail = left_alike(
        lambda: page.post("/departs/", {"who": row(one).email}),
        lambda: ask.post("departures", {"user_id": str(other.user_id)}),
    )
    assert trail == [("rights", "user.deactivated"), ("rights", "departure.opened")]
    first, second = (Departure.objects.get(user=actor.user_id) for actor in (one, other))
    body = {"board_id": str(boards.board.pk)}
    facts, _trail = left_alike(
        lambda: page.post(f"/departs/{first.pk}/tableaux/{boards.board.pk}/"),
        lambda: ask.post(f"departures/{second.pk}/hand-over-board", body),
    )
    assert [kind for kind, *_rest in facts] == ["membership.removed"] * 2
    facts, trail = left_alike(
        lambda: page.post(f"/departs/{first.pk}/effacement/"), lambda: ask.post(f"departures/{second.pk}/erase")
    )
    assert facts
    assert ("deletion", "user.deleted") in trail
