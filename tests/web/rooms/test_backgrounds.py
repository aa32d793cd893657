"""What boards are laid on, chosen in the project's settings."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from projets.boards.models import BackgroundImage, Project
from projets.boards.names import GRADIENTS
from projets.web.assets import HERE
from projets.web.templatetags.backgrounds import NAMES


@pytest.fixture
def here(boards):
    return f"/projets/{boards.project.pk}/"


def shown(boards):
    return Project.objects.values_list("background", "background_image_id").get(pk=boards.project.pk)


def picture(name="fond.png"):
    file = io.BytesIO()
    Image.new("RGB", (800, 600), "navy").save(file, "PNG")
    return SimpleUploadedFile(name, file.getvalue(), "image/png")


def test_every_gradient_has_a_name_and_a_class():
    style = (HERE / "components/backdrop/backdrop.css").read_text()
    assert set(NAMES) == set(GRADIENTS) == set(re.findall(r"^\.gradient--([\w-]+) ", style, re.M))


@pytest.mark.parametrize(
    ("chosen", "marked"), [("bleu", "backdrop--hue hue--bleu"), ("coral-reef", "gradient--coral-reef")]
)
def test_a_colour_or_a_gradient(boards, manager, here, send, browser, chosen, marked):
    assert send(manager, here + "fond/", background=chosen).status_code == 200
    assert shown(boards) == (chosen, None)
    for view in ("", "liste/"):
        assert marked in browser(manager).get(f"/tableaux/{boards.board.pk}/{view}").content.decode()
    assert send(manager, here + "fond/", background="").status_code == 200
    assert "backdrop" not in browser(manager).get(f"/tableaux/{boards.board.pk}/").content.decode()


def test_a_picture_is_added_shown_removed_and_restored(boards, manager, editor, stranger, here, send, browser):
    assert send(manager, here + "fonds/", file=picture()).status_code == 200
    image = BackgroundImage.objects.get()
    address = f"/fonds/{image.pk}/720/"
    assert address in browser(editor).get(f"/tableaux/{boards.board.pk}/").content.decode()
    answer = browser(editor).get(address)
    assert (answer["Content-Type"], answer.getvalue()[8:12]) == ("image/webp", b"WEBP")
    assert browser(stranger).get(address).status_code == 404
    assert browser(editor).get(f"/fonds/{image.pk}/400/").status_code == 404
    assert "fond.png" in browser(manager).get(here + "reglages/").content.decode()
    assert send(manager, f"/fonds/{image.pk}/corbeille/").status_code == 200
    assert shown(boards) == ("", None)
    assert "fond.png" in browser(manager).get(here + "corbeille/").content.decode()
    assert send(manager, f"/fonds/{image.pk}/restauration/").status_code == 200
    assert send(manager, here + "fond/", background=f"image:{image.pk}").status_code == 200
    assert shown(boards) == ("", image.pk)


@pytest.mark.parametrize("sent", ["plaid", "image:12", "image:", "image:abc"])
def test_what_is_no_background(boards, manager, here, send, sent):
    assert send(manager, here + "fond/", background=sent).status_code in (404, 422)
    assert shown(boards) == ("", None)


def test_what_is_no_picture(boards, manager, here, send):
    answer = send(manager, here + "fonds/", file=SimpleUploadedFile("fond.png", b"bonjour"))
    assert (answer.status_code, answer.json()["field"]) == (422, "file")
    assert send(manager, here + "fonds/").status_code == 422
    assert not BackgroundImage.objects.exists()


def test_who_edits_a_board_does_not_choose(boards, editor, here, send):
    assert send(editor, here + "fond/", background="bleu").status_code == 403
    assert send(editor, here + "fonds/", file=picture()).status_code == 403
    assert (shown(boards), BackgroundImage.objects.count()) == (("", None), 0)
