"""What people say on a card: comments, their versions, and words instead of comments."""

from typing import Literal

from ninja import Query

from projets.api.v1 import models, rows, shapes
from projets.api.v1.answers import send, send_read
from projets.api.v1.door import WRITE, api
from projets.api.v1.once import acted_on, made, once
from projets.api.v1.paging import Paged, page
from projets.api.v1.parsing import CardRef, Id, Prose, Sent, left_out
from projets.boards import events
from projets.boards.actions import comments as actions
from projets.boards.actions.restoring import restore_content
from projets.boards.actions.saving import state
from projets.boards.models import Comment, TextVersion
from projets.boards.queries import text_of

TAGS = ["comments"]


class Said(Sent):
    text: Prose


class SaidOtherwise(Sent):
    text: Prose
    text_version: int = left_out()


class Reaction(Sent):
    word: Literal["agreed", "thanks", "seen"]
    said: bool


class Version(models.Out):
    version: int
    text: str
    author_id: Id | None
    written_at: models.At


@api.get("/cards/{id}/comments", response=models.page_of(models.Comment), tags=TAGS)
def list_comments(request, id: CardRef, paged: Query[Paged]):
    """The newest first. Somebody who is mentioned stands in a text as `@[](id)`."""
    card = rows.card(id)(request.actor)
    return send(page(Comment.objects.filter(card=card, binned_at=None), paged, _items, newest_first=True))


@api.post("/cards/{id}/comments", response={201: models.Comment}, auth=WRITE, tags=TAGS)
def write_comment(request, id: CardRef, body: Said):
    """Say something on a card."""
    act = once(
        request,
        actions.write_comment,
        rows.card(id),
        lambda actor, card: actions.write_comment(actor, card, body.text),
    )
    return acted_on(act, Comment, made(act, events.CommentWritten)[0].id, _item, 201)


@api.get("/comments/{id}", response=models.Comment, tags=TAGS)
def read_comment(request, id: Id):
    """One comment, as it is now."""
    (shown,) = _items([rows.one(Comment, id)(request.actor)])
    return send_read(request, shown["etag"], shown)


@api.patch("/comments/{id}", response=models.Comment, auth=WRITE, tags=TAGS)
def edit_comment(request, id: Id, body: SaidOtherwise):
    """Say it otherwise, as a new version; 409 when another came after the `text_version` that you read."""
    act = once(
        request,
        actions.edit_comment,
        rows.one(Comment, id),
        lambda actor, comment: actions.edit_comment(actor, comment, body.text, body.text_version),
    )
    return acted_on(act, Comment, id, _item)


@api.delete("/comments/{id}", response=models.Comment, auth=WRITE, tags=TAGS)
def bin_comment(request, id: Id):
    """Throw it into the bin: one's own, or anybody's for who manages the project."""
    return acted_on(once(request, actions.bin_comment, rows.one(Comment, id), actions.bin_comment), Comment, id, _item)


@api.post("/comments/{id}/restore", response=models.Comment, auth=WRITE, tags=TAGS)
def restore_comment(request, id: Id):
    """Take a comment out of the bin."""
    act = once(
        request, restore_content, rows.in_bin(Comment, id), lambda actor, comment: restore_content(actor, [comment])
    )
    return acted_on(act, Comment, id, _item)


@api.put("/comments/{id}/reaction", response=models.Comment, auth=WRITE, tags=TAGS)
def react(request, id: Id, body: Reaction):
    """Say one word of a comment, or take it back."""
    act = once(
        request,
        actions.react,
        rows.one(Comment, id),
        lambda actor, comment: actions.react(actor, comment, body.word, body.said),
    )
    return acted_on(act, Comment, id, _item)


@api.get("/comments/{id}/versions", response=models.paged("Versions", versions=Version), tags=TAGS)
def comment_versions(request, id: Id, paged: Query[Paged]):
    """All that a comment has said, the first version first."""
    return _versions(rows.one(Comment, id)(request.actor), paged)


@api.get("/cards/{id}/versions", response=models.paged("Versions", versions=Version), tags=TAGS)
def description_versions(request, id: CardRef, paged: Query[Paged]):
    """All that the description of a card has said, the first version first."""
    return _versions(rows.card(id)(request.actor), paged)


def _versions(owner, paged):
    return send(page(TextVersion.objects.filter(owner_id=owner.pk), paged, _versions_shown, name="versions"))


def _versions_shown(found):
    return [
        {
            "version": one.version,
            "text": one.text,
            "author_id": str(one.author_id) if one.author_id else None,
            "written_at": shapes.moment(one.written_at),
        }
        for one in found
    ]


def _items(comments):
    said = actions.words_said([comment.pk for comment in comments])
    return [
        shapes.item(state(comment))
        | {
            "text": comment.text,
            "edited_at": shapes.moment(comment.edited_at),
            "said": shapes.sent("said", said[comment.pk]),
        }
        for comment in comments
    ]


def _item(after):
    """As an act left it."""
    edited = Comment.objects.filter(pk=after.id).values_list("edited_at", flat=True).first()
    return shapes.item(after) | {
        "text": text_of(after.id, after.text_version),
        "edited_at": shapes.moment(edited),
        "said": shapes.sent("said", actions.words_said([after.id])[after.id]),
    }
