"""The same act by a page and by our own API leaves the same events: links, guests, organisations, their insides."""

import json
import re
from datetime import UTC, datetime, time, timedelta
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils import timezone

from projets.accounts.actions.tokens import make_token
from projets.accounts.models import User
from projets.accounts.tokens import Secret
from projets.boards.models import Project
from projets.usecase.actor import Actor
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Event
from tests.doors.walk import build

DAY = timezone.localdate() + timedelta(days=5)
UNTIL, END = str(DAY), datetime.combine(DAY, time(23, 59, 59), ZoneInfo("Europe/Paris")).astimezone(UTC).isoformat()
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT")
NILS = "nils@cabinet.example"
# (who, the page's address, its form, the request of the API, its body)
ACTS = [
    (
        "manager",
        "/tableaux/{board}/partage/",
        {"name": "Presse", "until": UNTIL, "password": "saperlipopette", "hides_files": "on"},
        "POST /boards/{board}/share-links",
        {"name": "Presse", "expires_at": END, "password": "saperlipopette", "hides_files": True},
    ),
    ("manager", "/liens/{link}/revocation/", {}, "DELETE /share-links/{link}", None),
    ("administrator", "/liens/{link}/revocation/", {}, "DELETE /share-links/{link}", None),
    (
        "manager",
        "/tableaux/{board}/invites/",
        {"email": NILS, "role": "commenter", "until": UNTIL, "sponsor": "{user}"},
        "POST /boards/{board}/guests",
        {"email": NILS, "role": "commenter", "ends_at": END, "sponsor_id": "{user}"},
    ),
    ("manager", "/invites/{guest}/lettre/", {}, "POST /guests/{guest}/letter", None),
    ("manager", "/invites/{guest}/fin/", {"until": UNTIL}, "PATCH /guests/{guest}", {"ends_at": END}),
    ("head", "/invites/{guest}/retrait/", {}, "DELETE /guests/{guest}", None),
    (
        "administrator",
        "/administration/organisations/",
        {"name": "Préfecture", "siret": "130 025 265 00013"},
        "POST /organisations",
        {"local_name": "Préfecture", "siret": "130 025 265 00013"},
    ),
    (
        "head",
        "/organisations/{organisation}/reglages/",
        {"project_creators": "named", "switches": ["allows_guests", "allows_links"], "allows_links": "1"},
        "PATCH /organisations/{organisation}",
        {"project_creators": "named", "allows_guests": False, "allows_links": True},
    ),
    (
        "head",
        "/organisations/{organisation}/services/",
        {"name": "Achats", "parent": "{unit}"},
        "POST /organisations/{organisation}/services",
        {"name": "Achats", "parent_id": "{unit}"},
    ),
    (
        "head",
        "/organisations/services/{unit}/nom/",
        {"name": "Achats"},
        "PATCH /organisation-services/{unit}",
        {"name": "Achats"},
    ),
    ("head", "/organisations/services/{unit}/suppression/", {}, "DELETE /organisation-services/{unit}", None),
    (
        "head",
        "/organisations/{organisation}/personnes/",
        {"who": "libre@ministere.example", "role": "administrator"},
        "POST /organisations/{organisation}/affiliations",
        {"user_id": "{free}", "role": "administrator"},
    ),
    (
        "head",
        "/affiliations/{affiliation}/",
        {"service": "{unit}", "role": "administrator", "boxes": "creates", "creates": "1"},
        "PATCH /affiliations/{affiliation}",
        {"service_id": "{unit}", "role": "administrator", "creates_projects": True},
    ),
    ("head", "/affiliations/{affiliation}/retrait/", {}, "DELETE /affiliations/{affiliation}", None),
    (
        "head",
        "/organisations/{organisation}/equipes/",
        {"name": "Données"},
        "POST /organisations/{organisation}/teams",
        {"name": "Données"},
    ),
    ("head", "/equipes/{team}/nom/", {"name": "Données"}, "PATCH /teams/{team}", {"name": "Données"}),
    ("head", "/equipes/{team}/suppression/", {}, "DELETE /teams/{team}", None),
    (
        "head",
        "/equipes/{team}/membres/",
        {"who": "agent@ministere.example"},
        "POST /teams/{team}/members",
        {"user_id": "{agent}"},
    ),
    (
        "head",
        "/equipes/membres/{team_member}/role/",
        {"lead": "1"},
        "PATCH /team-members/{team_member}",
        {"is_lead": True},
    ),
    ("head", "/equipes/membres/{team_member}/retrait/", {}, "DELETE /team-members/{team_member}", None),
    (
        "head",
        "/equipes/{team}/regles/",
        {"claim": "groups", "value": "produit"},
        "POST /teams/{team}/claim-rules",
        {"claim": "groups", "value": "produit"},
    ),
    ("head", "/equipes/regles/{rule}/retrait/", {}, "DELETE /claim-rules/{rule}", None),
    (
        "head",
        "/projets/{unmanaged}/reprise/",
        {"who": "agent@ministere.example"},
        "POST /projects/{unmanaged}/take-over",
        {"user_id": "{agent}"},
    ),
    (
        "head",
        "/projets/{project}/service/",
        {"place": "{organisation}:{unit}"},
        "PUT /projects/{project}/service",
        {"organisation_id": "{organisation}", "service_id": "{unit}"},
    ),
]


@pytest.fixture
def world(boards):
    found = build(boards)
    with writes_allowed():
        for name, email in (("free", "libre@ministere.example"), ("agent", "agent@ministere.example")):
            found.ids[name] = str(User.objects.get(email=email).pk)
        left = Project.objects.create(name="Sans personne", prefix="SANS", organisation_id=found.ids["organisation"])
        found.ids["unmanaged"] = str(left.pk)
    return found


def test_the_same_act_leaves_the_same_events(world):
    secrets = {who: _token_of(who) for who in {act[0] for act in ACTS}}
    for who, address, form, request, body in ACTS:
        method, path = request.split(" ")
        by_page = _told(
            lambda who=who, address=address, form=form: world.clients[who].post(
                address.format(**world.ids), _filled(form, world.ids), headers={"accept": "application/json"}
            )
        )
        sent = {} if body is None else {"data": json.dumps(_filled(body, world.ids))}
        by_api = _told(
            lambda who=who, method=method, path=path, sent=sent: Client().generic(
                method,
                f"/api/v1{path.format(**world.ids)}",
                content_type="application/json",
                headers={"authorization": f"Bearer {secrets[who]}"},
                **sent,
            )
        )
        assert by_api == by_page, request
        assert by_api != [], request


def _token_of(who):
    secret, user = Secret.made(), User.objects.get(name=f"Nom {who}")
    make_token(Actor(user.pk, "web"), user, "essai", secret, "admin")
    return secret.text


def _told(ask):
    """What is recorded, but for ids of new rows and the moment of the act; nothing of it stays."""
    cache.clear()
    last = Event.objects.order_by("-pk").values_list("pk", flat=True).first()
    letters = patch("projets.notifications.mail.guests.send")
    with transaction.atomic(), patch("projets.live.hub.session_ended"), letters:
        answer = ask()
        assert answer.status_code in (200, 201, 204), answer.content
        found = [
            (one.act.action, one.act.user_id, one.kind, _settled(one.stream_id, one), _settled(one.columns, one))
            for one in Event.objects.filter(pk__gt=last).select_related("act").order_by("pk")
        ]
        transaction.set_rollback(True)
    return found


def _settled(value, event):
    if isinstance(value, dict):
        return {name: _settled(one, event) for name, one in value.items()}
    if isinstance(value, list):
        return [_settled(one, event) for one in value]
    if isinstance(value, str):
        kind, colon, id = value.partition(":")
        if colon and id.isdigit():
            return f"{kind}:{_settled(int(id), event)}"
        if MOMENT.match(value):
            at = datetime.fromisoformat(value)
            return "now" if at == event.act.done_at else at
        return value
    return "new" if isinstance(value, int) and value > event.act_id else value


def _filled(value, ids):
    if isinstance(value, dict):
        return {name: _filled(one, ids) for name, one in value.items()}
    return value.format(**ids) if isinstance(value, str) else value
