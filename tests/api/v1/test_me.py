"""Oneself: who one is and how one wants it."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from projets.accounts.models import User
from projets.usecase.models import Event

pytestmark = pytest.mark.django_db


def kinds():
    return list(Event.objects.filter(kind__startswith="user.").order_by("pk").values_list("kind", flat=True))


def picture():
    file = BytesIO()
    Image.new("RGB", (8, 8)).save(file, "PNG")
    return SimpleUploadedFile("moi.png", file.getvalue(), "image/png")


def test_changed_by_what_is_given_in_one_act(editor, editor_asking):
    before = editor_asking.get("me").json()
    changes = {
        "name": "Zoé Durand",
        "phone": "01 23",
        "theme": "dark",
        "time_zone": "Indian/Reunion",
        "language": "en",
    }
    changes |= {"shows_presence": False, "single_letters": not before["single_letters"], "organization": "DINUM"}
    answer = editor_asking.patch("me", changes, idempotency_key="k1")
    assert answer.status_code == 200
    assert answer.json() | {"token": None} == before | changes | {"token": None}
    assert editor_asking.get("me").json() | {"token": None} == answer.json() | {"token": None}
    assert editor_asking.patch("me", changes, idempotency_key="k1").status_code == 200
    acts = {event.act_id for event in Event.objects.filter(stream=f"user:{editor.user_id}", kind__startswith="user.")}
    assert acts == {int(answer.headers["Projets-Act"])}


WRONG = [
    {"name": " "},
    {"time_zone": "Mars/Olympus"},
    {"language": "klingon"},
    {"theme": "pink"},
    {"shows_presence": "yes"},
    {"email": "autre@ministere.example"},
    {"role": "administrator"},
    {"is_active": False},
    {"name": "Zoé", "time_zone": "Mars/Olympus"},
]


@pytest.mark.parametrize("changes", WRONG, ids=str)
def test_what_cannot_be_so_changes_nothing(editor, editor_asking, changes):
    before, facts = User.objects.filter(pk=editor.user_id).values().get(), kinds()
    assert editor_asking.patch("me", changes).status_code == 422
    assert (User.objects.filter(pk=editor.user_id).values().get(), kinds()) == (before, facts)


def test_a_picture_shown_and_taken_away(editor, editor_asking):
    shown = editor_asking.client.post(
        "/api/v1/me/picture", {"file": picture()}, headers={"authorization": f"Bearer {editor_asking.secret}"}
    )
    assert (shown.status_code, shown.json()["has_picture"]) == (200, True)
    assert User.objects.get(pk=editor.user_id).avatar.startswith("avatars/")
    removed = editor_asking.delete("me/picture")
    assert (removed.status_code, removed.json()["has_picture"]) == (200, False)
    assert User.objects.get(pk=editor.user_id).avatar == ""


def test_no_picture(editor, editor_asking):
    text = SimpleUploadedFile("moi.png", b"not a picture", "image/png")
    refused = editor_asking.client.post(
        "/api/v1/me/picture", {"file": text}, headers={"authorization": f"Bearer {editor_asking.secret}"}
    )
    assert refused.status_code == 422
    assert User.objects.get(pk=editor.user_id).avatar == ""


def test_not_by_a_token_for_some_projects_nor_by_one_that_reads(boards, editor, asking):
    for program in (asking(editor, "admin", projects=[boards.project]), asking(editor, "read")):
        assert program.patch("me", {"name": "Pris"}).status_code == 403
        assert program.delete("me/picture").status_code == 403
    assert User.objects.get(pk=editor.user_id).name != "Pris"
