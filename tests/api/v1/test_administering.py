"""Organisations administered by our own API: what they allow, their services, people and projects (A-09, E-10)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from projets.accounts.models import User
from projets.accounts.organisations.models import Affiliation, Organisation, Service
from projets.boards.belonging import without_manager
from projets.boards.models import Project, ProjectManager
from projets.boards.sharing.actions.guests import invite_guest
from projets.boards.sharing.actions.links import make_link
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Act
from tests.accounts.organisations.world import SIRET, acts, make_world

SOON = timezone.now() + timedelta(days=20)


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
def path(world):
    return f"organisations/{world.organisation.pk}"


def test_what_its_people_read(world, head, member, asking, path):
    world.join(member)
    assert asking(acts(member), "read").get(path).json() == {
        "id": str(world.organisation.pk),
        "siret": SIRET,
        "name": "DINUM",
        "label": "DINUM",
        "services": [{"id": str(world.service.pk), "parent_id": None, "name": "Opérateur de produits"}],
        "teams": [{"id": str(world.team.pk), "name": "Produit", "members": 1}],
        "people": 2,
        "administers": False,
    }
    assert asking(acts(head), "read").get(path).json()["administers"] is True
    assert asking(acts(world.user()), "read").get(path).status_code == 404


def test_what_it_allows_is_changed_if_it_is_as_it_was_read(world, head, member, asking, path):
    ask = asking(acts(head))
    read = ask.get(f"{path}/settings")
    assert read.json() | {"made_at": "", "etag": ""} == {
        "etag": "",
        "id": str(world.organisation.pk),
        "siret": SIRET,
        "label": "DINUM",
        "local_name": "",
        "name": "DINUM",
        "project_creators": "everybody",
        "inviting_outside": "allowed",
        "allows_guests": True,
        "allows_links": True,
        "made_at": "",
    }
    changed = ask.patch(path, {"allows_links": False, "local_name": "Numérique"}, if_match=read.headers["ETag"])
    assert (changed.status_code, changed.json()["name"], changed.json()["allows_links"]) == (200, "Numérique", False)
    assert ask.patch(path, {"allows_links": True}, if_match=read.headers["ETag"]).status_code == 412
    assert ask.get(f"{path}/settings", if_none_match=changed.headers["ETag"]).status_code == 304
    for sent in ({"project_creators": "nobody"}, {"allows_guests": "no"}, {"siret": SIRET}, {"local_name": "N" * 201}):
        assert ask.patch(path, sent).status_code == 422
    for refused in (asking(acts(member)), asking(acts(head), "write")):
        assert refused.patch(path, {"allows_guests": False}).status_code == 403
        assert refused.get(f"{path}/settings").status_code == 403
    now = Organisation.objects.get(pk=world.organisation.pk)
    assert (now.local_name, now.allows_links, now.allows_guests, now.project_creators) == (
        "Numérique",
        False,
        True,
        "everybody",
    )


def test_administrators_make_one_once(world, head, asking):
    ask = asking(acts(world.user("administrator")))
    new = {"local_name": "Mairie", "siret": "732 829 320 00074"}
    made = ask.post("organisations", new, idempotency_key="k1")
    assert (made.status_code, made.json()["name"], made.json()["siret"]) == (201, "Mairie", "73282932000074")
    assert ask.post("organisations", new, idempotency_key="k1").json() == made.json()
    for sent, pointer in (
        ({"local_name": "Mairie", "siret": "732 829 320 00075"}, "#/siret"),
        ({"local_name": "Mairie", "siret": SIRET}, "#/siret"),
        ({"local_name": " "}, "#/local_name"),
    ):
        answer = ask.post("organisations", sent)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    assert asking(acts(head)).post("organisations", {"local_name": "Autre"}).status_code == 404
    assert Organisation.objects.count() == 3


def test_services(world, head, member, asking, path):
    ask = asking(acts(head))
    new = {"name": "Achats", "parent_id": str(world.service.pk)}
    made = ask.post(f"{path}/services", new, idempotency_key="k1")
    assert (made.status_code, made.json()["parent_id"]) == (201, str(world.service.pk))
    assert ask.post(f"{path}/services", new, idempotency_key="k1").json() == made.json()
    inner = ask.post(f"{path}/services", {"name": "Marchés", "parent_id": made.json()["id"]}).json()
    deep = ask.post(f"{path}/services", {"name": "Trop bas", "parent_id": inner["id"]})
    assert (deep.status_code, deep.json()["errors"][0]["pointer"]) == (422, "#/parent_id")
    with writes_allowed():
        elsewhere = Service.objects.create(organisation=world.elsewhere, name="Ailleurs")
    assert ask.post(f"{path}/services", new | {"parent_id": str(elsewhere.pk)}).status_code == 404
    service = f"organisation-services/{made.json()['id']}"
    assert ask.patch(service, {"name": "Achat"}, if_match=made.headers["ETag"]).json()["name"] == "Achat"
    assert ask.patch(service, {"name": "Encore"}, if_match=made.headers["ETag"]).status_code == 412
    assert ask.delete(service).status_code == 409  # another one is inside
    assert ask.patch(f"organisation-services/{elsewhere.pk}", {"name": "Pris"}).status_code == 404
    for refused in (asking(acts(member)), asking(acts(head), "write")):
        assert refused.post(f"{path}/services", {"name": "Pris"}).status_code == 403
        assert refused.patch(service, {"name": "Pris"}).status_code == 403
        assert refused.delete(service).status_code == 403
    assert ask.delete(f"organisation-services/{inner['id']}").status_code == 204
    assert ask.delete(service).status_code == 204
    assert sorted(Service.objects.values_list("name", flat=True)) == ["Ailleurs", "Opérateur de produits"]


def test_who_works_there(world, head, member, asking, path, django_assert_num_queries):
    with writes_allowed():
        User.objects.filter(pk=member.pk).update(name="Éloi Été")
    ask = asking(acts(member), "read")
    ask.get(f"{path}/people")
    with django_assert_num_queries(4):
        people = ask.get(f"{path}/people").json()
    assert people == {
        "items": [
            {"user_id": str(head.pk), "name": "Awa Diop", "service_id": None, "role": "administrator"},
            {"user_id": str(member.pk), "name": "Éloi Été", "service_id": None, "role": "member"},
        ],
        "next": None,
    }
    assert [one["name"] for one in ask.get(f"{path}/people?search=ete eloi").json()["items"]] == ["Éloi Été"]
    assert ask.get(f"{path}/people?search=zoé").json()["items"] == []
    closed = world.user(place="member")
    with writes_allowed():
        User.objects.filter(pk=closed.pk).update(is_active=False)
    for _number in range(3):
        world.user(place="member")
    with django_assert_num_queries(4):
        assert len(ask.get(f"{path}/people").json()["items"]) == 5
    first = ask.get(f"{path}/people?limit=4").json()
    rest = ask.get(f"{path}/people?limit=4&cursor={first['next']}").json()
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (4, 1, None)
    assert ask.get(f"{path}/affiliations").status_code == 403
    assert asking(acts(world.user()), "read").get(f"{path}/people").status_code == 404


def test_its_administrators_know_more_of_them(world, head, member, asking, path, django_assert_num_queries):
    ask = asking(acts(head))
    ask.get(f"{path}/affiliations")
    with django_assert_num_queries(10):
        (_me, one) = ask.get(f"{path}/affiliations").json()["items"]
    row = Affiliation.objects.get(user=member)
    assert one | {"made_at": "", "etag": ""} == {
        "etag": "",
        "id": str(row.pk),
        "organisation_id": str(world.organisation.pk),
        "user_id": str(member.pk),
        "service_id": None,
        "source": "manual",
        "role": "member",
        "creates_projects": False,
        "made_at": "",
        "name": "Awa Diop",
        "email": member.email,
        "open_sessions": 0,
        "lock_outs": 0,
    }
    for _number in range(3):
        world.user(place="member")
    with django_assert_num_queries(10):
        assert len(ask.get(f"{path}/affiliations").json()["items"]) == 5
    for refused in (asking(acts(member)), asking(acts(head), "write")):
        assert refused.get(f"{path}/affiliations").status_code == 403


def test_somebody_is_added_placed_and_removed(world, head, member, asking, path):
    ask, stranger = asking(acts(head)), world.user()
    new = {"user_id": str(stranger.pk)}
    added = ask.post(f"{path}/affiliations", new, idempotency_key="k1")
    assert (added.status_code, added.json()["role"], added.json()["source"]) == (201, "member", "manual")
    assert ask.post(f"{path}/affiliations", new, idempotency_key="k1").json() == added.json()
    assert ask.post(f"{path}/affiliations", new).status_code == 409
    one = f"affiliations/{added.json()['id']}"
    placed = {"service_id": str(world.service.pk), "creates_projects": True}
    changed = ask.patch(one, placed, if_match=added.headers["ETag"])
    assert (changed.status_code, changed.json()["service_id"]) == (200, placed["service_id"])
    assert (changed.json()["creates_projects"], changed.json()["role"]) == (True, "member")
    assert ask.patch(one, {"role": "administrator"}, if_match=added.headers["ETag"]).status_code == 412
    assert ask.patch(one, {"role": "administrator"}).json()["service_id"] == placed["service_id"]
    assert ask.patch(one, {"service_id": None}).json()["service_id"] is None
    assert ask.patch(one, {"role": "chief"}).status_code == 422
    assert ask.delete(one).status_code == 204
    assert not Affiliation.objects.filter(user=stranger).exists()
    with writes_allowed():
        Affiliation.objects.filter(user=member).update(source="sign_in")
    assert ask.delete(f"affiliations/{Affiliation.objects.get(user=member).pk}").status_code == 409
    with writes_allowed():
        User.objects.filter(pk=stranger.pk).update(is_active=False)
    answer = ask.post(f"{path}/affiliations", new)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "#/user_id")
    before = list(Affiliation.objects.values())
    mine = f"affiliations/{Affiliation.objects.get(user=head).pk}"
    for refused in (asking(acts(member)), asking(acts(head), "write")):
        for someone in (str(stranger.pk), "12"):  # nor does one learn who has an account
            assert refused.post(f"{path}/affiliations", {"user_id": someone}).status_code == 403
        assert refused.patch(mine, {"role": "member"}).status_code == refused.delete(mine).status_code == 403
    assert list(Affiliation.objects.values()) == before


def test_where_one_works(world, member, asking):
    world.affiliate(member, world.elsewhere, source="sign_in")
    ask = asking(acts(member), "read")
    found = ask.get("me/affiliations").json()["items"]
    assert [(one["organisation_name"], one["service_name"]) for one in found] == [
        ("Préfecture", None),
        ("DINUM", None),
    ]


def test_projects_that_nobody_manages_are_taken_over(boards, world, head, member, asking, path):
    with writes_allowed():
        Project.objects.update(organisation=world.organisation, is_shared=False, service=world.service)
    ask, take_over = asking(acts(head)), f"projects/{boards.project.pk}/take-over"
    heir = {"user_id": str(member.pk)}
    assert ask.get(f"{path}/unmanaged-projects").json()["items"] == [
        {
            "id": str(boards.project.pk),
            "name": "Portail",
            "is_shared": False,
            "service_id": str(world.service.pk),
        }
    ]
    for refused, status in ((asking(acts(member)), 404), (asking(acts(head), "write"), 403)):
        assert refused.post(take_over, heir).status_code == status
        assert refused.get(f"{path}/unmanaged-projects").status_code == 403
    stranger = ask.post(take_over, {"user_id": str(world.user().pk)})
    assert (stranger.status_code, stranger.json()["errors"][0]["pointer"]) == (422, "#/user_id")
    assert not ProjectManager.objects.exists()
    for _twice in range(2):
        assert ask.post(take_over, heir, idempotency_key="k1").status_code == 204
    assert ProjectManager.objects.get().user_id == member.pk
    assert not without_manager(world.organisation).exists()
    assert ask.get(f"{path}/unmanaged-projects").json() == {"items": [], "next": None}
    assert ask.post(take_over, heir).status_code == 404  # private, and none of theirs any more


def test_its_shared_projects_are_given_to_services_unseen(
    boards, world, head, asking, path, django_assert_num_queries
):
    with writes_allowed():
        Project.objects.update(organisation=world.organisation)
        Project.objects.create(name="Caché", prefix="CACH", organisation=world.organisation, is_shared=False)
    ask = asking(acts(head))
    listed = {"id": str(boards.project.pk), "name": "Portail", "prefix": "PORT", "service_id": None, "is_open": False}
    ask.get(path)
    with django_assert_num_queries(8):
        assert ask.get(f"{path}/projects").json() == {"items": [listed], "next": None}
    with writes_allowed():
        for number in range(3):
            Project.objects.create(name=f"P{number}", prefix=f"P{number}P", organisation=world.organisation)
    for address in (f"{path}/projects?limit=3", f"{path}/unmanaged-projects?limit=3"):
        with django_assert_num_queries(8 if "/projects" in address else 7):
            first = ask.get(address).json()
        rest = ask.get(f"{address}&cursor={first['next']}").json()
        assert (len(first["items"]), rest["next"]) == (3, None)
        assert {one["name"] for one in first["items"] + rest["items"]} - {"Caché"} == {"Portail", "P0", "P1", "P2"}
    place = {"organisation_id": str(world.organisation.pk), "service_id": str(world.service.pk)}
    assert ask.put(f"projects/{boards.project.pk}/service", place).status_code == 204
    assert ask.get(f"{path}/projects").json()["items"][0] == listed | {"service_id": str(world.service.pk)}
    assert ask.get(f"projects/{boards.project.pk}").status_code == 404
    assert ask.get(f"{path}/storage").json() == {"files": 0, "bytes": 0, "projects": []}


def test_what_its_projects_let_out(boards, world, head, member, asking, path, django_assert_num_queries):
    manager = boards.member("project manager", name="Max Imum")
    make_link(manager, boards.board, "s" * 43, "Cabinet", SOON)
    invite_guest(manager, boards.board, User.objects.get(pk=manager.user_id), "i" * 43, "iris@cabinet.example", SOON)
    ask = asking(acts(head))
    assert ask.get(f"{path}/share-links").json()["items"] == ask.get(f"{path}/guests").json()["items"] == []
    with writes_allowed():
        Project.objects.update(organisation=world.organisation)
    with django_assert_num_queries(7):
        (link,) = ask.get(f"{path}/share-links").json()["items"]
    with django_assert_num_queries(7):
        (guest,) = ask.get(f"{path}/guests").json()["items"]
    assert (link["project_name"], guest["project_name"], guest["email"]) == (
        "Portail",
        "Portail",
        "iris@cabinet.example",
    )
    assert "name" not in link
    with writes_allowed():
        Project.objects.update(is_shared=False)
    (link,), (guest,) = (ask.get(f"{path}/{what}").json()["items"] for what in ("share-links", "guests"))
    assert (link["project_name"], link["board_id"], guest["board_name"], guest["board_id"]) == (None, None, None, None)
    assert asking(acts(member)).get(f"{path}/guests").status_code == 403
    assert asking(acts(member)).get(f"{path}/share-links").status_code == 403
    assert (
        ask.delete(f"share-links/{link['id']}").status_code == ask.delete(f"guests/{guest['id']}").status_code == 204
    )
    assert ask.get(f"{path}/share-links").json()["items"] == ask.get(f"{path}/guests").json()["items"] == []


@pytest.mark.parametrize("role", ["project_owner", "administrator"])
def test_a_token_made_for_projects_reaches_none_of_it(boards, world, role, asking, path):
    user = world.user(role, place="administrator")
    with writes_allowed():
        Project.objects.update(organisation=world.organisation)
        ProjectManager.objects.create(project=boards.project, user=user)
    bound, before = asking(acts(user), projects=[boards.project]), Act.objects.count()
    affiliation = f"affiliations/{Affiliation.objects.get(user=user).pk}"
    for status in (
        *(
            bound.get(f"{path}{more}").status_code
            for more in ("", "/settings", "/people", "/affiliations", "/projects")
        ),
        *(
            bound.get(f"{path}/{more}").status_code
            for more in ("guests", "share-links", "storage", "unmanaged-projects")
        ),
        bound.patch(path, {"allows_guests": False}).status_code,
        bound.post("organisations", {"local_name": "Autre"}).status_code,
        bound.post(f"{path}/services", {"name": "Achats"}).status_code,
        bound.patch(f"organisation-services/{world.service.pk}", {"name": "Achats"}).status_code,
        bound.delete(f"organisation-services/{world.service.pk}").status_code,
        bound.post(f"{path}/affiliations", {"user_id": str(world.user().pk)}).status_code,
        bound.patch(affiliation, {"role": "member"}).status_code,
        bound.delete(affiliation).status_code,
        bound.put(
            f"projects/{boards.project.pk}/service", {"organisation_id": str(world.organisation.pk)}
        ).status_code,
    ):
        assert status == 404
    assert bound.get("me/affiliations").status_code == 403
    assert bound.get("organisations").json() == {"organisations": [], "next": None}
    assert Act.objects.count() == before
