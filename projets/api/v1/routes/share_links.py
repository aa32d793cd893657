"""Read-only links: whoever has the address reads a board, until a day."""

from django.conf import settings
from django.urls import reverse
from ninja import Query

from projets.accounts.queries import require_administrator
from projets.api.v1 import models, rows, shapes
from projets.api.v1.administration import administered, unseen
from projets.api.v1.answers import nothing, send
from projets.api.v1.door import ADMIN, api
from projets.api.v1.once import acted_to, of_what_is_unseen, once
from projets.api.v1.paging import Paged, page
from projets.api.v1.parsing import Id, Line, Moment, Sent
from projets.api.v1.states import state
from projets.boards.models import Board
from projets.boards.queries import find
from projets.boards.sharing.actions import links as actions
from projets.boards.sharing.models import Link
from projets.boards.sharing.queries import STANDS, of_projects_of, standing_links
from projets.boards.sharing.secrets import digest_of, new_secret
from projets.usecase.rights import require

TAGS = ["sharing"]


class NewShareLink(Sent):
    name: Line
    expires_at: Moment
    password: Line = ""
    hides_names: bool = False
    hides_comments: bool = False
    hides_files: bool = False


class LinkKnownOf(models.Out):
    """A link as those know it who look after many."""

    id: Id
    board_id: Id | None
    has_password: bool
    hides_names: bool
    hides_comments: bool
    hides_files: bool
    made_by_id: Id | None
    made_at: models.At
    expires_at: models.At
    opened_at: models.At | None
    times_opened: int
    etag: str


class ShareLink(LinkKnownOf):
    name: str
    revoked_at: models.At | None


class MadeShareLink(ShareLink):
    address: str | None


class PlacedLink(LinkKnownOf):
    project_name: str | None
    board_name: str | None


@api.get("/boards/{id}/share-links", response=models.page_of(ShareLink), tags=TAGS)
def list_board_links(request, id: Id, paged: Query[Paged]):
    """The read-only links that open a board, or would but for a switch; for those who may make some."""
    board = rows.one(Board, id)(request.actor)
    require(request.actor, "make_link", board)
    return send(page(standing_links(board=board), paged, lambda found: [_link(one) for one in found]))


@api.post("/boards/{id}/share-links", response={201: MadeShareLink}, auth=ADMIN, tags=TAGS)
def make_link(request, id: Id, body: NewShareLink):
    """Let whoever has an address read the board until a day.

    `address` is in this answer alone: sent again with the same key, this answers null for it.
    """
    secret = new_secret()
    act = once(
        request,
        actions.make_link,
        rows.one(Board, id),
        lambda actor, board: actions.make_link(actor, board, secret, **body.dict()),
    )
    (link,) = find(Link.objects.select_related("use"), act.facts[0].after.id)
    address = settings.BASE_URL + reverse("shared_board", args=[secret]) if link.digest == digest_of(secret) else None
    return acted_to(act, state(link), lambda _state: _link(link) | {"address": address})


@api.delete("/share-links/{id}", response={204: None}, auth=ADMIN, tags=TAGS)
def revoke_link(request, id: Id):
    """It opens nothing any more. Administrators revoke any, those of an organisation any of its projects."""
    found = unseen(Link.objects, id, actions.revoke_link)
    act = once(request, actions.revoke_link, found, actions.revoke_link, require_seeing=of_what_is_unseen)
    return nothing({"Projets-Act": str(act.pk)})


@api.get("/share-links", response=models.page_of(PlacedLink), auth=ADMIN, tags=TAGS)
def list_all_links(request, paged: Query[Paged]):
    """All links of the instance, for administrators; of private projects not what they are called."""
    require_administrator(request.actor)
    return send(page(standing_links(**STANDS), paged, _placed_links))


@api.get("/organisations/{id}/share-links", response=models.page_of(PlacedLink), auth=ADMIN, tags=TAGS)
def list_links_of_organisation(request, id: Id, paged: Query[Paged]):
    """The links that its projects let out, for who administers it; of private ones not what they are called."""
    theirs = of_projects_of(administered(request.actor, id))
    return send(page(standing_links(**theirs), paged, _placed_links))


def _link(link):
    return _known_link(link) | {"name": link.name, "revoked_at": shapes.moment(link.revoked_at)}


def _known_link(link):
    use = getattr(link, "use", None)
    switches = ("has_password", "hides_names", "hides_comments", "hides_files")
    return {
        "id": str(link.pk),
        "board_id": str(link.board_id),
        "made_by_id": shapes.sent("made_by_id", link.made_by),
        "made_at": shapes.moment(link.made_at),
        "expires_at": shapes.moment(link.expires_at),
        "opened_at": shapes.moment(use.used_at) if use else None,
        "times_opened": use.times if use else 0,
        "etag": shapes.tag(state(link)),
    } | {name: getattr(link, name) for name in switches}


def _placed_links(found):
    return [placed(_known_link(one), one.board) for one in found]


def placed(shown, board):
    """Of a private project: that there is something, not where."""
    if not board.project.is_shared:
        return shown | {"board_id": None, "project_name": None, "board_name": None}
    return shown | {"project_name": board.project.name, "board_name": board.name}
