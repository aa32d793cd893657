"""Files and names that attack whoever fetches them: nothing of a file runs, no name leads out of its folder."""

import re
import zipfile
from pathlib import PurePosixPath

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from projets.accounts.models import User
from projets.boards.models import Attachment, Board, Card, Project
from projets.exchange.exporters.project import project_archive
from projets.usecase.actor import Actor
from projets.usecase.guard import writes_allowed
from tests.api.planka.client import Planka
from tests.doors.walk import build

HTML = b"<!doctype html><script>xss()</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="xss()"><script>xss()</script></svg>'
HOSTILE = [
    ("page.html", "image/png", HTML),
    ("page.xhtml", "application/pdf", b"<html xmlns='http://www.w3.org/1999/xhtml'><script>xss()</script></html>"),
    ("drawing.svg", "image/png", SVG),
    ("drawing.png", "image/png", SVG),
    ("sheet.xml", "text/html", b"<?xml version='1.0'?><?xml-stylesheet href='x.xsl' type='text/xsl'?><a/>"),
    ("code.js", "text/javascript", b"xss()"),
    ("module.mjs", "image/gif", b"export default xss()"),
    ("both.gif", "text/html", b"GIF89a/*" + HTML + b"*/=1;xss()"),
    ("both.jpg", "text/html", b"\xff\xd8\xff\xe0" + HTML),
    ("both.pdf", "text/html", b"%PDF-1.7\n" + HTML),
    ("bom.txt", "text/html", b"\xef\xbb\xbf" + HTML),
    ("wide.txt", "text/html", HTML.decode().encode("utf-16")),
    ("seven.txt", "text/html; charset=utf-7", b"+ADw-script+AD4-xss()+ADw-/script+AD4-"),
    ("cache.manifest", "text/cache-manifest", b"CACHE MANIFEST\n/"),
    ("a.swf", "application/x-shockwave-flash", b"FWS\x09" + HTML),
    ("a.webp", "text/html", b"RIFF\0\0\0\0WEBP" + HTML),
    ("a.mhtml", "multipart/related", b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n" + HTML),
    ("a.html\0.png", "image/png", HTML),
    ("a.png.html", "image/png", b"\x89PNG\r\n\x1a\n" + HTML),
    ("../../etc/passwd", "text/plain", b"x"),
    ("..\\..\\x.html", "text/html", HTML),
    ('a"; filename="b.html', "text/html", HTML),
    ("a\r\nContent-Type: text/html\r\n\r\n.txt", "text/plain", HTML),
]
SHOWN = re.compile(r"image/(png|jpeg|gif|webp|avif)|application/pdf|(audio|video)/[\w.+-]+")


@pytest.mark.parametrize(("name", "mime", "content"), HOSTILE)
def test_no_file_runs_whatever_it_says_it_is(boards, name, mime, content):
    """At our pages, by a link, by the API: downloaded, or shown where nothing runs; never as it calls itself."""
    world = build(boards)
    who = User.objects.get(name="Nom editor")
    client = world.clients["editor"]
    sent = client.post(
        f"/cartes/{world.ids['card']}/fichiers/",
        {"file": SimpleUploadedFile(name, content, mime)},
        headers={"accept": "application/json"},
    )
    if sent.status_code == 422:
        assert Attachment.objects.count() == 1
        return
    assert sent.status_code == 200
    file = Attachment.objects.order_by("-pk").first()
    assert not set(file.name) & set("/\\\r\n\0")
    token = {"authorization": f"Bearer {Planka.of(Actor(who.pk, 'web')).token}"}
    client.cookies["accessToken"] = token["authorization"].removeprefix("Bearer ")
    read = 0
    for asking, path in (
        (client, f"/pieces-jointes/{file.pk}/"),
        (client, f"/pieces-jointes/{file.pk}/apercu/360/"),
        (world.clients["link-holder"], f"/partage/{world.ids['secret']}/pieces-jointes/{file.pk}/"),
        (world.clients["link-holder"], f"/partage/{world.ids['secret']}/pieces-jointes/{file.pk}/apercu/720/"),
        (client, f"/attachments/{file.pk}/download/page.html"),
        (client, f"/attachments/{file.pk}/thumbnails/outside-360.png"),
    ):
        answer = asking.get(path, headers=token)
        if answer.status_code != 200:
            assert answer.status_code == 404, path
            continue
        said = answer["Content-Type"].partition(";")[0]
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"].startswith("default-src 'none'")
        assert "script-src" not in answer["Content-Security-Policy"]
        shown = answer["Content-Disposition"].startswith("inline")
        assert bool(SHOWN.fullmatch(said)) if shown else "filename" in answer["Content-Disposition"], (path, said)
        assert said not in ("text/html", "image/svg+xml", "application/xhtml+xml", "text/xml", "text/javascript") or (
            not shown and "sandbox" in answer["Content-Security-Policy"]
        )
        answer.getvalue()
        read += 1
    assert read >= 3


@pytest.mark.parametrize(
    "name", ["../../../evil", "..", "/etc/passwd", "C:\\x", "con.txt", "a/../b", ".", "a\x1fb", "~root"]
)
def test_an_export_writes_nowhere_but_where_it_is_unpacked(boards, name):
    """Whatever rows are called; nor is any cell a formula."""
    build(boards)
    formula = "=HYPERLINK(1)"
    with writes_allowed():
        Attachment.objects.update(name=name)
        Project.objects.update(name=name)
        Board.objects.update(name=name)
        Card.objects.update(title=formula, description="\t=1+1")
    manager = User.objects.get(name="Nom manager")
    file, _counted = project_archive(Actor(manager.pk, "web"), Project.objects.get(), timezone.now())
    with file, zipfile.ZipFile(file) as found:
        assert any(one.startswith("fichiers/") for one in found.namelist())
        for one in found.namelist():
            path = PurePosixPath(one)
            assert not path.is_absolute()
            assert not set(one) & set("\\:\0")
            assert ".." not in path.parts
        lines = found.read("cartes.csv").decode("utf-8-sig")
    assert f"'{formula}" in lines
    assert not re.search(r'(^|;)"?[=+@\t\r]', lines, re.M)


@pytest.mark.parametrize("name", ["..%2f..%2fmanage", "%2e%2e", "..%5c..", "a%00", "....//", "%252e%252e%252f"])
def test_no_address_climbs_out_of_where_files_are(boards, name):
    client = build(boards).clients["manager"]
    for path in (
        "/portraits/{}.webp",
        "/static/{}",
        "/favicons/{}",
        "/user-avatars/{}/original.webp",
        "/attachments/1/{}",
    ):
        answer = client.get(path.format(name))
        assert answer.status_code in (400, 401, 404), path
        assert b"django" not in answer.content
