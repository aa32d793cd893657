"""Who signs in from where, and what moves with it (A-09)."""

import pytest

from projets.accounts.organisations.actions.places import place_person
from projets.accounts.organisations.models import Affiliation, Organisation, Team, TeamMember
from projets.accounts.organisations.numbers import siret
from projets.usecase.actor import Actor
from projets.usecase.errors import Invalid, Refused
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Act, Event
from tests.accounts.test_people import person
from tests.races import at_once

SYSTEM = Actor(None, "system")
DINUM, OTHER = "13002526500013", "11000101300017"
LA_POSTE = "35600000049837"  # adds up to a multiple of 5 alone


@pytest.mark.parametrize(("typed", "kept"), [(DINUM, DINUM), ("130 025 265 00013", DINUM), (LA_POSTE, LA_POSTE)])
def test_a_siret_is_kept_as_digits(typed, kept):
    assert siret(typed) == kept


@pytest.mark.parametrize("typed", ["", None, "1300252650001", "13002526500014", "1300252650001a", "³3002526500013"])
def test_what_is_no_siret_is_refused(typed):
    with pytest.raises(Invalid) as refused:
        siret(typed)
    assert refused.value.field == "siret"


@pytest.mark.django_db
def test_an_unknown_siret_makes_the_organisation_and_a_known_one_is_relabelled_for_display():
    one, other = person("project_owner"), person("project_owner")
    place_person(SYSTEM, one, DINUM, "DINUM")
    organisation = Organisation.objects.get()
    assert (organisation.siret, organisation.name) == (DINUM, "DINUM")
    act = place_person(SYSTEM, other, DINUM, "Direction interministérielle du numérique")
    assert Organisation.objects.get().name == "Direction interministérielle du numérique"
    assert [fact.kind for fact in act.facts] == ["organisation.relabelled", "affiliation.added", "affiliation.added"]
    assert place_person(SYSTEM, other, DINUM, "").facts == []
    assert {(one.user_id, one.source, one.role) for one in Affiliation.objects.all()} == {
        (one.pk, "sign_in", "member"),
        (other.pk, "sign_in", "member"),
    }


@pytest.mark.django_db
def test_a_changed_siret_takes_back_what_came_from_the_former_organisation_alone():
    somebody = person("project_owner")
    place_person(SYSTEM, somebody, DINUM, "DINUM")
    former = Organisation.objects.get()
    with writes_allowed():
        Affiliation.objects.update(role="administrator")
        team = Team.objects.create(organisation=former, name="Produit")
        TeamMember.objects.create(team=team, organisation=former, user=somebody)
        kept = Organisation.objects.create(local_name="Réseau des designers")
        Affiliation.objects.create(organisation=kept, user=somebody, source="manual")
    place_person(SYSTEM, somebody, OTHER, "Ministère")
    now = {(one.organisation.name, one.role, one.source) for one in Affiliation.objects.all()}
    assert now == {("Réseau des designers", "member", "manual"), ("Ministère", "member", "sign_in")}
    assert not TeamMember.objects.exists()
    somebody.refresh_from_db()
    assert somebody.is_active
    kinds = Event.objects.filter(stream=f"organisation:{former.pk}").values_list("kind", flat=True)
    assert list(kinds)[-2:] == ["team_member.removed", "affiliation.removed"]


@pytest.mark.django_db
def test_nobody_places_themselves():
    somebody = person("administrator")
    with pytest.raises(Refused):
        place_person(Actor(somebody.pk, "web"), somebody, DINUM, "DINUM")
    assert not Organisation.objects.exists()
    assert not Affiliation.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_of_an_unknown_organisation_at_once():
    people = [person("project_owner") for _again in range(2)]
    assert at_once(*[lambda who=who: place_person(SYSTEM, who, DINUM, "DINUM") for who in people]) == [None, None]
    assert Organisation.objects.count() == 1
    assert Affiliation.objects.count() == 2
    assert Act.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_one_person_by_two_doors_at_once():
    somebody = person("project_owner")
    assert at_once(*[lambda: place_person(SYSTEM, somebody, DINUM, "DINUM")] * 2) == [None, None]
    assert Affiliation.objects.count() == 1
