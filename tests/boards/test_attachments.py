import io

import pytest
from django.utils.translation import override
from PIL import Image

from projets.boards import storage
from projets.boards.actions.attachments import attach_file, attach_link, bin_attachment, rename_attachment
from projets.boards.actions.cards import bin_cards
from projets.boards.actions.details import cover_card
from projets.boards.actions.leaving import transfer_cards
from projets.boards.actions.undoing import undo_act
from projets.boards.models import Attachment
from projets.boards.queries import blobs_in_use
from projets.boards.uploads import receive
from projets.usecase.errors import Invalid, NotFound, Refused
from projets.usecase.models import Act, Event


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files", "file_permissions_mode": 0o600},
        },
    }
    return tmp_path / "files"


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


def picture(size=(1000, 800)):
    made = io.BytesIO()
    Image.new("RGB", size, "red").save(made, "PNG")
    made.seek(0)
    return made


def test_a_picture_that_arrives(files):
    upload = receive(picture(), "../vue\u202e d’été.png")
    assert (upload.name, upload.mime, upload.width, upload.height) == ("vue d’été.png", "image/png", 1000, 800)
    assert upload.size == storage.size_of(upload.key) > 0
    assert set(upload.previews) == {"360", "720"}
    with storage.open_blob(upload.previews["360"]) as file:
        assert Image.open(file).size == (450, 360)


def test_any_other_file_that_arrives():
    upload = receive(io.BytesIO(b"<svg onload='alert(1)'></svg>"), "image.png")
    assert (upload.mime, upload.width, upload.previews) == ("image/svg+xml", None, {})
    assert receive(io.BytesIO(b"Bonjour"), "note.txt").mime == ""


def test_a_file_that_is_refused(files, settings):
    settings.UPLOAD_LIMIT = 2**20
    for stream, says in (
        (io.BytesIO(b"x" * (2**20 + 1)), "This file is too large: 1 MB at most."),
        (io.BytesIO(b""), "This file is empty"),
    ):
        with pytest.raises(Invalid, match=says) as refused:
            receive(stream, "a.txt")
        assert refused.value.field == "file"


def test_attach_a_file(boards, editor):
    upload = receive(picture(), "vue.png")
    facts = attach_file(editor, boards.card("A"), upload).facts
    one = Attachment.objects.get()
    assert (one.name, one.key, one.size, one.mime) == ("vue.png", upload.key, upload.size, "image/png")
    assert (one.width, one.height, one.previews, one.creator_id) == (1000, 800, upload.previews, editor.user_id)
    assert [fact.kind for fact in facts] == ["attachment.added", "card.counted"]
    assert (facts[0].after.key, boards.card("A").attachments_total) == (upload.key, 1)
    attach_file(editor, boards.card("A"), upload, name="autre/../nom.png")
    assert Attachment.objects.last().name == "nom.png"
    assert boards.card("A").attachments_total == 2


@pytest.mark.parametrize(
    ("url", "name", "kept", "called"),
    [
        ("https://exemple.fr/a/", "", "https://exemple.fr/a/", "exemple.fr/a"),
        ("exemple.fr", "  Le site ", "https://exemple.fr", "Le site"),
        ("https://exemple.fr/" + "a" * 2000, "", "https://exemple.fr/" + "a" * 2000, "exemple.fr/" + "a" * 117),
    ],
)
def test_attach_a_link(boards, editor, url, name, kept, called):
    attach_link(editor, boards.card("A"), url, name)
    one = Attachment.objects.get()
    assert (one.url, one.name, one.is_link, one.key, one.size) == (kept, called, True, "", None)
    assert boards.card("A").attachments_total == 1


@pytest.mark.parametrize(
    ("url", "name"),
    [("javascript:alert(1)", ""), ("", ""), (None, ""), ("ftp://x.fr", ""), ("https://x.fr/" + "a" * 2048, "")]
    + [("https://x.fr", "x" * 129), ("https://x.fr/\0", ""), ("https://x.fr", "a\0")],
)
def test_no_such_link(boards, editor, url, name):
    with pytest.raises(Invalid):
        attach_link(editor, boards.card("A"), url, name)
    assert (Attachment.objects.count(), Event.objects.count(), boards.card("A").attachments_total) == (0, 0, 0)


def test_rename(boards, editor):
    attach_link(editor, boards.card("A"), "https://exemple.fr", "Site")
    attach_file(editor, boards.card("A"), receive(io.BytesIO(b"x"), "a.txt"))
    site, file = Attachment.objects.order_by("pk")
    rename_attachment(editor, site, " Avant / après ")
    rename_attachment(editor, file, "dossier/b.txt")
    assert [one.name for one in Attachment.objects.order_by("pk")] == ["Avant / après", "b.txt"]
    for name in ("", " ", "x" * 129, "\ud800"):
        with pytest.raises(Invalid):
            rename_attachment(editor, site, name)
    assert Event.objects.filter(kind="attachment.renamed").count() == 2


def test_bin_takes_the_cover_away_and_undo_brings_it_back(boards, editor):
    attach_file(editor, boards.card("A"), receive(picture(), "vue.png"))
    one = Attachment.objects.get()
    cover_card(editor, boards.card("A"), one)
    act = bin_attachment(editor, one)
    assert [fact.kind for fact in act.facts] == ["attachment.binned", "card.covered", "card.counted"]
    assert (boards.card("A").cover_id, boards.card("A").attachments_total) == (None, 0)
    with pytest.raises(NotFound):
        rename_attachment(editor, one, "autre.png")
    undo_act(editor, act)
    assert (boards.card("A").cover_id, boards.card("A").attachments_total) == (one.pk, 1)


@pytest.mark.parametrize("role", ["contributor", "commenter", "reader", "project manager", None])
def test_who_may_not(boards, editor, role):
    attach_link(editor, boards.card("A"), "https://exemple.fr")
    one, actor = Attachment.objects.get(), boards.member(role)
    upload = receive(io.BytesIO(b"x"), "a.txt")
    for refused in (
        lambda: attach_file(actor, boards.card("A"), upload),
        lambda: attach_link(actor, boards.card("A"), "https://autre.fr"),
        lambda: rename_attachment(actor, one, "Autre"),
        lambda: bin_attachment(actor, one),
    ):
        with pytest.raises(Refused):
            refused()
    assert (Attachment.objects.get().name, Act.objects.count()) == ("exemple.fr", 1)


def test_the_card_leaves_meanwhile(boards, both, editor, meanwhile):
    """What is attached goes where the card is now, or nowhere."""
    card = boards.card("A")
    meanwhile(lambda: transfer_cards(both, [boards.card("A")], boards.elsewhere))
    act = attach_link(both, card, "https://exemple.fr")
    assert {event.stream_id for event in act.events.all()} == {boards.elsewhere.stream}
    meanwhile(lambda: transfer_cards(both, [boards.card("B")], boards.elsewhere))
    with pytest.raises(Refused):
        attach_link(editor, boards.card("B"), "https://exemple.fr")
    assert (Attachment.objects.count(), boards.card("B").attachments_total) == (1, 0)


def test_the_card_is_binned_meanwhile(boards, editor, meanwhile):
    card = boards.card("A")
    meanwhile(lambda: bin_cards(editor, [boards.card("A")]))
    with pytest.raises(NotFound):
        attach_link(editor, card, "https://exemple.fr")
    assert Attachment.objects.count() == 0


def test_blobs_in_use(boards, editor):
    upload, other = receive(picture(), "vue.png"), receive(io.BytesIO(b"x"), "a.txt")
    attach_file(editor, boards.card("A"), upload)
    attach_link(editor, boards.card("A"), "https://exemple.fr")
    bin_attachment(editor, Attachment.objects.order_by("pk").first())
    assert blobs_in_use() == {upload.key, *upload.previews.values()}
    assert other.key not in blobs_in_use()
