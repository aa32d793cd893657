import io

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from projets.boards.models import Attachment
from tests.api.planka.client import Planka

NOWHERE = 1357158568008091264


@pytest.fixture
def planka(editor):
    return Planka.of(editor)


@pytest.fixture
def path(boards):
    return f"/api/cards/{boards.card('B').pk}/attachments"


def picture(width=800, height=400):
    made = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(made, "PNG")
    return made.getvalue()


def upload(planka, path, name, content, **form):
    return planka.send(path, {"type": "file", "name": name, "file": SimpleUploadedFile(name, content)} | form)


def test_a_link(planka, boards, editor, path):
    status, body = planka.post(path, {"type": "link", "url": "https://exemple.fr:8000/page?x=1", "name": "Un lien"})
    made = body["item"]
    assert (status, made) == (
        200,
        {
            "id": made["id"],
            "createdAt": made["createdAt"],
            "updatedAt": None,
            "type": "link",
            "data": {
                "url": "https://exemple.fr:8000/page?x=1",
                "faviconUrl": f"{settings.BASE_URL}/favicons/exemple.fr.png",
            },
            "name": "Un lien",
            "cardId": str(boards.card("B").pk),
            "creatorUserId": str(editor.user_id),
        },
    )
    assert planka.patch(f"/api/attachments/{made['id']}", {"name": "Autre"})[1]["item"]["name"] == "Autre"
    assert planka.delete(f"/api/attachments/{made['id']}")[0] == 200
    gone = planka.delete(f"/api/attachments/{made['id']}")
    assert gone == (404, {"code": "E_NOT_FOUND", "message": "Attachment not found"})


def test_a_text_keeps_the_name_it_was_sent_under(planka, path):
    status, body = upload(planka, path, "notes.txt", "été\n".encode())
    made = body["item"]
    address = f"{settings.BASE_URL}/attachments/{made['id']}/download/notes.txt"
    assert (status, made["data"]) == (
        200,
        {"size": 6, "image": None, "encoding": "utf8", "mimeType": None, "url": address, "thumbnailUrls": None},
    )
    status, body = planka.patch(f"/api/attachments/{made['id']}", {"name": "renommé.txt"})
    assert (body["item"]["name"], body["item"]["data"]["url"]) == ("renommé.txt", address)


def test_the_first_picture_covers_its_card(planka, boards, path):
    first = upload(planka, path, "1.png", picture())[1]["item"]
    second = upload(planka, path, "2.png", picture(100, 50))[1]["item"]
    address = f"{settings.BASE_URL}/attachments/{first['id']}/download"
    assert first["data"] == {
        "size": len(picture()),
        "image": {"width": 800, "height": 400},
        "encoding": "binary",
        "mimeType": "image/png",
        "url": f"{address}/1.png",
        "thumbnailUrls": {
            "outside360": f"{address}/thumbnails/outside-360.png",
            "outside720": f"{address}/thumbnails/outside-720.png",
        },
    }
    assert str(boards.card("B").cover_id) == first["id"]
    planka.delete(f"/api/attachments/{first['id']}")
    assert boards.card("B").cover_id is None
    assert Attachment.objects.filter(binned_at=None).get().pk == int(second["id"])


def test_what_looks_like_a_path_stays_in_the_name(editor, path, client):
    token = Planka.of(editor).token
    form = [("type", "file"), ("name", "x")]
    parts = [f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in form]
    parts.append('--b\r\nContent-Disposition: form-data; name="file"; filename="a/b:c?.txt"\r\n\r\nx\r\n--b--\r\n')
    answer = client.post(
        path,
        "".join(parts).encode(),
        content_type="multipart/form-data; boundary=b",
        headers={"Authorization": f"Bearer {token}"},
    )
    assert answer.json()["item"]["data"]["url"].endswith("/a!b!c!.txt")


@pytest.mark.parametrize(
    ("sent", "status", "message"),
    [
        ({}, 400, None),
        ({"type": "link", "name": "x"}, 422, "Url must be present"),
        ({"type": "link", "name": "x", "url": "javascript:alert(1)"}, 400, None),
        ({"type": "link", "name": "x", "url": "http://"}, 400, None),
        ({"type": "file", "name": "x"}, 422, "No file was uploaded"),
        ({"type": "photo", "name": "x"}, 400, None),
        ({"type": "link", "name": "", "url": "https://exemple.fr"}, 400, None),
    ],
)
def test_what_is_no_attachment(planka, path, sent, status, message):
    answered, body = planka.post(path, sent)
    assert (answered, message in (None, body["message"])) == (status, True)
    assert Attachment.objects.count() == 0


def test_an_empty_file_is_refused_in_words(planka, path):
    status, body = upload(planka, path, "vide.txt", b"")
    assert (status, bool(body["message"])) == (422, True)
    assert Attachment.objects.count() == 0


@pytest.mark.parametrize(
    ("role", "status"),
    [("reader", 403), ("commenter", 403), ("project manager", 404), ("administrator", 404), (None, 404)],
)
def test_who_may_not(boards, planka, path, role, status):
    made = planka.post(path, {"type": "link", "name": "x", "url": "https://exemple.fr"})[1]["item"]
    others = Planka.of(boards.member(role, name="Louise Petit"))
    assert others.post(path, {"type": "link", "name": "x"})[0] == status
    assert others.patch(f"/api/attachments/{made['id']}", {"name": "y"})[0] == status
    assert others.delete(f"/api/attachments/{made['id']}")[0] == status
    assert Attachment.objects.get().name == "x"


def test_downloaded_by_cookie_alone(planka, boards, path):
    made = upload(planka, path, "notes.txt", b"bonjour\n")[1]["item"]
    address = f"/attachments/{made['id']}/download/autre.bin"
    answer = planka.fetch(address)
    assert (answer.status_code, answer.getvalue()) == (200, b"bonjour\n")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Cache-Control"] == "private, max-age=86400, no-transform"
    assert (answer["X-Content-Type-Options"], answer["Content-Security-Policy"]) == (
        "nosniff",
        "default-src 'none'; sandbox",
    )
    nobody = Planka().fetch(address, Authorization=f"Bearer {planka.token}")
    assert (nobody.status_code, nobody.json()["code"]) == (401, "E_UNAUTHORIZED")
    stranger = Planka.of(boards.member(None, name="Louise Petit")).fetch(address)
    not_there = {"code": "E_NOT_FOUND", "message": "File attachment not found"}
    assert (stranger.status_code, stranger.json()) == (404, not_there)
    assert planka.fetch(f"/attachments/{NOWHERE}/download/x").json() == not_there
    assert planka.fetch("/attachments/abc/download/x").status_code == 400
    planka.delete(f"/api/attachments/{made['id']}")
    assert planka.fetch(address).status_code == 404


def test_smaller_pictures(planka, path):
    made = upload(planka, path, "1.png", picture(2000, 1000))[1]["item"]
    address = f"/attachments/{made['id']}/download/thumbnails"
    sizes = []
    for side in (360, 720):
        answer = planka.fetch(f"{address}/outside-{side}.png")
        sizes.append(Image.open(io.BytesIO(answer.getvalue())).size)
        assert answer["Content-Type"] == "image/webp"
    assert sizes == [(720, 360), (1440, 720)]
    assert planka.fetch(f"{address}/outside-1.png").status_code == 400
    text = upload(planka, path, "a.txt", b"a")[1]["item"]
    assert planka.fetch(f"/attachments/{text['id']}/download/thumbnails/outside-360.png").status_code == 404
