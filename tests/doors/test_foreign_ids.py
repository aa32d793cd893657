"""Ids of another project, its organisation and its people, in addresses and in one's own forms (IDOR): nothing is done
by them, and nothing is said of what they are.

Whoever tries manages a project, edits its board and administers its organisation: all the rest is theirs to do.
"""

import re
from io import BytesIO

import pytest
from PIL import Image

from projets.accounts.models import User
from projets.accounts.organisations import models as organisations
from projets.boards import uploads
from projets.boards.actions.attachments import attach_file
from projets.boards.actions.backgrounds import add_background
from projets.boards.actions.boards import create_board
from projets.boards.actions.cards import create_cards
from projets.boards.actions.comments import write_comment
from projets.boards.actions.fields import create_field
from projets.boards.actions.labels import create_label
from projets.boards.actions.lists import create_lists
from projets.boards.actions.projects import create_project
from projets.boards.actions.tasks import create_task_list, create_tasks
from projets.boards.models import (
    Attachment,
    BackgroundImage,
    Board,
    Comment,
    Field,
    FieldGroup,
    Label,
    List,
    Membership,
    Project,
    ProjectManager,
    Task,
    TaskList,
)
from projets.usecase.actor import Actor
from projets.usecase.guard import writes_allowed
from tests.doors.test_owasp import filled, send, world
from tests.doors.walk import TABLE, WIDE

INSIDE = [  # (address, the field, what stands in it), beside what the form holds
    ("/actes/annulation/", "board", "{board}"),
    ("/affiliations/{affiliation}/", "service", "{unit}"),
    ("/cartes/{card}/couverture/", "file", "{attachment}"),
    ("/cartes/{card}/etiquettes/", "label", "{label}"),
    ("/cartes/{card}/groupes-de-champs/", "base", "{base}"),
    ("/cartes/{card}/membres/", "person", "{user}"),
    ("/cartes/{card}/membres/", "responsible", "{user}"),
    ("/equipes/{team}/membres/", "who", "{email}"),
    ("/listes-de-taches/{task_list}/cartes/", "card", "ZANZ-1"),
    ("/listes/{list}/arrivees/", "card", "{card}"),
    ("/listes/{list}/copies/", "card", "{card}"),
    ("/listes/{list}/depart-des-cartes/", "list", "{list}"),
    ("/listes/{list}/tableau/", "board", "{board}"),
    ("/organisations/{organisation}/services/", "parent", "{unit}"),
    ("/profil/jetons/", "project", "{project}"),
    ("/projets/{project}/fond/", "background", "image:{image}"),
    ("/projets/{project}/groupes-de-champs/", "base", "{base}"),
    ("/projets/{project}/revue/", "shown", "{membership}"),
    ("/projets/{project}/service/", "place", "{organisation}:{unit}"),
    ("/projets/{project}/service/", "place", "{own_organisation}:{unit}"),
    ("/selection/champs/{field}/", "card", "{card}"),
    ("/selection/champs/{field}/", "group", "{group}"),
    ("/selection/champs/{person_field}/", "value", "{user}"),
    ("/selection/corbeille/", "card", "{card}"),
    ("/selection/dates/", "card", "{card}"),
    ("/selection/etiquettes/", "add", "{label}"),
    ("/selection/etiquettes/", "card", "{card}"),
    ("/selection/membres/", "add", "{user}"),
    ("/selection/membres/", "responsible", "{user}"),
    ("/selection/titre/", "card", "{card}"),
    ("/tableaux/{board}/depart/", "mine", "{membership}"),
    ("/tableaux/{board}/equipes/", "team", "{team}"),
    ("/tableaux/{board}/groupes-de-champs/", "base", "{base}"),
    ("/tableaux/{board}/invites/", "sponsor", "{user}"),
    ("/taches/{task}/", "assignee", "{user}"),
    ("/taches/{task}/carte/", "list", "{list}"),
    ("/taches/{task}/place/", "list", "{task_list}"),
]
MORE = {"/profil/jetons/": {"name": "essai"}, "/selection/champs/{person_field}/": {"card": "{card}"}}


@pytest.fixture
def foreign(boards, world):
    """{what: id} of a private project, an organisation and somebody whom nobody of the walk has to do with."""
    with writes_allowed():
        User.objects.filter(name="Nom manager").update(role="project_owner")
    world.ids["person_field"] = str(boards.field("Pilote", "person").pk)
    person = boards.person("Zanzibar Quidam")
    actor, said = Actor(person.pk, "web"), "Zanzibar"
    create_project(actor, person, said, prefix="ZANZ", is_shared=False)
    project = Project.objects.get(prefix="ZANZ")
    create_board(actor, project, said)
    board = Board.objects.get(project=project)
    create_lists(actor, board, [said])
    create_cards(actor, List.objects.get(name=said), [said])
    card = boards.card(said)
    create_label(actor, board, said)
    create_field(actor, project, said, "number")
    create_task_list(actor, card, said)
    create_tasks(actor, TaskList.objects.get(card=card), [said])
    write_comment(actor, card, said)
    attach_file(actor, card, uploads.receive(BytesIO(said.encode()), "zanzibar.txt"))
    picture = BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    picture.seek(0)
    add_background(actor, project, uploads.receive(picture, "zanzibar.png"))
    with writes_allowed():
        organisation = organisations.Organisation.objects.create(local_name=said)
        unit = organisations.Service.objects.create(organisation=organisation, name=said)
        team = organisations.Team.objects.create(organisation=organisation, name=said)
        affiliation = organisations.Affiliation.objects.create(organisation=organisation, user=person, source="manual")
    group = FieldGroup.objects.get(board=board)
    rows = {
        "project": project,
        "board": board,
        "card": card,
        "user": person,
        "group": group,
        "unit": unit,
        "organisation": organisation,
        "team": team,
        "list": List.objects.get(name=said),
        "other_board": board,
        "label": Label.objects.get(board=board),
        "field": Field.objects.get(group=group.base_id),
        "task_list": TaskList.objects.get(card=card),
        "task": Task.objects.get(task_list__card=card),
        "comment": Comment.objects.get(card=card),
        "attachment": Attachment.objects.get(card=card),
        "membership": Membership.objects.get(board=board),
        "affiliation": affiliation,
        "manager": ProjectManager.objects.get(project=project),
        "image": BackgroundImage.objects.get(project=project),
    }
    ids = {name: str(row.pk) for name, row in rows.items()}
    more = {"base": str(group.base_id), "email": person.email, "reference": "ZANZ-1"}
    return ids | more | {"own_organisation": world.ids["organisation"]}


@pytest.mark.parametrize(("address", "field", "given"), INSIDE)
def test_an_id_of_another_project_is_nothing_in_ones_own_form(world, foreign, address, field, given):
    path, form = filled(world, address)
    form |= {name: value.format(**world.ids) for name, value in MORE.get(address, {}).items()}
    answer, events = send(world, path, form | {field: given.format(**foreign)}, accept="application/json")
    assert answer.status_code in (403, 404, 409, 422), answer.content
    assert events == []
    assert "Zanzibar" not in answer.content.decode()


def test_an_id_of_another_project_is_nothing_in_an_address(world, foreign):
    tried = 0
    for line in TABLE.read_text().splitlines()[1:]:
        method, address = line[:5].strip(), line[5 : 5 + WIDE].strip()
        for part in set(re.findall(r"{(\w+)}", address)) & foreign.keys():
            path = address.replace(f"{{{part}}}", foreign[part]).format(**world.ids | {"mine": "1"})
            if method == "GET":
                who = "link-holder" if path.startswith("/partage/") else "manager"
                answer, events = world.clients[who].get(path), []
            else:
                answer, events = send(world, path, filled(world, address)[1], accept="application/json")
            if answer.get("Location", "").startswith("/projets/"):  # Planka's address, which knows nothing of it
                answer = world.clients["manager"].get(answer["Location"])
            assert answer.status_code in (403, 404, 405, 422), path
            assert (events, "Zanzibar" in answer.content.decode()) == ([], False), path
            tried += 1
    assert tried > 140


__all__ = ["world"]
