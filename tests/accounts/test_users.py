"""What people change about their own account, and what the log says of it."""

from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from projets.accounts import pictures
from projets.accounts.actions.users import (
    change_email,
    change_password,
    change_picture,
    change_username,
    edit_preferences,
    edit_profile,
)
from projets.accounts.factors.throttling import TooManyTries
from projets.accounts.models import User
from projets.accounts.sign_in import TRIES_HERE
from projets.usecase.actor import Actor
from projets.usecase.errors import Invalid, Refused, Why
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Act, Event

PASSWORD = "Vingt-quatre colombes"  # noqa: S105


@pytest.fixture
def nadia(db):
    return account("Nadia Benali", "nadia")


@pytest.fixture
def paul(db):
    return account("Paul Kerdreux", "paul")


def account(name, local):
    user = User(name=name, email=f"{local}@ministere.example")
    user.set_password(PASSWORD)
    with writes_allowed():
        user.save()
    return user


def by(user):
    return Actor(user.pk, "web")


def columns(user):
    return User.objects.filter(pk=user.pk).values().get()


def test_profile(nadia):
    act = edit_profile(by(nadia), nadia, " Nadia B. ", "01 23", "DINUM")
    now = User.objects.get(pk=nadia.pk)
    assert (now.name, now.phone, now.organization) == ("Nadia B.", "01 23", "DINUM")
    assert [(event.stream_id, event.kind) for event in act.events.all()] == [(nadia.stream, "user.profile_edited")]


def test_the_log_knows_neither_name_nor_address(nadia):
    edit_profile(by(nadia), nadia, "Nadia Ferrand")
    change_email(by(nadia), nadia, "nadia.ferrand@ministere.example", PASSWORD)
    change_password(by(nadia), nadia, PASSWORD, "Neuf colombes et demie")
    told = str(list(Event.objects.order_by("pk").values_list("columns", flat=True)))
    assert not [word for word in ("Ferrand", "ferrand", "colombes", "argon", "md5$") if word in told]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 129}, "name"),
        ({"name": "Nadia\nBenali"}, "name"),
        ({"name": "Nadia", "phone": "1" * 129}, "phone"),
        ({"name": "Nadia", "organization": "a\0b"}, "organization"),
    ],
)
def test_profile_refused(nadia, given, field):
    before = columns(nadia)
    with pytest.raises(Invalid) as refused:
        edit_profile(by(nadia), nadia, **given)
    assert (refused.value.field, columns(nadia), Act.objects.count()) == (field, before, 0)


def test_nothing_changed_is_no_fact(nadia):
    assert edit_profile(by(nadia), nadia, "Nadia Benali").facts == []


def test_preferences(nadia):
    act = edit_preferences(
        by(nadia), nadia, language="en", time_zone="Indian/Reunion", theme="dark", single_letters=False
    )
    (fact,) = act.facts
    assert fact.changed == {"language", "time_zone", "theme", "single_letters"}
    assert (fact.after.theme, User.objects.get(pk=nadia.pk).time_zone) == ("dark", "Indian/Reunion")


@pytest.mark.parametrize(
    "given",
    [
        {"language": "de"},
        {"time_zone": "Mars/Olympus"},
        {"theme": "pink"},
        {"single_letters": "on"},
        {"role": "administrator"},
        {"theme": "dark", "language": "xx"},
    ],
)
def test_preferences_refused(nadia, given):
    before = columns(nadia)
    with pytest.raises(Invalid):
        edit_preferences(by(nadia), nadia, **given)
    assert (columns(nadia), Act.objects.count()) == (before, 0)


def test_address(nadia):
    change_email(by(nadia), nadia, " Nadia@Ministere.Example ", PASSWORD)
    assert User.objects.get(pk=nadia.pk).email == "nadia@ministere.example"
    change_email(by(nadia), nadia, "N.Benali@Ministere.Example", PASSWORD)
    assert User.objects.get(pk=nadia.pk).email == "n.benali@ministere.example"


@pytest.mark.parametrize(
    ("email", "password", "field"),
    [
        ("nadia", PASSWORD, "email"),
        (None, PASSWORD, "email"),
        ("PAUL@ministere.example", PASSWORD, "email"),
        ("n@ministere.example", "wrong", "password"),
        ("n@ministere.example", None, "password"),
    ],
)
def test_address_refused(nadia, paul, email, password, field):
    before = columns(nadia)
    with pytest.raises(Invalid) as refused:
        change_email(by(nadia), nadia, email, password)
    assert (refused.value.field, columns(nadia), Act.objects.count()) == (field, before, 0)


def test_other_refusals_forget_no_wrong_password(nadia):
    """E-24: a bad address between two guesses does not start the count again."""
    for _again in range(TRIES_HERE):
        with pytest.raises(Invalid):
            change_email(by(nadia), nadia, "n@ministere.example", "wrong")
        if _again < TRIES_HERE - 1:
            with pytest.raises(Invalid):
                change_email(by(nadia), nadia, "no address", "wrong")
    with pytest.raises(TooManyTries):
        change_email(by(nadia), nadia, "n@ministere.example", PASSWORD)


def test_password(nadia):
    act = change_password(by(nadia), nadia, PASSWORD, "Neuf colombes et demie")
    now = User.objects.get(pk=nadia.pk)
    assert now.check_password("Neuf colombes et demie")
    assert now.get_session_auth_hash() != nadia.get_session_auth_hash()
    assert [fact.kind for fact in act.facts] == ["user.password_changed"]


@pytest.mark.parametrize(
    ("current", "new", "field"),
    [
        ("wrong", "Neuf colombes et demie", "password"),
        (PASSWORD, "short", "new"),
        (PASSWORD, "123456789012", "new"),
        (PASSWORD, "nadia benali", "new"),
        (PASSWORD, None, "new"),
        (PASSWORD, "x" * 257, "new"),
    ],
)
def test_password_refused(nadia, current, new, field):
    before = columns(nadia)
    with pytest.raises(Invalid) as refused:
        change_password(by(nadia), nadia, current, new)
    assert (refused.value.field, columns(nadia), Act.objects.count()) == (field, before, 0)


@pytest.mark.parametrize(
    "change",
    [
        lambda actor, user: edit_profile(actor, user, "Autre"),
        lambda actor, user: change_picture(actor, user, b"x"),
        lambda actor, user: change_email(actor, user, "autre@ministere.example", PASSWORD),
        lambda actor, user: change_password(actor, user, PASSWORD, "Neuf colombes et demie"),
        lambda actor, user: edit_preferences(actor, user, theme="dark"),
    ],
)
def test_only_oneself(nadia, paul, change):
    before = columns(nadia)
    with pytest.raises(Refused) as refused:
        change(by(paul), nadia)
    assert (refused.value.why, columns(nadia)) == (Why.ROLE_TOO_LOW, before)
    with pytest.raises(Refused):
        change(Actor(None, "web"), nadia)
    assert (columns(nadia), Act.objects.count()) == (before, 0)


def picture(kind="PNG", size=(300, 200), name="p.png"):
    kept = BytesIO()
    Image.new("RGB", size, "navy").save(kept, kind)
    return SimpleUploadedFile(name, kept.getvalue())


@pytest.mark.django_db(transaction=True)
def test_a_picture_is_kept_small_and_square_and_the_former_one_goes():
    nadia = account("Nadia Benali", "nadia")
    change_picture(by(nadia), nadia, pictures.portrait(picture()))
    first = User.objects.get(pk=nadia.pk).avatar
    with default_storage.open(first) as file, Image.open(file) as kept:
        assert (kept.format, kept.size) == ("WEBP", (pictures.SIDE, pictures.SIDE))
    change_picture(by(nadia), nadia, pictures.portrait(picture("JPEG")))
    second = User.objects.get(pk=nadia.pk).avatar
    assert (default_storage.exists(first), default_storage.exists(second)) == (False, True)
    change_picture(by(nadia), nadia, None)
    assert (User.objects.get(pk=nadia.pk).avatar, default_storage.exists(second)) == ("", False)


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("p.png", b"not a picture"),
        SimpleUploadedFile("p.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
        picture("GIF"),
        SimpleUploadedFile("p.png", picture().read()[:60]),
        SimpleUploadedFile("p.png", b"\0" * (pictures.HEAVIEST + 1)),
    ],
    ids=["text", "svg", "gif", "cut short", "heavy"],
)
def test_other_files_are_refused(file):
    with pytest.raises(Invalid) as refused:
        pictures.portrait(file)
    assert refused.value.field == "picture"


def test_a_picture_that_unfolds_beyond_memory_is_refused(monkeypatch):
    monkeypatch.setattr(pictures, "LARGEST", 100)
    with pytest.raises(Invalid, match="pixels"):
        pictures.portrait(picture())


def test_a_user_name_needs_the_password(nadia, paul):
    change_username(by(nadia), nadia, "Nadia.B", PASSWORD)
    with pytest.raises(Invalid):
        change_username(by(paul), paul, "paul", "autre chose")
    with pytest.raises(Invalid):
        change_username(by(paul), paul, "NADIA.B", PASSWORD)
    assert (columns(nadia)["username"], columns(paul)["username"]) == ("nadia.b", None)


def test_an_administrator_edits_what_they_are_given_and_nothing_else(nadia, paul):
    with writes_allowed():
        User.objects.filter(pk=paul.pk).update(role="administrator")
    edit_profile(by(paul), nadia, phone="01 23")
    assert (columns(nadia)["name"], columns(nadia)["phone"]) == ("Nadia Benali", "01 23")
    with pytest.raises(Refused):
        edit_preferences(by(paul), nadia, theme="dark")
