"""Every address of the product, asked as every kind of person: what a walk needs, and how its table is written."""

import re
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from unittest.mock import patch

from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils import timezone
from PIL import Image

from projets.accounts.factors.models import OpenSession, Passkey
from projets.accounts.legal.models import Announcement
from projets.accounts.models import User
from projets.accounts.organisations import models as organisations
from projets.boards import uploads
from projets.boards.actions.attachments import attach_file
from projets.boards.actions.backgrounds import add_background
from projets.boards.actions.comments import write_comment
from projets.boards.actions.fields import create_field
from projets.boards.actions.tasks import create_task_list, create_tasks
from projets.boards.departures.models import Departure, NamedAt
from projets.boards.models import (
    Attachment,
    BackgroundImage,
    Comment,
    Field,
    FieldGroup,
    Membership,
    Project,
    ProjectManager,
    Task,
    TaskList,
    TeamOnBoard,
)
from projets.boards.reviews.models import AccessReview
from projets.boards.sharing.actions.guests import invite_guest
from projets.boards.sharing.actions.links import make_link
from projets.boards.sharing.models import Guest, Link
from projets.exchange.models import ImportJob
from projets.live.access import digest_of
from projets.notifications.mail.models import MailServer
from projets.notifications.models import Notification
from projets.notifications.services.models import Service
from projets.notifications.webhooks.models import Webhook
from projets.usecase.guard import writes_allowed
from projets.web.pages.shared.views import OPENED

WIDE = 60  # the column of addresses
TABLE = Path(__file__).with_name("table.txt")
PEOPLE = {
    "anonymous": None,
    "outsider": None,
    "closed": "editor",  # an editor whose account was closed
    "removed": "editor",  # an editor who has been removed from the board
    "reader": "reader",
    "commenter": "commenter",
    "contributor": "contributor",
    "editor": "editor",
    "manager": "project manager",
    "head": None,  # administers the organisation that the project belongs to, and works on none of its boards
    "administrator": "administrator",
    "guest": None,  # a commenter from outside, until a day that is to come
    "expired-guest": None,  # the same, the day has come
    "link-holder": None,  # nobody, but with a link to the board, whose password was given
}
NOBODY = {"anonymous", "link-holder"}
GUESTS = {"guest": timedelta(days=9), "expired-guest": -timedelta(milliseconds=1)}  # when they end
LINK = "k" * 43  # what is in the address of the link
# What a form must hold for its act to be done; of all others the card below is enough.
FORMS = {
    "/administration/personnes/{user}/role/": {"role": "project_owner"},
    "/administration/sessions/{user}/fin/": {"session": "{session}"},
    "/administration/annonces/": {
        "text": "Coupure",
        "level": "info",
        "begins_at": "2026-01-01T08:00",
        "ends_at": "2099-01-01T08:00",
    },
    "/administration/informations-legales/": {"publisher": "Ministère"},
    "/services/ajout/": {"url": "json://chat.example", "format": "text"},
    "/tableaux/{board}/services/ajout/": {"url": "json://chat.example", "format": "text"},
    "/actes/annulation/": {"board": "{board}"},
    "/administration/webhooks/": {"name": "Autre", "url": "https://hook.example/"},
    "/administration/webhooks/{webhook}/": {"name": "Autre", "url": "https://hook.example/"},
    "/administration/webhooks/{webhook}/marche/": {"on": "0"},
    "/cartes/{card}/commentaires/": {"text": "Bonjour"},
    "/cartes/{card}/description/": {"text": "Bonjour"},
    "/cartes/{card}/liens/": {"url": "https://exemple.fr"},
    "/cartes/{card}/chronometre/": {"runs": "1"},
    "/cartes/{card}/listes-de-taches/": {"name": "Étapes"},
    "/cartes/{card}/type/": {"kind": "story"},
    "/champs/{field}/": {"name": "Montant", "kind": "number"},
    "/commentaires/{comment}/": {"text": "Bonsoir"},
    "/commentaires/{comment}/mots/": {"word": "seen"},
    "/departs/": {"who": "libre@ministere.example"},
    "/departs/{departure}/projets/{project}/": {"who": "libre@ministere.example"},
    "/departs/{departure}/tableaux/{board}/": {"who": "libre@ministere.example"},
    "/etiquettes/{label}/": {"name": "Vite", "color": "bleu"},
    "/cartes/{card}/groupes-de-champs/": {"name": "À part"},
    "/groupes-de-champs/{group}/champs/": {"name": "Taille", "kind": "text"},
    "/groupes-de-champs/{group}/nom/": {"name": "Suivi"},
    "/projets/{project}/groupes-de-champs/": {"name": "Marché"},
    "/tableaux/{board}/groupes-de-champs/": {"name": "Suivi"},
    "/connexion/invite/": {"email": "iris@cabinet.example"},
    "/invites/{guest}/fin/": {"until": str(timezone.localdate() + timedelta(days=5))},
    "/imports/{job}/lancer/": {"project_name": "Autre"},
    "/listes/{list}/": {"name": "Plus tard"},
    "/listes/{list}/cartes/": {"title": "Neuve"},
    "/listes/{list}/depart-des-cartes/": {"list": "{other_list}"},
    "/listes/{list}/tableau/": {"board": "{other_board}"},
    "/listes/{list}/tri/": {"by": "title"},
    "/listes-de-taches/{task_list}/": {"name": "Étapes"},
    "/listes-de-taches/{task_list}/cartes/": {"card": "PORT-2"},
    "/listes-de-taches/{task_list}/taches/": {"name": "Relire"},
    "/membres/{membership}/role/": {"role": "commenter"},
    "/administration/organisations/": {"name": "Préfecture"},
    "/affiliations/{affiliation}/": {"service": "{unit}"},
    "/equipes/{team}/membres/": {"who": "agent@ministere.example"},
    "/equipes/{team}/nom/": {"name": "Données"},
    "/equipes/{team}/regles/": {"claim": "groups", "value": "produit"},
    "/organisations/{organisation}/equipes/": {"name": "Données"},
    "/organisations/{organisation}/personnes/": {"who": "libre@ministere.example"},
    "/organisations/{organisation}/reglages/": {"project_creators": "named"},
    "/organisations/{organisation}/services/": {"name": "Achats"},
    "/organisations/services/{unit}/nom/": {"name": "Achats"},
    "/pieces-jointes/{attachment}/nom/": {"name": "Annexe"},
    "/projets/{project}/reprise/": {"who": "agent@ministere.example"},
    "/projets/{project}/service/": {"place": "{organisation}:{unit}"},
    "/profil/donnees/effacement/": {"sure": "on"},
    "/profil/identite/": {"name": "Camille"},
    "/profil/langue/": {"language": "fr"},
    "/profil/preferences/": {"language": "fr", "time_zone": "Europe/Paris", "theme": "auto"},
    "/profil/theme/": {"theme": "auto"},
    "/projets/creation/": {"name": "Autre"},
    "/projets/{project}/champs/": {"name": "Délai", "kind": "text"},
    "/projets/{project}/favori/": {"favorite": "1"},
    "/projets/{project}/fond/": {"background": "bleu"},
    "/projets/{project}/modification/": {"name": "Portail"},
    "/projets/{project}/responsables/": {"who": "libre@ministere.example"},
    "/projets/{project}/tableaux/": {"name": "Neuf"},
    "/selection/champs/{field}/": {"card": "{card}", "value": "12"},
    "/selection/dates/": {"card": "{card}", "due": "2027-03-12"},
    "/selection/etiquettes/": {"card": "{card}", "add": "{label}"},
    "/selection/titre/": {"card": "{card}", "title": "Autre"},
    "/tableaux/{board}/depart/": {"mine": "{mine}"},
    "/tableaux/{board}/equipes/": {"team": "{team}", "role": "reader"},
    "/tableaux/{board}/etiquettes/": {"name": "Vite", "color": "bleu"},
    "/tableaux/{board}/invites/": {
        "email": "bo@cabinet.example",
        "role": "reader",
        "until": str(timezone.localdate() + timedelta(days=5)),
    },
    "/tableaux/{board}/listes/": {"name": "Plus tard"},
    "/tableaux/{board}/membres/": {"who": "libre@ministere.example", "role": "reader"},
    "/tableaux/{board}/mention/": {"marking": "sensitive"},
    "/tableaux/{board}/modification/": {"name": "Feuille"},
    "/tableaux/{board}/partage/": {"name": "Presse", "until": str(timezone.localdate() + timedelta(days=5))},
    "/taches/{task}/": {"name": "Relire"},
    "/taches/{task}/place/": {"list": "{task_list}"},
}
STANDS_FOR = {"id": "job", "row_id": "comment", "manager_id": "manager", "reference": "reference"}
VALUES = {"side": "360", "name": "a", "kind": "comment"}
OF_APIS = (
    "/^api/",
    "/api/",
    "/attachments/",
    "/background-images/",
    "/favicons/",
    "/user-avatars/",
)  # and of what they show


@dataclass
class World:
    """One project with one of everything, and the people of the walk, none of whom made any of it."""

    ids: dict
    clients: dict
    mine: dict


def addresses(patterns=None, prefix="/"):
    """Every address of the pages, its parts in braces: /tableaux/{board}/. tests/api walks those of the APIs."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: _part(found[1]), str(one.pattern))
        if route.startswith(OF_APIS):
            continue
        if isinstance(one, URLPattern):
            yield route
        else:
            yield from addresses(one.url_patterns, route)


def _part(name):
    return VALUES.get(name) or f"{{{STANDS_FOR.get(name) or name.removesuffix('_id')}}}"


def build(boards):
    card, author = boards.card("A"), boards.member("editor", name="Zoé Autre")
    maker = boards.member("project manager", name="Max Autre")
    create_field(maker, boards.project, "Budget", "number")
    create_task_list(author, card, "Étapes")
    create_tasks(author, TaskList.objects.get(), ["Lire"])
    write_comment(author, card, "Bonjour")
    attach_file(author, card, uploads.receive(BytesIO(b"Lu et relu."), "note.txt"))
    file = BytesIO()
    Image.new("RGB", (8, 8)).save(file, "PNG")
    file.seek(0)
    add_background(maker, boards.project, uploads.receive(file, "fond.png"))
    clients, mine = {}, {}
    for name, ground in PEOPLE.items():
        clients[name] = Client()
        if name in NOBODY:
            continue
        actor = boards.member(ground, name=f"Nom {name}")
        user = User.objects.get(pk=actor.user_id)
        clients[name].force_login(user)
        if name in GUESTS:
            with writes_allowed():
                User.objects.filter(pk=user.pk).update(is_guest=True, role="board_user")
                ends = timezone.now() + GUESTS[name]
                Membership.objects.create(board=boards.board, user=user, role="commenter", ends_at=ends)
        membership = Membership.objects.filter(user=user).values_list("pk", flat=True).first()
        mine[name] = membership or 1
        with writes_allowed():
            if name == "closed":
                User.objects.filter(pk=user.pk).update(is_active=False)
            if name == "removed":
                Membership.objects.filter(user=user).delete()
    with writes_allowed():
        User.objects.create(email="libre@ministere.example", name="Lou Libre")
        MailServer.objects.create(pk=MailServer.THE_ONE, host="mail.example")
        job = ImportJob.objects.create(
            owner=User.objects.get(pk=maker.user_id),
            source="trello",
            file="imports/none",
            file_name="a.json",
            analysis={"announced": [], "warnings": [], "left_out": [], "people": [], "source_board": "b", "found": {}},
        )
        webhook = Webhook.objects.create(
            name="Suivi", url="https://hook.example/", secret="whsec_eA==", board=boards.board
        )
        passkey = Passkey.objects.create(user_id=author.user_id, name="Bureau", credential="abc", public_key=b"")
        session = Session.objects.create(
            session_key="walked",
            session_data=Session.objects.encode({}),
            expire_date=timezone.now() + timedelta(hours=1),
        )
        now = {"opened_at": timezone.now(), "seen_at": timezone.now()}
        OpenSession.objects.create(session=session, user_id=author.user_id, **now)
        announcement = Announcement.objects.create(
            text="Coupure", level="info", begins_at=timezone.now(), ends_at=timezone.now() + timedelta(hours=1)
        )
        service = Service.objects.create(user_id=author.user_id, url="json://chat.example", format="text")
        told = Notification.objects.create(
            user_id=author.user_id, kind="added", reason="given", event_id=1, board_id=boards.board.pk, card_id=card.pk
        )
        gone = User.objects.create(email="parti@ministere.example", name="Lou Part", is_active=False)
        departure = Departure.objects.create(user=gone, reason="manager", opened_at=timezone.now())
        ProjectManager.objects.create(project=boards.project, user=gone)
        named = NamedAt.objects.create(
            user=gone, what="card", row_id=card.pk, project=boards.project, card_id=card.pk, found_at=timezone.now()
        )
        AccessReview.objects.create(project=boards.project, asked_at=timezone.now())
    house = _an_organisation()
    with writes_allowed():
        Project.objects.filter(pk=boards.project.pk).update(organisation=house["organisation"])
        house["on_board"] = TeamOnBoard.objects.create(board=boards.elsewhere.board, team=house["team"], role="reader")
    ends = timezone.now() + timedelta(days=9)
    make_link(maker, boards.board, LINK, "Cabinet", ends, password="saperlipopette")
    opened = clients["link-holder"].session  # not by a request: it would close a connection that tests hold open
    opened[OPENED] = {str(Link.objects.get().pk): int(timezone.now().timestamp())}
    opened.save()
    sponsor = User.objects.get(pk=maker.user_id)
    invite_guest(maker, boards.board, sponsor, "i" * 43, "iris@cabinet.example", ends)
    rows = house | {
        "guest": Guest.objects.get(),
        "link": Link.objects.get(),
        "departure": departure,
        "named": named,
        "board": boards.board,
        "other_board": boards.elsewhere.board,
        "project": boards.project,
        "list": boards.todo,
        "other_list": boards.doing,
        "label": boards.urgent,
        "card": card,
        "field": Field.objects.get(),
        "group": FieldGroup.objects.get(board=boards.board),
        "task_list": TaskList.objects.get(),
        "task": Task.objects.get(),
        "comment": Comment.objects.get(),
        "attachment": Attachment.objects.get(),
        "image": BackgroundImage.objects.get(),
        "membership": Membership.objects.get(user=author.user_id),
        "manager": ProjectManager.objects.get(user=maker.user_id),
        "job": job,
        "user": User.objects.get(pk=author.user_id),
        "webhook": webhook,
        "announcement": announcement,
        "notification": told,
        "service": service,
        "passkey": passkey,
    }
    ids = (
        {"token": "1", "key": "1", "secret": LINK}
        | {name: str(row.pk) for name, row in rows.items()}
        | {"reference": f"PORT-{card.number}"}
    )
    ids["session"] = digest_of("walked")
    return World(ids, clients, mine)


@writes_allowed()
def _an_organisation():
    """Which the head administers, and where the manager and the editor work."""
    organisation = organisations.Organisation.objects.create(local_name="DINUM")
    unit = organisations.Service.objects.create(organisation=organisation, name="Produits")
    team = organisations.Team.objects.create(organisation=organisation, name="Produit")
    agent = User.objects.create(email="agent@ministere.example", name="Ada Agent")
    people = {"agent": agent} | {name: User.objects.get(name=f"Nom {name}") for name in ("manager", "editor", "head")}
    places = {
        name: organisations.Affiliation.objects.create(
            organisation=organisation,
            user=user,
            source="manual",
            role="administrator" if name == "head" else "member",
        )
        for name, user in people.items()
    }
    member = organisations.TeamMember.objects.create(team=team, organisation=organisation, user=people["editor"])
    rule = organisations.ClaimRule.objects.create(organisation=organisation, team=team, claim="roles", value="agent")
    return {
        "organisation": organisation,
        "unit": unit,
        "team": team,
        "affiliation": places["agent"],
        "team_member": member,
        "rule": rule,
    }


def status(world, who, method, address):
    """Nothing of it stays: each is asked of the same world."""
    client, ids = world.clients[who], world.ids | {"mine": str(world.mine.get(who, 1))}
    client.raise_request_exception = False
    cache.clear()  # of tries to sign in
    given = {name: value.format(**ids) for name, value in FORMS.get(address, {"card": "{card}"}).items()}
    with (
        transaction.atomic(),
        patch("projets.live.hub.session_ended"),
        patch("projets.notifications.mail.guests.send"),
    ):
        cookies = client.cookies.copy()
        if method == "GET":
            answer = client.get(address.format(**ids))
        else:
            answer = client.post(address.format(**ids), given, headers={"accept": "application/json"})
        client.cookies = cookies
        if answer.streaming:
            answer.getvalue()  # which closes the file
        transaction.set_rollback(True)
    return answer


def table(world):
    """The walk as text, one line for an address and a way to ask it."""
    head = f"{'':5}{'address':{WIDE}}" + "".join(f"{name:>14}" for name in PEOPLE)
    lines = [
        f"{method:5}{address:{WIDE}}"
        + "".join(f"{status(world, who, method, address).status_code:>14}" for who in PEOPLE)
        for address in sorted(set(addresses()))
        for method in ("GET", "POST")
    ]
    return "\n".join([head.rstrip(), *(line for line in lines if not _is_not_answered(line)), ""])


def _is_not_answered(line):
    """This address takes the other method only, whoever asks."""
    return set(line[5 + WIDE :].split()) == {"405"}
