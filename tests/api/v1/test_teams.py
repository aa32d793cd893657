"""Teams and the rules of sign-in that put people in them, by our own API (A-09)."""

import pytest

from projets.accounts.organisations.models import ClaimRule, Team, TeamMember
from projets.boards.models import Project, ProjectManager
from projets.usecase.guard import writes_allowed
from tests.accounts.organisations.world import acts, make_world


@pytest.fixture
def world(db):
    return make_world()


@pytest.fixture
def head(world):
    return world.user(place="administrator")


@pytest.fixture
def member(world):
    return world.user(place="member")


@pytest.fixture
def team(world):
    return f"teams/{world.team.pk}"


def test_made_renamed_deleted(world, head, member, asking):
    ask, path = asking(acts(head)), f"organisations/{world.organisation.pk}/teams"
    made = ask.post(path, {"name": "Données"}, idempotency_key="k1")
    assert (made.status_code, made.json()["name"]) == (201, "Données")
    assert ask.post(path, {"name": "Données"}, idempotency_key="k1").json() == made.json()
    team = f"teams/{made.json()['id']}"
    read = asking(acts(member), "read").get(team)
    assert (read.json(), read.headers["ETag"]) == (made.json(), made.headers["ETag"])
    renamed = ask.patch(team, {"name": "Donnée"}, if_match=made.headers["ETag"])
    assert (renamed.status_code, renamed.json()["name"]) == (200, "Donnée")
    assert ask.patch(team, {"name": "Autre"}, if_match=made.headers["ETag"]).status_code == 412
    assert ask.delete(team, if_match=made.headers["ETag"]).status_code == 412
    assert ask.post(path, {"name": ""}).status_code == ask.patch(team, {"name": "N" * 201}).status_code == 422
    for refused in (asking(acts(member)), asking(acts(head), "write")):
        assert refused.post(path, {"name": "Prise"}).status_code == 403
        assert refused.patch(team, {"name": "Prise"}).status_code == refused.delete(team).status_code == 403
    assert Team.objects.get(pk=made.json()["id"]).name == "Donnée"
    assert ask.delete(team, if_match=renamed.headers["ETag"]).status_code == 204
    assert list(Team.objects.values_list("name", flat=True)) == ["Produit"]


def test_who_is_in_one(world, head, member, team, asking, django_assert_num_queries):
    ask = asking(acts(head))
    added = ask.post(f"{team}/members", {"user_id": str(member.pk)}, idempotency_key="k1")
    assert added.json() | {"id": "", "made_at": "", "etag": ""} == {
        "etag": "",
        "id": "",
        "organisation_id": str(world.organisation.pk),
        "team_id": str(world.team.pk),
        "user_id": str(member.pk),
        "is_lead": False,
        "by_hand": True,
        "by_claims": False,
        "made_at": "",
    }
    assert added.status_code == 201
    assert ask.post(f"{team}/members", {"user_id": str(member.pk)}, idempotency_key="k1").json() == added.json()
    assert ask.post(f"{team}/members", {"user_id": str(member.pk)}).status_code == 409
    read = asking(acts(member), "read")
    read.get(f"{team}/members")
    with django_assert_num_queries(4):
        assert read.get(f"{team}/members").json() == {
            "items": [added.json() | {"name": "Awa Diop"}],
            "next": None,
        }
    for _number in range(3):
        world.join(world.user(place="member"))
    with django_assert_num_queries(4):
        first = read.get(f"{team}/members?limit=3").json()
    assert (len(first["items"]), first["next"] is None) == (3, False)
    assert len(read.get(f"{team}/members?cursor={first['next']}").json()["items"]) == 1
    assert asking(acts(world.user()), "read").get(f"{team}/members").status_code == 404
    stranger = ask.post(f"{team}/members", {"user_id": str(world.user().pk)})
    assert (stranger.status_code, stranger.json()["errors"][0]["pointer"]) == (422, "#/user_id")


def test_leads_say_who_is_in_it(world, head, member, team, asking):
    colleague = world.user(place="member")
    row = world.join(member)
    led, ask = f"team-members/{row.pk}", asking(acts(member))
    new = {"user_id": str(colleague.pk)}
    for someone in (str(colleague.pk), "12"):  # nor does one learn who has an account
        assert ask.post(f"{team}/members", {"user_id": someone}).status_code == 403
    assert ask.patch(led, {"is_lead": True}).status_code == ask.delete(led).status_code == 403
    leads = asking(acts(head)).patch(led, {"is_lead": True})
    assert (leads.status_code, leads.json()["is_lead"]) == (200, True)
    assert ask.patch(team, {"name": "Produits"}).json()["name"] == "Produits"
    added = ask.post(f"{team}/members", new)
    assert added.status_code == 201
    assert ask.patch(f"team-members/{added.json()['id']}", {"is_lead": True}).status_code == 403
    assert ask.delete(team).status_code == 403
    assert asking(acts(member), "write").delete(f"team-members/{added.json()['id']}").status_code == 403
    assert ask.delete(f"team-members/{added.json()['id']}").status_code == 204
    assert list(TeamMember.objects.values_list("user", "is_lead")) == [(member.pk, True)]


def test_by_hand_whom_sign_in_put_there(world, head, member, team, asking):
    row = world.join(member, by_hand=False, by_claims=True)
    ask = asking(acts(head))
    assert ask.delete(f"team-members/{row.pk}").status_code == 409
    kept = ask.post(f"{team}/members", {"user_id": str(member.pk)})
    assert (kept.status_code, kept.json()["id"], kept.json()["by_hand"]) == (201, str(row.pk), True)
    assert kept.json()["by_claims"] is True


def test_rules(world, head, member, team, asking, django_assert_num_queries):
    ask = asking(acts(head))
    new = {"claim": "groups", "value": " produit "}
    added = ask.post(f"{team}/claim-rules", new, idempotency_key="k1")
    assert (added.status_code, added.json()["claim"], added.json()["value"]) == (201, "groups", "produit")
    assert ask.post(f"{team}/claim-rules", new, idempotency_key="k1").json() == added.json()
    assert ask.post(f"{team}/claim-rules", new).status_code == 409
    for sent in (new | {"claim": "sub"}, new | {"value": " "}, new | {"value": "v" * 201}):
        assert ask.post(f"{team}/claim-rules", sent).status_code == 422
    ask.get(f"{team}/claim-rules")
    with django_assert_num_queries(8):
        listed = ask.get(f"{team}/claim-rules").json()
    assert [(one["claim"], one["value"]) for one in listed["items"]] == [
        ("roles", "agent_public"),
        ("groups", "produit"),
    ]
    rule = f"claim-rules/{added.json()['id']}"
    world.join(member, is_lead=True)
    for refused in (asking(acts(member)), asking(acts(head), "write")):
        assert refused.get(f"{team}/claim-rules").status_code == 403
        assert refused.post(f"{team}/claim-rules", new | {"value": "pris"}).status_code == 403
        assert refused.delete(rule).status_code == 403
    assert ClaimRule.objects.count() == 2
    assert ask.delete(rule, if_match='"autre"').status_code == 412
    assert ask.delete(rule, if_match=added.headers["ETag"]).status_code == 204
    assert list(ClaimRule.objects.values_list("value", flat=True)) == ["agent_public"]


@pytest.mark.parametrize("role", ["project_owner", "administrator"])
def test_a_token_made_for_projects_reaches_none_of_it(boards, world, role, team, asking):
    user = world.user(role, place="administrator")
    member = f"team-members/{world.join(user, is_lead=True).pk}"
    with writes_allowed():
        Project.objects.update(organisation=world.organisation)
        ProjectManager.objects.create(project=boards.project, user=user)
    bound, other = asking(acts(user), projects=[boards.project]), world.user(place="member")
    for status in (
        bound.get(team).status_code,
        bound.get(f"{team}/members").status_code,
        bound.get(f"{team}/claim-rules").status_code,
        bound.post(f"organisations/{world.organisation.pk}/teams", {"name": "Prise"}).status_code,
        bound.patch(team, {"name": "Prise"}).status_code,
        bound.delete(team).status_code,
        bound.post(f"{team}/members", {"user_id": str(other.pk)}).status_code,
        bound.patch(member, {"is_lead": False}).status_code,
        bound.delete(member).status_code,
        bound.post(f"{team}/claim-rules", {"claim": "groups", "value": "pris"}).status_code,
        bound.delete(f"claim-rules/{world.rule.pk}").status_code,
    ):
        assert status == 404
    assert (Team.objects.get().name, TeamMember.objects.get().is_lead, ClaimRule.objects.count()) == (
        "Produit",
        True,
        1,
    )
