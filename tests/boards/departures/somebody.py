"""Somebody with a little of everything that an instance keeps about people, and where to look for it."""

import json
import re
from io import BytesIO
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from projets.accounts.actions.tokens import make_token
from projets.accounts.actions.users import change_picture
from projets.accounts.factors.models import Authenticator, OpenSession, Passkey, RecoveryCode, Rescue
from projets.accounts.identities.actions.signing_in import link_identity
from projets.accounts.identities.claims import Claims
from projets.accounts.models import ApiSession, User
from projets.accounts.organisations.models import Affiliation, Organisation, Team, TeamMember
from projets.accounts.tokens import Secret
from projets.boards import uploads
from projets.boards.actions.attachments import attach_file
from projets.boards.actions.cards import create_cards
from projets.boards.actions.comments import write_comment
from projets.boards.actions.details import assign_cards
from projets.boards.actions.projects import create_project
from projets.boards.actions.tasks import create_task_list, create_tasks, edit_task
from projets.boards.models import Membership, Task, TaskList
from projets.exchange.models import ImportJob
from projets.notifications.services.models import Service
from projets.notifications.webhooks.models import Delivery, Webhook
from projets.usecase.actor import Actor
from projets.usecase.dispatch import dispatch
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Event, SetAside
from tests.exchange.rich import asked, imported, rich
from tests.exchange.trello_files import ALICE, BOB

NAME, EMAIL, USERNAME = "Zélie Quatrefages", "zelie.quatrefages@ministere.example", "zquatrefages"
PHONE, SUB = "06 12 34 56 78", "sub-4f1c2e77-zelie"
PICTURE = b"RIFF" + b"portrait of somebody" * 10
TOLD = (NAME, EMAIL, USERNAME, PHONE, SUB, "192.0.2.x", "Firefox, Linux", "portrait of somebody")


def somebody(boards):
    """(their actor, a client signed in as them)."""
    with writes_allowed():
        user = User.objects.create(
            email=EMAIL, username=USERNAME, name=NAME, phone=PHONE, organization="DINUM", role="project_owner"
        )
        Membership.objects.create(board=boards.board, user=user, role="editor")
        Webhook.objects.create(name="Suivi", url="https://hook.example/", secret="whsec_eA==")
    actor, client = Actor(user.pk, "web"), Client()
    link_identity(Actor(None, "system"), user, Claims("https://op.example", SUB, EMAIL, name=NAME, siret="1" * 14))
    client.force_login(User.objects.get(pk=user.pk))  # as it is now: its password is gone
    OpenSession.objects.update(address="192.0.2.x", browser="Firefox, Linux")
    stranger = Client()  # came back from the provider, and was not let in
    session = stranger.session
    session["openid_joining"] = {"claims": {"email": EMAIL, "sub": SUB}}
    session.save()
    change_picture(actor, user, PICTURE)
    make_token(actor, user, f"Script de {NAME}", Secret.made())
    _work(actor, boards)
    _technical(user)
    dispatch()
    return actor, client


def _work(actor, boards):
    card, colleague = boards.card("A"), boards.member("editor", name="Awa Diop")
    create_cards(actor, boards.todo, ["Rédiger la note"])
    write_comment(actor, card, "Vu, merci.")
    write_comment(colleague, card, f"@[]({actor.user_id}) peux-tu relire ?")
    assign_cards(colleague, [card], add=[actor.user_id], responsible=actor.user_id)
    create_task_list(actor, card, "Étapes")
    create_tasks(actor, TaskList.objects.get(), ["Appeler"])
    edit_task(actor, Task.objects.get(), assignee_id=actor.user_id)
    attach_file(actor, card, uploads.receive(BytesIO(b"Lu et relu."), "note.txt"))
    create_project(actor, User.objects.get(pk=actor.user_id), "Le mien", is_shared=False)
    board = rich()
    for one in board["members"]:
        if one["id"] == ALICE:
            one["fullName"], one["username"] = NAME, USERNAME
    imported(
        boards.member("project manager", name="Max Imum"), board, boards.project, matches={BOB: str(actor.user_id)}
    )
    asked(actor, board)
    job = ImportJob.objects.get(owner=actor.user_id)
    with writes_allowed():
        job.file = default_storage.save("imports/theirs", BytesIO(json.dumps(board, ensure_ascii=False).encode()))
        job.save()


def _technical(user):
    """What no act of theirs makes here."""
    now, of_user = timezone.now(), {"user": user}
    with writes_allowed():
        Passkey.objects.create(**of_user, name=f"Clé de {NAME}", credential="abc", public_key=NAME.encode())
        Authenticator.objects.create(**of_user, secret="sealed", last_step=1)
        RecoveryCode.objects.create(**of_user, digest="1" * 64)
        Rescue.objects.create(**of_user, digest="2" * 64, used_at=now, used_from="192.0.2.x")
        ApiSession.objects.create(**of_user, digest="3" * 64, expires_at="2099-01-01T00:00Z")
        Service.objects.create(**of_user, url=f"mailto://{EMAIL}", format="text")
        organisation = Organisation.objects.create(label="Direction", siret="13002526500013")
        Affiliation.objects.create(**of_user, organisation=organisation, source="sign_in")
        team = Team.objects.create(organisation=organisation, name="Équipe")
        TeamMember.objects.create(**of_user, organisation=organisation, team=team)
        event = Event.objects.order_by("-pk").first()
        SetAside.objects.create(subscriber="x", event=event, reason=f"SMTP: {EMAIL} refused", next_try=now)
        DBTaskResult.objects.create(
            status="FAILED",
            args_kwargs={"args": [], "kwargs": {}},
            task_path="x",
            run_after=now,
            backend_name="default",
            exception_class_path="OSError",
            traceback=f"OSError: {{'{EMAIL}': refused}}",
        )
        message = Delivery.objects.model._meta.get_field("message").related_model.objects.create(
            name="userUpdate", body=json.dumps({"item": {"name": NAME, "email": EMAIL}}, ensure_ascii=False)
        )
        Delivery.objects.create(webhook=Webhook.objects.get(), message=message, answer=f"thanks {NAME}")


def traces(*words):
    """{where: word} of what tables and files still say of somebody; JSON may have its letters escaped."""
    found = {}
    for table in sorted(connection.introspection.table_names()):
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 (tables of ours)
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    found |= _within(f"{table}.{name}", _text(value), words)
    for path in Path(default_storage.location).rglob("*"):
        if path.is_file():
            found |= _within(str(path.relative_to(default_storage.location)), _text(path.read_bytes()), words)
            found |= _within("the name of a file", str(path), words)
    return found


def _within(where, text, words):
    said = [word for word in words if word.casefold() in text.casefold()]
    return {where: said} if said else {}


def _text(value):
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "replace")
    return re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), str(value))
