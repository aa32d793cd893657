"""A project and one's own data leave in one piece by our own API, as by their pages (E-04)."""

import io
import json
import zipfile

import pytest

from projets.boards import uploads
from projets.boards.actions.attachments import attach_file
from projets.boards.models import Project, ProjectManager
from projets.exchange.exporters import counting
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Event
from tests.api.v1.alike import left_alike


@pytest.fixture
def manager(boards):
    return boards.member("project manager", name="Max Imum")


def content(answer):
    """{name: bytes} of what was sent."""
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_project(boards, manager, editor, asking):
    attach_file(editor, boards.card("A"), uploads.receive(io.BytesIO(b"Lu et relu."), "note.txt"))
    ask, path = asking(manager), f"projects/{boards.project.pk}/export"
    answer = ask.post(path, {"files": True}, idempotency_key="k")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/zip")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="PORT-')
    assert answer.headers["Cache-Control"] == "private, no-store"
    files = content(answer)
    assert json.loads(files["projet.json"])["project"]["name"] == "Portail"
    assert [text for name, text in files.items() if name.startswith("fichiers/")] == [b"Lu et relu."]
    told = Event.objects.get(kind="export.project")
    assert (told.columns["after"]["cards"], told.columns["after"]["files"]) == (6, 1)
    assert str(told.act_id) == answer.headers["Projets-Act"]
    assert ask.post(path, {"files": True}, idempotency_key="k").status_code == 409
    assert ask.post(path, {"files": False}, idempotency_key="k").status_code == 422
    assert not [name for name in content(ask.post(path, {})) if name.startswith("fichiers/")]
    assert Event.objects.filter(kind="export.project").count() == 2


def test_ones_own_data(boards, editor, asking):
    ask = asking(editor)
    answer = ask.post("me/export", idempotency_key="k")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/zip")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="mes-donnees-')
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert json.loads(content(answer)["donnees.json"])["account"]["id"] == str(editor.user_id)
    assert ask.post("me/export", idempotency_key="k").status_code == 409
    assert Event.objects.filter(kind="export.own_data").count() == 1


def test_who_may_not(boards, manager, editor, asking):
    with writes_allowed():
        other = Project.objects.create(name="Autre", prefix="AUTR")
        ProjectManager.objects.create(project=other, user_id=manager.user_id)
    path = f"projects/{boards.project.pk}/export"
    answers = {
        "an editor": (asking(editor), 403),
        "an outsider": (asking(boards.member(None, name="Zoé Autre")), 404),
        "of another project": (asking(manager, projects=[other]), 404),
        "that writes": (asking(manager, "write"), 403),
    }
    assert {who: ask.post(path, {}).status_code for who, (ask, _status) in answers.items()} == {
        who: status for who, (_ask, status) in answers.items()
    }
    assert asking(editor, projects=[boards.project]).post("me/export").status_code == 403
    assert asking(editor, "write").post("me/export").status_code == 403
    assert not Event.objects.filter(kind__startswith="export.").exists()
    mine = asking(manager, projects=[boards.project]).post(path, {})
    assert (mine.status_code, "projet.json" in content(mine)) == (200, True)


def test_what_is_refused_is_not_counted_and_what_is_counted_is_refused(boards, manager, editor, asking, settings):
    settings.EXPORTS_PER_HOUR = 1
    counting.limiter.cache_clear()
    try:
        ask, path = asking(manager), f"projects/{boards.project.pk}/export"
        assert asking(editor).post(path, {}).status_code == 403
        content(asking(editor).post("me/export"))
        content(ask.post(path, {}))
        assert [ask.post(path, {}).status_code, ask.post("me/export").status_code] == [429, 429]
    finally:
        counting.limiter.cache_clear()
    assert Event.objects.filter(kind__startswith="export.").count() == 2


def test_a_page_and_a_program_leave_the_same(boards, manager, browser, asking):
    page, ask = browser(manager), asking(manager)
    path = f"projects/{boards.project.pk}/export"
    facts, trail = left_alike(
        lambda: page.post(f"/projets/{boards.project.pk}/export/").getvalue(),
        lambda: ask.post(path, {}).getvalue(),
    )
    assert ([kind for kind, *_rest in facts], trail) == (["export.project"], [("export", "export.project")])
    facts, _trail = left_alike(
        lambda: page.post("/profil/donnees/archive/").getvalue(), lambda: ask.post("me/export").getvalue()
    )
    assert [kind for kind, *_rest in facts] == ["export.own_data"]
