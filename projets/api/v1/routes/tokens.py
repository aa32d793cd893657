"""Keys of programs: made, listed and revoked by their owner."""

from typing import Literal

from ninja import Query

from projets.accounts.actions.tokens import make_token, revoke_token
from projets.accounts.models import Token
from projets.accounts.tokens import Secret, tokens_of
from projets.api.v1 import models, rows, shapes
from projets.api.v1.answers import nothing, send
from projets.api.v1.door import ADMIN, api
from projets.api.v1.once import acted, once
from projets.api.v1.paging import Paged, page
from projets.api.v1.parsing import Id, Line, Moment, Sent, ids
from projets.boards.models import Project
from projets.boards.queries import find


class NewToken(Sent):
    name: Line
    scope: Literal["read", "write", "admin"] = "read"
    project_ids: ids() | None = None
    expires_at: Moment | None = None


class MadeToken(models.Token):
    secret: str | None


@api.get("/tokens", response=models.paged("Tokens", tokens=models.Token), tags=["tokens"])
def list_tokens(request, paged: Query[Paged]):
    """Your tokens that still open, and those that ended less than a month ago; the newest first.

    One made for some projects sees itself alone.
    """
    found = tokens_of(request.user)
    if request.actor.projects is not None:
        found = found.filter(pk=request.token.pk)
    return send(page(found, paged, _items, newest_first=True, name="tokens"))


@api.post("/tokens", response={201: MadeToken}, auth=ADMIN, tags=["tokens"])
def create_token(request, body: NewToken):
    """Make a token. Its `secret` is in this answer alone: sent again with the same key, this answers null for it.

    It may no more than the token you ask with, and ends with it (`parent_id`); without `expires_at`, when it does.
    """
    secret = Secret.made()
    wanted = body.project_ids
    act = once(
        request,
        make_token,
        lambda actor: None if wanted is None else rows.many(Project, wanted)(actor),
        lambda actor, projects: make_token(
            actor, request.user, body.name, secret, body.scope, projects, body.expires_at
        ),
    )
    (token,) = find(Token.objects, act.facts[0].after.id)
    opens = secret.text if token.digest == secret.digest else None
    return acted(act, shapes.token_item(token) | {"secret": opens}, 201)


@api.delete("/tokens/current", response={204: None}, tags=["tokens"])
def delete_current_token(request):
    """Revoke the token you ask with, whatever its scope, and those that it made: it has leaked, or is not needed."""
    act = once(request, revoke_token, lambda actor: request.token, revoke_token)
    return nothing({"Projets-Act": str(act.pk)})


@api.delete("/tokens/{id}", response={204: None}, auth=ADMIN, tags=["tokens"])
def delete_token(request, id: Id):
    """Revoke a token: it opens nothing any more, nor do those that it made."""
    mine = Token.objects.filter(user=request.user)
    act = once(request, revoke_token, lambda actor: find(mine, id)[0], revoke_token)
    return nothing({"Projets-Act": str(act.pk)})


def _items(tokens):
    return [shapes.token_item(token) for token in tokens]
