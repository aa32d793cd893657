"""What cards hold: tasks, comments, files and links."""

from django.core.files.uploadedfile import SimpleUploadedFile

from projets.boards.actions.comments import write_comment
from projets.boards.models import Attachment, Comment
from projets.usecase.models import Event


def form(asking, path, **fields):
    """What a form sends; not checked against the document."""
    return asking.client.post(f"/api/v1/{path}", fields, headers={"authorization": f"Bearer {asking.secret}"})


def test_task_lists_and_tasks(boards, editor, editor_asking):
    steps = editor_asking.post("cards/PORT-1/task-lists", {"name": "Étapes"})
    assert steps.status_code == 201
    id = steps.json()["id"]
    made = editor_asking.post(f"task-lists/{id}/tasks", {"names": ["Lire", "Écrire"]}).json()["tasks"]
    assert [task["name"] for task in made] == ["Lire", "Écrire"]
    done = editor_asking.post("tasks/finish", {"task_ids": [made[0]["id"]], "done": True}).json()["tasks"]
    assert done[0]["done_at"]
    assert editor_asking.get("cards/PORT-1").json()["tasks_done"] == 1
    changes = {"name": "Relire", "assignee_id": str(editor.user_id), "due_at": "2027-01-05T12:00:00Z", "position": 1}
    task = editor_asking.patch(f"tasks/{made[1]['id']}", changes).json()
    assert (task["name"], task["assignee_id"], task["due_at"]) == (
        "Relire",
        str(editor.user_id),
        "2027-01-05T22:59:59Z",
    )
    assert editor_asking.patch(f"tasks/{task['id']}", {"assignee_id": None}).json()["assignee_id"] is None
    (shown,) = editor_asking.get("cards/PORT-1/task-lists").json()["task_lists"]
    assert [one["name"] for one in shown["tasks"]] == ["Relire", "Lire"]
    assert editor_asking.patch(f"task-lists/{id}", {"on_front": True}).json()["on_front"] is True


def test_a_task_becomes_a_card_and_a_card_a_task(boards, editor_asking):
    id = editor_asking.post("cards/PORT-1/task-lists", {"name": "Étapes"}).json()["id"]
    (task,) = editor_asking.post(f"task-lists/{id}/tasks", {"names": ["Lire"]}).json()["tasks"]
    made = editor_asking.post(f"tasks/{task['id']}/card", {"list_id": str(boards.todo.pk)})
    assert (made.status_code, made.json()["cards"][0]["title"]) == (201, "Lire")
    (linked,) = editor_asking.post(f"task-lists/{id}/links", {"card_ids": ["PORT-2"]}).json()["tasks"]
    assert linked["linked_card_id"] == str(boards.card("B").pk)


def test_tasks_go_to_the_bin_and_back(boards, editor_asking):
    id = editor_asking.post("cards/PORT-1/task-lists", {"name": "Étapes"}).json()["id"]
    (task,) = editor_asking.post(f"task-lists/{id}/tasks", {"names": ["Lire"]}).json()["tasks"]
    for path in (f"tasks/{task['id']}", f"task-lists/{id}"):
        assert editor_asking.delete(path).json()["binned_at"]
        assert editor_asking.post(f"{path}/restore").json()["binned_at"] is None


def test_comments(boards, editor, editor_asking):
    said = editor_asking.post("cards/PORT-1/comments", {"text": f"Bonjour @[]({editor.user_id})"})
    assert (said.status_code, said.json()["author_id"]) == (201, str(editor.user_id))
    path = f"comments/{said.json()['id']}"
    changed = editor_asking.patch(path, {"text": "Bonsoir", "text_version": 1})
    assert (changed.json()["text"], changed.json()["text_version"]) == ("Bonsoir", 2)
    assert changed.json()["edited_at"]
    refused = editor_asking.patch(path, {"text": "Bonne nuit", "text_version": 1})
    assert (refused.status_code, refused.json()["version"]) == (409, 2)
    reacted = editor_asking.put(f"{path}/reaction", {"word": "thanks", "said": True}).json()
    assert reacted["said"] == {"thanks": [str(editor.user_id)]}
    assert editor_asking.get(path).json() == reacted
    versions = editor_asking.get(f"{path}/versions").json()["versions"]
    assert [one["text"] for one in versions] == [f"Bonjour @[]({editor.user_id})", "Bonsoir"]
    assert editor_asking.delete(path).json()["binned_at"]
    assert editor_asking.get("cards/PORT-1/comments").json()["items"] == []
    assert editor_asking.post(f"{path}/restore").json()["text"] == "Bonsoir"


def test_comments_come_page_by_page_the_newest_first(boards, editor, editor_asking):
    for text in "123":
        write_comment(editor, boards.card("A"), text)
    first = editor_asking.get("cards/PORT-1/comments?limit=2").json()
    assert [one["text"] for one in first["items"]] == ["3", "2"]
    second = editor_asking.get(f"cards/PORT-1/comments?limit=2&cursor={first['next']}").json()
    assert ([one["text"] for one in second["items"]], second["next"]) == (["1"], None)


def test_only_its_author_changes_a_comment(boards, editor, asking):
    write_comment(editor, boards.card("A"), "Bonjour")
    id = Comment.objects.get().pk
    other = asking(boards.member("editor", name="Zoé"), "write")
    assert other.patch(f"comments/{id}", {"text": "Pris"}).status_code == 403
    assert asking(boards.member(None), "write").patch(f"comments/{id}", {"text": "Pris"}).status_code == 404
    assert Comment.objects.get().text == "Bonjour"


def test_versions_of_a_description(boards, editor_asking):
    for text in ("Un", "Deux"):
        editor_asking.patch("cards/PORT-1", {"description": text})
    assert [one["text"] for one in editor_asking.get("cards/PORT-1/versions").json()["versions"]] == ["Un", "Deux"]


def test_files_and_links(boards, editor_asking):
    files = [SimpleUploadedFile(f"note-{name}.txt", b"Lu et relu.", "text/plain") for name in "ab"]
    sent = form(editor_asking, "cards/PORT-1/attachments", files=files)
    assert sent.status_code == 201
    first, second = sent.json()["attachments"]
    assert (first["name"], second["size"]) == ("note-a.txt", 11)
    assert "key" not in first
    bytes_ = editor_asking.get(first["file"])
    assert b"".join(bytes_.streaming_content) == b"Lu et relu."
    part = editor_asking.get(first["file"], range="bytes=0-1")
    assert (part.status_code, b"".join(part.streaming_content)) == (206, b"Lu")
    beyond = editor_asking.get(first["file"], range="bytes=50-")
    assert (beyond.status_code, beyond.json()["status"]) == (416, 416)
    link = editor_asking.post("cards/PORT-1/links", {"url": "https://exemple.fr/a"}).json()
    assert (link["url"], link["file"]) == ("https://exemple.fr/a", None)
    assert editor_asking.get(f"attachments/{link['id']}/file").status_code == 404
    assert editor_asking.patch(f"attachments/{link['id']}", {"name": "Annexe"}).json()["name"] == "Annexe"
    assert editor_asking.delete(f"attachments/{link['id']}").json()["binned_at"]
    assert len(editor_asking.get("cards/PORT-1/attachments").json()["attachments"]) == 2
    assert editor_asking.post(f"attachments/{link['id']}/restore").json()["binned_at"] is None


def test_what_is_no_file(boards, editor_asking, asking):
    before = Event.objects.count()
    assert form(editor_asking, "cards/PORT-1/attachments").status_code == 422
    assert form(editor_asking, "cards/PORT-1/attachments", files=SimpleUploadedFile("a", b"")).status_code == 422
    broken = editor_asking.client.post(
        "/api/v1/cards/PORT-1/attachments",
        b"--x\r\nnothing",
        content_type="multipart/form-data",
        headers={"authorization": f"Bearer {editor_asking.secret}"},
    )
    assert broken.status_code == 400
    assert editor_asking.post("cards/PORT-1/links", {"url": "javascript:alert(1)"}).status_code == 422
    reader = asking(boards.member("reader"), "write")
    assert form(reader, "cards/PORT-1/attachments", files=SimpleUploadedFile("a", b"a")).status_code == 403
    assert (Event.objects.count() - before, Attachment.objects.count()) == (1, 0)  # the reader's token
