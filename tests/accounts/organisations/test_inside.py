"""Settings, people, services, teams and what sign-in says of them (A-09, A-10)."""

import pytest

from projets.accounts.models import User
from projets.accounts.organisations.actions.affiliations import affiliate, edit_affiliation, remove_affiliation
from projets.accounts.organisations.actions.claims import add_claim_rule, apply_claims, remove_claim_rule
from projets.accounts.organisations.actions.organisations import create_organisation, edit_organisation
from projets.accounts.organisations.actions.services import create_service, delete_service
from projets.accounts.organisations.actions.teams import add_to_team, delete_team, remove_from_team
from projets.accounts.organisations.models import Affiliation, Organisation, Service, Team, TeamMember
from projets.accounts.organisations.queries import creates_projects, tree_of
from projets.accounts.queries import instance
from projets.usecase.actor import Actor
from projets.usecase.errors import Conflict, Invalid
from projets.usecase.guard import writes_allowed
from tests.accounts.organisations.world import SIRET, acts, make_world

pytestmark = pytest.mark.django_db
SYSTEM = Actor(None, "system")


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def head(world):
    return acts(world.user(place="administrator"))


def test_settings_change_and_say_so(world, head):
    given = {"project_creators": "named", "inviting_outside": "forbidden", "allows_guests": False}
    (fact,) = edit_organisation(head, world.organisation, local_name="La DINUM", **given).facts
    assert (fact.kind, fact.changed) == ("organisation.edited", {"local_name", *given})
    now = Organisation.objects.get(pk=world.organisation.pk)
    assert (now.name, now.allows_guests, now.allows_links) == ("La DINUM", False, True)


@pytest.mark.parametrize("wrong", [{"project_creators": "nobody"}, {"siret": "1"}, {"label": "X"}])
def test_settings_that_are_none(world, head, wrong):
    with pytest.raises(Invalid):
        edit_organisation(head, world.organisation, **wrong)
    assert Organisation.objects.get(pk=world.organisation.pk).label == "DINUM"


def test_a_siret_is_one_organisation(world):
    with pytest.raises(Invalid) as refused:
        create_organisation(SYSTEM, instance(), "Autre", SIRET)
    assert refused.value.field == "siret"
    assert Organisation.objects.count() == 2


@pytest.mark.parametrize(
    ("rule", "place", "named", "may"),
    [
        ("everybody", "member", False, True),
        ("named", "member", False, False),
        ("named", "member", True, True),
        ("named", "administrator", False, True),
        ("administrators", "member", True, False),
        ("administrators", "administrator", False, True),
    ],
)
def test_who_creates_projects(world, rule, place, named, may):
    user = world.user(place=place, creates_projects=named)
    world.let(project_creators=rule)
    assert creates_projects(Affiliation.objects.get(user=user)) is may


def test_people_by_hand_come_once_and_go_with_their_teams(world, head):
    user = world.user()
    affiliate(head, world.organisation, user)
    with pytest.raises(Conflict):
        affiliate(head, world.organisation, user)
    world.join(user)
    remove_affiliation(head, Affiliation.objects.get(user=user))
    assert not TeamMember.objects.exists()


def test_who_signs_in_from_here_is_not_removed_by_hand(world, head):
    user = world.user(place="member", source="sign_in")
    with pytest.raises(Conflict):
        remove_affiliation(head, Affiliation.objects.get(user=user))
    assert Affiliation.objects.filter(user=user).exists()


def test_services_are_three_deep(world, head):
    parent = world.service
    for name in ("Pôle", "Bureau"):
        create_service(head, world.organisation, name, parent)
        parent = Service.objects.get(name=name)
    with pytest.raises(Invalid) as refused:
        create_service(head, world.organisation, "Cellule", parent)
    assert refused.value.field == "parent"
    assert [(one.name, depth) for one, depth in tree_of(world.organisation)] == [
        ("Opérateur de produits", 1),
        ("Pôle", 2),
        ("Bureau", 3),
    ]
    with pytest.raises(Conflict):
        delete_service(head, world.service)


def test_a_deleted_service_keeps_its_people(world, head):
    one = Affiliation.objects.get(user=world.user(place="member"))
    edit_affiliation(head, one, service=world.service)
    delete_service(head, world.service)
    one.refresh_from_db()
    assert one.service_id is None


def test_a_service_of_elsewhere_is_refused(world, head):
    other = world.affiliate(world.user(), world.elsewhere)
    with pytest.raises(Invalid):
        edit_affiliation(Actor(world.user(role="administrator").pk, "web"), other, service=world.service)
    other.refresh_from_db()
    assert other.service_id is None


def test_a_team_takes_people_of_its_organisation_alone(world, head):
    with pytest.raises(Invalid):
        add_to_team(head, world.team, world.user())
    assert not TeamMember.objects.exists()


def test_a_deleted_team_takes_its_people_and_rules_along(world, head):
    world.join(world.user(place="member"))
    kinds = [fact.kind for fact in delete_team(head, world.team).facts]
    assert kinds == ["team_member.removed", "claim_rule.removed", "team.deleted"]
    assert not Team.objects.exists()


@pytest.mark.parametrize("claim", [["agent_public", "agent_public_etat"], "agent_public"])
def test_a_claim_puts_in_a_team_and_its_end_takes_out(world, claim):
    user = world.user(place="member")
    apply_claims(SYSTEM, user, {"roles": claim})
    member = TeamMember.objects.get()
    assert (member.user_id, member.by_hand, member.by_claims) == (user.pk, False, True)
    assert apply_claims(SYSTEM, user, {"roles": claim}).facts == []
    apply_claims(SYSTEM, user, {"roles": ["agent_public_etat"]})
    assert not TeamMember.objects.exists()


def test_a_claim_that_only_looks_like_it_puts_in_none(world):
    for roles in ("agent_public_etat", [], None, {"agent_public": True}):
        apply_claims(SYSTEM, world.user(place="member"), {"roles": roles, "groups": "agent_public"})
    assert not TeamMember.objects.exists()


def test_rules_are_for_people_of_the_organisation(world):
    apply_claims(SYSTEM, world.user(place="member", at=world.elsewhere), {"roles": ["agent_public"]})
    assert not TeamMember.objects.exists()


def test_who_is_in_a_team_by_hand_too_stays(world, head):
    user = world.user(place="member")
    apply_claims(SYSTEM, user, {"roles": ["agent_public"]})
    with pytest.raises(Conflict):
        remove_from_team(head, TeamMember.objects.get())
    add_to_team(head, world.team, user)
    apply_claims(SYSTEM, user, {})
    member = TeamMember.objects.get()
    assert (member.by_hand, member.by_claims) == (True, False)


def test_a_rule_taken_back_holds_until_the_next_sign_in(world, head):
    user = world.user(place="member")
    apply_claims(SYSTEM, user, {"roles": ["agent_public"]})
    remove_claim_rule(head, world.rule)
    assert TeamMember.objects.exists()
    apply_claims(SYSTEM, user, {"roles": ["agent_public"]})
    assert not TeamMember.objects.exists()


@pytest.mark.parametrize("claim", ["email", "organization_label", "sub"])
def test_what_says_who_somebody_is_is_no_reason(world, head, claim):
    with pytest.raises(Invalid):
        add_claim_rule(head, world.team, claim, "x")
    assert world.organisation.claim_rules.count() == 1


def test_a_guest_is_of_no_organisation():
    world = make_world()
    guest = world.user(role="board_user")
    with writes_allowed():
        User.objects.filter(pk=guest.pk).update(is_guest=True)
    with pytest.raises(Invalid, match="is a guest"):
        affiliate(acts(world.user(place="administrator")), world.organisation, guest)
    assert not Affiliation.objects.filter(user=guest).exists()
