import pytest
from django.utils import timezone

from projets.boards.models import Comment
from projets.usecase.guard import writes_allowed
from tests.api.planka.client import Planka

NOWHERE = 1357158568008091264


@pytest.fixture
def planka(editor):
    return Planka.of(editor)


@pytest.fixture
def path(boards):
    return f"/api/cards/{boards.card('B').pk}/comments"


def test_a_comment_is_written_changed_and_deleted(planka, boards, editor, path):
    status, body = planka.post(path, {"text": "Bonjour **à tous**"})
    made = body["item"]
    assert (status, made) == (
        200,
        {
            "id": made["id"],
            "createdAt": made["createdAt"],
            "updatedAt": None,
            "text": "Bonjour **à tous**",
            "cardId": str(boards.card("B").pk),
            "userId": str(editor.user_id),
        },
    )
    changed = planka.patch(f"/api/comments/{made['id']}", {"text": "Bonsoir"})[1]["item"]
    assert (changed["text"], changed["updatedAt"] is None) == ("Bonsoir", False)
    assert boards.card("B").comments_total == 1
    assert planka.delete(f"/api/comments/{made['id']}")[1]["item"]["text"] == "Bonsoir"
    assert boards.card("B").comments_total == 0
    gone = planka.delete(f"/api/comments/{made['id']}")
    assert gone == (404, {"code": "E_NOT_FOUND", "message": "Comment not found"})


def test_mentions_come_back_as_they_were_sent_and_follow_a_new_name(planka, boards, editor, path):
    text = f"@[Camille Martin]({editor.user_id}) et @[chef]({editor.user_id}) et @[Inconnue]({NOWHERE})"
    made = planka.post(path, {"text": text})[1]["item"]
    assert made["text"] == text
    assert Comment.objects.get().text == text.replace("Camille Martin", "")
    with writes_allowed():
        type(boards.person("Autre")).objects.filter(pk=editor.user_id).update(name="Camille Petit")
    (shown,) = planka.get(path)[1]["items"]
    assert shown["text"] == text.replace("Camille Martin", "Camille Petit")


def test_the_latest_first_fifty_at_a_time(planka, boards, editor, path):
    with writes_allowed():
        card = boards.card("B")
        Comment.objects.bulk_create(
            Comment(card=card, author_id=editor.user_id, text=str(number), written_at=timezone.now())
            for number in range(60)
        )
    status, body = planka.get(path)
    assert [one["text"] for one in body["items"]] == [str(number) for number in range(59, 9, -1)]
    assert [user["id"] for user in body["included"]["users"]] == [str(editor.user_id)]
    assert "email" in body["included"]["users"][0]  # oneself
    others = Planka.of(boards.member("reader", name="Louise Petit")).get(path)[1]["included"]["users"]
    assert "email" not in others[0]
    status, body = planka.get(f"{path}?beforeId={body['items'][-1]['id']}")
    assert [one["text"] for one in body["items"]] == [str(number) for number in range(9, -1, -1)]
    assert planka.get(f"{path}?beforeId={NOWHERE * 6}")[1]["items"][0]["text"] == "59"


def test_what_somebody_without_account_said_is_nobodys(planka, boards, path):
    with writes_allowed():
        Comment.objects.create(card=boards.card("B"), author_id=NOWHERE, text="Ancien", written_at=timezone.now())
    body = planka.get(path)[1]
    assert (body["items"][0]["userId"], body["included"]["users"]) == (None, [])


@pytest.mark.parametrize("sent", [{}, {"text": ""}, {"text": None}, {"text": "x" * 1_048_577}, {"text": "\ud800"}])
def test_what_is_no_comment(planka, path, sent):
    assert planka.post(path, sent)[0] == 400
    assert Comment.objects.count() == 0


@pytest.mark.parametrize(
    ("role", "writes", "edits", "deletes"),
    [
        ("editor", 200, 404, 403),
        ("contributor", 200, 404, 403),
        ("commenter", 200, 404, 403),
        ("reader", 403, 404, 403),
        ("project manager", 404, 404, 200),
        ("administrator", 404, 404, 404),
        (None, 404, 404, 404),
    ],
)
def test_who_may(boards, planka, path, role, writes, edits, deletes):
    comment = f"/api/comments/{planka.post(path, {'text': 'À moi'})[1]['item']['id']}"
    others = Planka.of(boards.member(role, name="Louise Petit"))
    assert others.post(path, {"text": "Moi aussi"})[0] == writes
    assert others.patch(comment, {"text": "À moi"})[0] == edits
    assert others.delete(comment)[0] == deletes
    assert others.get(path)[0] == (404 if role is None else 200)
