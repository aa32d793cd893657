"""How the service stands, by our own API: state, proofs, retention (E-07, E-29b)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from projets.boards.actions.cards import bin_cards
from projets.boards.models import Card, Project
from projets.config.environment import Misconfigured
from projets.usecase import standing
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Event, SetAside

BACKUP = datetime(2026, 11, 1, 3, tzinfo=UTC)


@pytest.fixture
def administrator(boards):
    return boards.member("administrator", name="Ada Min")


def test_the_state_is_what_the_page_shows(boards, administrator, editor, asking, monkeypatch, tmp_path):
    def broken():
        raise Misconfigured("PROJETS_ANTIVIRUS", "nobody answers", "Start it")

    path = tmp_path / "projets.tar.gz"
    path.write_bytes(b"x" * 4096)
    monkeypatch.setitem(standing.readings, "backups", lambda: [(BACKUP, path)])
    monkeypatch.setitem(standing.checks, "antivirus", broken)
    bin_cards(editor, [boards.card("A")])
    with writes_allowed():
        DBTaskResult.objects.create(
            status="FAILED",
            task_path="projets.exchange.jobs.import_boards",
            exception_class_path="builtins.ValueError",
            traceback="a secret text",
            args_kwargs={"args": [], "kwargs": {}},
            finished_at=BACKUP,
            backend_name="default",
            run_after=BACKUP,
        )
        SetAside.objects.create(
            subscriber="tell_people",
            event=Event.objects.filter(kind="card.binned").get(),
            reason="ValueError: a secret text",
            tries=2,
            next_try=BACKUP,
        )
    answer = asking(administrator).get("state")
    told = answer.json()
    assert "secret" not in answer.content.decode()
    assert [one["name"] for one in told["versions"][:3]] == ["Projets", "Python", "Django"]
    (antivirus,) = (one for one in told["checks"] if one["check"] == "Antivirus")
    assert (antivirus["holds"], "nobody answers" in antivirus["said"]) == (False, True)
    assert told["backups"] == [{"at": "2026-11-01T03:00:00Z", "name": "projets.tar.gz", "bytes": 4096}]
    assert told["room"]["files"] == 0
    assert told["jobs"]["failed"] == 1
    assert told["jobs"]["failures"] == [{"job": "import_boards", "at": "2026-11-01T03:00:00Z", "error": "ValueError"}]
    assert told["set_aside"] == [
        {
            "subscriber": "tell_people",
            "kind": "card.binned",
            "reason": "ValueError",
            "tries": 2,
            "next_try": "2026-11-01T03:00:00Z",
        }
    ]


def test_the_security_file_has_its_proofs(administrator, asking):
    ask = asking(administrator)
    told = ask.get("security-file").json()
    proofs = {one["what"]: one for section in told["sections"] for one in section["proofs"]}
    assert (told["held"], told["missed"]) == tuple(
        sum(one["holds"] is held for section in told["sections"] for one in section["proofs"])
        for held in (True, False)
    )
    assert proofs["Content-Security-Policy"]["found"].startswith("default-src 'none'")
    assert proofs["Administrators"]["found"] == "Ada Min"
    assert proofs["Chain of the audit trail"]["holds"] is None
    assert "django" in {one["name"].lower() for one in told["components"]}
    again = ask.get("security-file?verify=true", accept_language="fr").json()
    proofs = {one["what"]: one for section in again["sections"] for one in section["proofs"]}
    assert proofs["Chaîne du journal d’audit"]["holds"] is True
    assert ask.get("security-file?verify=perhaps").status_code == 422


def test_the_table_of_delays_is_for_all_and_what_is_due_for_administrators(
    boards, administrator, editor, asking, settings
):
    settings.ARCHIVED_MONTHS = 12
    long_ago = timezone.now() - timedelta(days=800)
    bin_cards(editor, [boards.card("A")])
    with writes_allowed():
        Card.objects.filter(title="A").update(binned_at=long_ago)
        Project.objects.filter(pk=boards.project.pk).update(archived_at=long_ago)
        Project.objects.create(name="Caché", prefix="CACH", is_shared=False, archived_at=long_ago)
    kinds = {one["kind"]: one for one in asking(editor, "read").get("retention").json()["kinds"]}
    assert (kinds["bin"]["delay"], kinds["bin"]["then"], kinds["bin"]["setting"]) == (
        "30 jours",
        "suppression définitive",
        None,
    )
    assert kinds["audit"]["setting"] == "PROJETS_AUDIT_MONTHS"
    told = asking(administrator).get("retention/due").json()
    due = {one["kind"]: one["due"] for one in told["kinds"]}
    assert (due.keys(), due["bin"], due["exports"], due["projects"]) == (kinds.keys(), 1, None, 2)
    assert [one["name"] for one in told["projects"]] == ["Portail"]
    assert Card.objects.filter(title="A").exists()  # nothing went


def test_who_may_not(boards, administrator, editor, asking):
    bound = asking(administrator, projects=[boards.project])
    for ask, status in ((asking(editor), 404), (bound, 404), (asking(administrator, "write"), 403)):
        for path in ("state", "security-file", "retention/due"):
            assert ask.get(path).status_code == status, path
