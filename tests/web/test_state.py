"""Administrators see how the service stands, who is signed in, and the proofs that it is safe (E-22, E-24, E-29b)."""

import io
import re
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import override_settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from projets.accounts.audit.models import Entry
from projets.accounts.factors.actions.sessions import revoke_sessions, tell_of_lock_out
from projets.accounts.factors.models import OpenSession, Tries
from projets.accounts.models import User
from projets.boards import uploads
from projets.boards.actions.attachments import attach_files
from projets.boards.standing import state as reading
from projets.boards.standing.proofs import components
from projets.config.environment import Misconfigured
from projets.live.access import digest_of
from projets.usecase import standing
from projets.usecase.actor import Actor
from projets.usecase.dispatch import dispatch
from projets.usecase.errors import Refused
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Event, SetAside

SYSTEM = Actor(None, "system")


@pytest.fixture
def admin(boards):
    return Actor(boards.person(name="Ada Min", role="administrator").pk, "web")


def shown(browser, actor, address):
    answer = browser(actor).get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.mark.parametrize("address", ["etat", "sessions", "dossier-de-securite"])
def test_only_administrators_find_them(boards, editor, browser, address):
    assert browser(editor).get(f"/administration/{address}/").status_code == 404


def test_the_hub_leads_to_them(admin, browser):
    page = shown(browser, admin, "/administration/")
    assert all(f"/administration/{name}/" in page for name in ("etat", "sessions", "dossier-de-securite"))


def test_versions_checks_and_room(boards, editor, admin, browser):
    attach_files(editor, boards.card("A"), [uploads.receive(io.BytesIO(b"x" * 2048), "a.txt")])
    attach_files(editor, boards.card("B"), [uploads.receive(io.BytesIO(b"x" * 2048), "the same.txt")])
    assert reading.room()["files"] == 2048  # one blob, named twice
    ((project, files, size),) = reading.largest(editor)
    assert (project, files, size) == (boards.project, 2, 4096)
    assert reading.largest(Actor(boards.person(name="Somebody").pk, "web"))[0][0] is None  # not told which
    page = shown(browser, admin, "/administration/etat/")
    assert f"<code>{__import__('django').get_version()}</code>" in page
    assert page.count("Tenu</span>") == sum(holds is True for _title, holds, _said in reading.checks()) >= 3
    assert "Aucune dans le répertoire des données" in page
    assert re.search(r"\d+ informations à compléter", page)
    assert "incomplete" not in page


def test_the_age_of_a_backup_is_told_in_the_language_of_the_page(admin, browser, monkeypatch):
    monkeypatch.setitem(standing.checks, "last backup", lambda: "projets-2026.tar.gz, 2 days old, 4096 bytes")
    assert "projets-2026.tar.gz, de 2 jours<" in shown(browser, admin, "/administration/etat/")


def test_what_does_not_hold_is_said(admin, browser, monkeypatch):
    def broken():
        raise Misconfigured("PROJETS_ANTIVIRUS", "nobody answers", "Start it")

    before = shown(browser, admin, "/administration/etat/").count("À corriger</span>")
    monkeypatch.setitem(standing.checks, "antivirus", broken)
    page = shown(browser, admin, "/administration/etat/")
    assert "nobody answers" in page
    assert page.count("À corriger</span>") == before + 1


def test_backups_are_told(admin, browser, monkeypatch, tmp_path):
    path = tmp_path / "projets-20261101T030000Z.tar.gz"
    path.write_bytes(b"x" * 4096)
    monkeypatch.setitem(standing.readings, "backups", lambda: [(datetime(2026, 11, 1, 3, tzinfo=UTC), path)])
    page = shown(browser, admin, "/administration/etat/")
    assert path.name in page
    assert "01/11/2026 04:00" in page
    assert "2026" in shown(browser, admin, "/administration/dossier-de-securite/")


def test_failed_jobs_and_what_was_set_aside(boards, editor, admin, browser):
    attach_files(editor, boards.card("A"), [uploads.receive(io.BytesIO(b"x"), "a.txt")])
    with writes_allowed():
        DBTaskResult.objects.create(
            status="FAILED",
            task_path="projets.exchange.jobs.import_boards",
            exception_class_path="builtins.ValueError",
            traceback="a secret text",
            args_kwargs={"args": [], "kwargs": {}},
            finished_at=timezone.now(),
            backend_name="default",
            run_after=timezone.now(),
        )
        SetAside.objects.create(
            subscriber="tell_people",
            event=Event.objects.first(),
            reason="KeyError: a secret text",
            next_try=timezone.now(),
        )
    page = shown(browser, admin, "/administration/etat/")
    assert "import_boards" in page
    assert "ValueError" in page
    assert "tell_people" in page
    assert "KeyError" in page
    assert "secret text" not in page  # what a job was about is content


def test_e22_an_administrator_ends_somebodys_session(boards, editor, admin, browser):
    theirs = browser(editor)
    theirs.get("/")
    (one,) = OpenSession.objects.filter(user=editor.user_id)
    page = shown(browser, admin, "/administration/sessions/")
    assert digest_of(one.pk) in page
    assert one.pk not in page  # whoever reads the page cannot be them
    answer = browser(admin).post(
        f"/administration/sessions/{editor.user_id}/fin/", {"session": digest_of(one.pk), "act": "end-one"}
    )
    assert answer.status_code == 303
    assert not Session.objects.filter(pk=one.pk).exists()
    assert theirs.get("/").status_code == 302 or theirs.get("/").status_code == 303
    fact = Event.objects.filter(kind="security.sessions_revoked").get().fact
    assert fact.after.sessions == 1


def test_others_end_nobodys_session(boards, editor, admin, browser):
    browser(admin).get("/")
    one = OpenSession.objects.get(user=admin.user_id)
    form = {"session": digest_of(one.pk), "act": "not-mine"}
    answer = browser(editor).post(f"/administration/sessions/{admin.user_id}/fin/", form)
    assert answer.status_code in (403, 404)
    assert Session.objects.filter(pk=one.pk).exists()
    with pytest.raises(Refused):
        revoke_sessions(editor, User.objects.get(pk=admin.user_id), [one.pk])


def test_an_unknown_session_is_not_there(boards, editor, admin, browser):
    form = {"session": "0" * 64, "act": "nothing"}
    assert browser(admin).post(f"/administration/sessions/{editor.user_id}/fin/", form).status_code == 404


def test_e24_failures_are_counted_and_who_was_shut_out_is_told(boards, editor, admin, browser):
    person = User.objects.get(pk=editor.user_id)
    with writes_allowed():
        soon = timezone.now() + timezone.timedelta(minutes=3)
        Tries.objects.create(key="a", failed=7, last_at=timezone.now(), shut_until=soon)
        Tries.objects.create(key="b", failed=9, last_at=timezone.now() - timezone.timedelta(hours=1))
    tell_of_lock_out(SYSTEM, person, 4)
    dispatch()
    assert Entry.objects.filter(kind="security.locked_out", row_id=person.pk).exists()
    page = shown(browser, admin, "/administration/sessions/")
    assert "<dd>7</dd>" in page
    assert "<dd>1</dd>" in page
    assert person.name in page


def test_sessions_are_searched_by_name(boards, editor, admin, browser):
    browser(editor).get("/")
    page = shown(browser, admin, "/administration/sessions/?qui=nobody-has-this-name")
    assert "Aucune session ouverte" in page


def test_e29b_the_file_says_what_is_and_not_what_should_be(admin, browser):
    page = shown(browser, admin, "/administration/dossier-de-securite/")
    assert "Content-Security-Policy" in page
    assert "Ada Min" in page
    here = re.search(r"(\d+) points? tenus?", page)
    with override_settings(OUTGOING_PRIVATE=not settings.OUTGOING_PRIVATE):
        then = re.search(r"(\d+) points? tenus?", shown(browser, admin, "/administration/dossier-de-securite/"))
    assert abs(int(here[1]) - int(then[1])) == 1


def test_e09_the_chain_is_read_again_when_asked(boards, admin, browser):
    boards.field("Coût")
    tell_of_lock_out(SYSTEM, User.objects.get(pk=admin.user_id), 4)
    dispatch()
    assert "Non relue" in shown(browser, admin, "/administration/dossier-de-securite/")
    page = shown(browser, admin, "/administration/dossier-de-securite/?verifier=1")
    assert f"{Entry.objects.count()} entrées relues, aucune modifiée" in page


def test_components_are_those_installed():
    assert ("Django", __import__("django").get_version()) in components()
