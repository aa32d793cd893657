from django.db.models import Q

from projets.accounts.models import User
from projets.api.planka import content
from projets.api.planka.calling import delete, get, patch, post
from projets.api.planka.items.comments import CommentItem, names_in
from projets.api.planka.items.comments import comments as items
from projets.api.planka.items.users import UserItem, seen_by
from projets.api.planka.parameters import Id, Text
from projets.api.planka.refusals import not_found
from projets.boards import prose
from projets.boards.actions import comments as actions
from projets.boards.models import Card, Comment
from projets.boards.queries import seen

PAGE = 50
TEXT = Text("text", most=1_048_576, required=True)


@get(
    "/cards/{card}/comments",
    Id("beforeId"),
    of="Card",
    answers={"items": list[CommentItem], "included": {"users": list[UserItem]}},
)
def index(call, given, card):
    """The comments of a card, the latest first; `beforeId` need not be there any more."""
    card = content.find_card(call.actor, card)
    found = Comment.objects.filter(card=card, binned_at=None).order_by("-written_at", "-pk")
    if before := given.get("beforeId"):
        found = found.filter(_older_than(before))
    found = list(found[:PAGE])
    authors = User.objects.filter(pk__in={one.author_id for one in found}, pseudonym=None).order_by("pk")
    return {"items": items(found), "included": {"users": [seen_by(call.user, user) for user in authors]}}


@post("/cards/{card}/comments", TEXT, of="Card", answers={"item": CommentItem})
def create(call, given, card):
    """Writes a comment."""
    [card] = seen(call.actor, Card, card)
    act = actions.write_comment(call.actor, card, _kept(given["text"]))
    return {"item": _now(act.facts[0].after.id)}


@patch("/comments/{comment}", Text("text", most=1_048_576), of="Comment", answers={"item": CommentItem})
def edit(call, given, comment):
    """Changes one's own comment; somebody else's is not there to be changed."""
    [comment] = seen(call.actor, Comment, comment)
    if comment.author_id != call.user.pk:
        raise not_found("Comment")
    actions.edit_comment(call.actor, comment, _kept(given["text"]) if "text" in given else comment.text)
    return {"item": _now(comment.pk)}


@delete("/comments/{comment}", of="Comment", answers={"item": CommentItem})
def remove(call, given, comment):
    """Takes a comment away, into the bin."""
    [comment] = seen(call.actor, Comment, comment)
    actions.bin_comment(call.actor, comment)
    return {"item": items([comment])[0]}


def _kept(text):
    return prose.from_api(text, names_in(text))


def _now(id):
    return items(Comment.objects.filter(pk=id))[0]


def _older_than(id):
    """Imported comments are older than their ids."""
    known = Comment.objects.filter(pk=id).values_list("written_at", flat=True).first()
    return Q(pk__lt=id) if known is None else Q(written_at__lt=known) | Q(written_at=known, pk__lt=id)
