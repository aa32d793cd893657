"""What people say on a card: comments, their versions, and words instead of comments."""

from collections import defaultdict

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projets.boards import events
from projets.boards.actions.counting import recount
from projets.boards.actions.saving import create, save, states, tell
from projets.boards.actions.subscribing import follow_as_wished
from projets.boards.models import Comment, Reaction, TextVersion
from projets.boards.wording import prose
from projets.usecase.action import action
from projets.usecase.errors import Invalid, Outdated


@action("card")
def write_comment(actor, card, text):
    """The log says that there is a version 1; the text is kept beside it. Mentions are `@[](id)`."""
    comment = Comment(card=card, author_id=actor.user_id, text=_said(text), written_at=timezone.now())
    create(events.CommentWritten, comment)
    _keep_version(comment, actor)
    recount([card])
    follow_as_wished(actor, [card], "subscribe_to_card_when_commenting")


@action("comment")
def edit_comment(actor, comment, text, read_version=None):
    """Say it otherwise, as a new version; Outdated when another came after the one that was read."""
    text = _said(text)
    if read_version is not None and read_version != comment.text_version:
        raise Outdated(_("This comment was changed elsewhere meanwhile: compare both texts."), comment.text_version)
    if text == comment.text:
        return
    were = states([comment])
    comment.text, comment.edited_at = text, timezone.now()
    comment.text_version += 1
    Comment.objects.filter(pk=comment.pk).update(text=text, edited_at=comment.edited_at)
    _keep_version(comment, actor)
    save(events.CommentEdited, were)


@action("comment")
def bin_comment(actor, comment):
    were = states([comment])
    comment.binned_at = timezone.now()
    save(events.CommentBinned, were)
    recount([comment.card])


@action("comment")
def react(actor, comment, word, said=True):
    """Say one word of a comment, or take it back."""
    if word not in Reaction.Word.values:
        raise Invalid(_("This word is not one of ours: choose among those shown."), field="word")
    before = words_said([comment.pk])[comment.pk]
    if said:
        Reaction.objects.get_or_create(comment=comment, user_id=actor.user_id, word=word)
    else:
        Reaction.objects.filter(comment=comment, user_id=actor.user_id, word=word).delete()
    after = words_said([comment.pk])[comment.pk]
    if before != after:
        was, now = (events.ReactionState(comment.pk, comment.card_id, words) for words in (before, after))
        tell(comment, events.CommentReacted(was, now))


def words_said(comment_ids):
    """{comment id: {word: [user ids]}}, in the order in which they were said."""
    said = defaultdict(dict)
    for comment, word, user in (
        Reaction.objects.filter(comment__in=comment_ids).order_by("id").values_list("comment", "word", "user_id")
    ):
        said[comment].setdefault(word, []).append(user)
    return said


def _said(text):
    text = prose(text).strip()
    if not text:
        raise Invalid(_("An empty comment says nothing: type something."), field="text")
    return text


def _keep_version(comment, actor):
    TextVersion.objects.create(
        owner_id=comment.pk, version=comment.text_version, text=comment.text, author_id=actor.user_id
    )
