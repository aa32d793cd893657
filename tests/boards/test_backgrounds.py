import io

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from projets.boards.actions.backgrounds import MOST, add_background, remove_background, restore_background
from projets.boards.actions.bin import purge_bin
from projets.boards.actions.projects import bin_project, create_project, edit_project
from projets.boards.models import BackgroundImage, Board, Project
from projets.boards.queries import blobs_in_use
from projets.boards.uploads import receive
from projets.usecase.actor import Actor
from projets.usecase.errors import Conflict, Invalid, NotFound, Refused


def picture(name="fond.png", side=800):
    file = io.BytesIO()
    Image.new("RGB", (side, side), "navy").save(file, "PNG")
    file.seek(0)
    return receive(file, name)


@pytest.fixture
def manager(boards):
    return boards.member("project manager")


def project_of(boards):
    return Project.objects.get(pk=boards.project.pk)


def added(manager, boards, **given):
    act = add_background(manager, boards.project, picture(**given))
    return BackgroundImage.objects.get(pk=act.facts[0].after.id)


def test_an_image_is_shown_as_soon_as_it_is_there(boards, manager):
    edit_project(manager, boards.project, background="ocean-dive")
    act = add_background(manager, boards.project, picture())
    assert [fact.kind for fact in act.facts] == ["background.added", "project.edited"]
    image = BackgroundImage.objects.get()
    assert (image.width, image.height, sorted(image.previews)) == (800, 800, ["360", "720"])
    assert (project_of(boards).background, project_of(boards).background_image_id) == ("", image.pk)
    assert {image.key, *image.previews.values()} <= blobs_in_use()
    assert default_storage.exists(f"blobs/{image.key[:2]}/{image.key}")


def test_another_background_instead_and_the_image_again(boards, manager):
    image = added(manager, boards)
    edit_project(manager, boards.project, background="rose")
    assert (project_of(boards).background, project_of(boards).background_image_id) == ("rose", None)
    edit_project(manager, boards.project, image=image)
    assert (project_of(boards).background, project_of(boards).background_image_id) == ("", image.pk)
    with pytest.raises(Invalid):
        edit_project(manager, boards.project, background="plaid")


def test_removed_and_restored(boards, manager):
    image = added(manager, boards)
    act = remove_background(manager, image)
    assert [fact.kind for fact in act.facts] == ["background.binned", "project.edited"]
    assert project_of(boards).background_image_id is None
    with pytest.raises(NotFound):
        remove_background(manager, image)
    restore_background(manager, image)
    assert BackgroundImage.objects.standing().get() == image
    bin_project(manager, boards.project)
    with pytest.raises(NotFound):
        remove_background(manager, image)


def test_gone_for_good_after_its_days(boards, manager):
    image = added(manager, boards)
    remove_background(manager, image)
    image.refresh_from_db()
    boards_of = list(Board.objects.filter(project=boards.project))
    purge_bin(Actor(None, "system"), boards.project, boards_of, image.binned_at.replace(year=2100))
    assert not BackgroundImage.objects.exists()
    assert image.key not in blobs_in_use()


def test_what_is_no_picture(boards, manager):
    with pytest.raises(Invalid):
        add_background(manager, boards.project, receive(io.BytesIO(b"bonjour"), "fond.png"))
    assert not BackgroundImage.objects.exists()


def test_so_many_and_no_more(boards, manager):
    one = picture()
    for _again in range(MOST):
        add_background(manager, boards.project, one)
    with pytest.raises(Conflict):
        add_background(manager, boards.project, one)
    assert BackgroundImage.objects.count() == MOST


@pytest.mark.parametrize("role", ["editor", "administrator", None])
def test_who_may_not(boards, role):
    with pytest.raises(Refused):
        add_background(boards.member(role), boards.project, picture())
    assert not BackgroundImage.objects.exists()


def test_an_image_of_another_project(boards, manager):
    person = boards.person()
    act = create_project(Actor(person.pk, "web"), person, "Ailleurs")
    other = Project.objects.get(pk=act.facts[0].after.id)
    add = add_background(Actor(person.pk, "web"), other, picture())
    image = BackgroundImage.objects.get(pk=add.facts[0].after.id)
    with pytest.raises((Invalid, Refused)):
        edit_project(manager, boards.project, image=image)
    assert project_of(boards).background_image_id is None
