"""The pictures of a project: added, shown, put in the bin, taken out."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from projets.boards.models import BackgroundImage, Project
from projets.usecase.guard import writes_allowed

pytestmark = pytest.mark.django_db


def sent(program, project, name="fond.png", content=None):
    file = BytesIO()
    Image.new("RGB", (8, 6)).save(file, "PNG")
    upload = SimpleUploadedFile(name, content or file.getvalue(), "image/png")
    return program.client.post(
        f"/api/v1/projects/{project.pk}/backgrounds",
        {"file": upload},
        headers={"authorization": f"Bearer {program.secret}", "accept-language": "en"},
    )


def shown(boards):
    return Project.objects.values_list("background", "background_image_id").get(pk=boards.project.pk)


def test_added_shown_put_away_and_taken_out(boards, manager_asking):
    made = sent(manager_asking, boards.project)
    id = made.json()["id"]
    assert (made.status_code, made.json()["name"], made.json()["width"]) == (201, "fond.png", 8)
    assert "key" not in made.json()
    assert shown(boards) == ("", int(id))
    listed = manager_asking.get(f"projects/{boards.project.pk}/backgrounds").json()["backgrounds"]
    assert [one["id"] for one in listed] == [id]
    assert manager_asking.patch(f"projects/{boards.project.pk}", {"background": "bleu"}).status_code == 200
    assert shown(boards) == ("bleu", None)
    again = manager_asking.patch(f"projects/{boards.project.pk}", {"background_image_id": id})
    assert (again.status_code, again.json()["background_image_id"]) == (200, id)
    assert manager_asking.delete(f"backgrounds/{id}").status_code == 200
    assert shown(boards) == ("", None)
    assert manager_asking.get(f"projects/{boards.project.pk}/backgrounds").json() == {"backgrounds": [], "next": None}
    lying = manager_asking.get(f"projects/{boards.project.pk}/bin").json()["items"]
    assert id in [one["id"] for one in lying]
    restored = manager_asking.post(f"backgrounds/{id}/restore")
    assert (restored.status_code, restored.json()["binned_at"]) == (200, None)
    assert BackgroundImage.objects.get().binned_at is None


def test_no_picture_is_refused(boards, manager_asking):
    assert sent(manager_asking, boards.project, content=b"nothing").status_code == 422
    assert (BackgroundImage.objects.count(), shown(boards)) == (0, ("", None))


def test_for_managers_and_within_the_projects_of_a_token(boards, editor, asking, manager_asking):
    id = sent(manager_asking, boards.project).json()["id"]
    assert asking(editor).delete(f"backgrounds/{id}").status_code == 403
    assert sent(asking(editor), boards.project).status_code == 403
    manager = boards.member("project manager", name="Mia Imum")
    with writes_allowed():
        other = Project.objects.create(name="Autre", prefix="AUTR")
        other.managers.create(user_id=manager.user_id)
    bound = asking(manager, projects=[other])
    assert bound.get(f"projects/{boards.project.pk}/backgrounds").status_code == 404
    assert bound.delete(f"backgrounds/{id}").status_code == 404
    assert bound.post(f"backgrounds/{id}/restore").status_code == 404
    assert bound.patch(f"projects/{other.pk}", {"background_image_id": id}).status_code == 404
    assert (BackgroundImage.objects.get().binned_at, shown(boards)) == (None, ("", int(id)))
    assert Project.objects.get(pk=other.pk).background_image_id is None


def test_as_many_queries_however_many(boards, manager_asking, django_assert_num_queries):
    def listed():
        return manager_asking.get(f"projects/{boards.project.pk}/backgrounds").json()["backgrounds"]

    sent(manager_asking, boards.project)
    listed()
    with django_assert_num_queries(4):
        assert len(listed()) == 1
    for _one in range(3):
        sent(manager_asking, boards.project)
    with django_assert_num_queries(4):
        assert len(listed()) == 4
