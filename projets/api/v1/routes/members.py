"""Who works on a board, and finding whom one may invite."""

from typing import Literal

from ninja import Query

from projets.accounts.models import User
from projets.api.v1 import models, rows, shapes
from projets.api.v1.answers import nothing, send
from projets.api.v1.door import ADMIN, api
from projets.api.v1.once import acted, acted_on, made, once
from projets.api.v1.paging import Paged, part
from projets.api.v1.parsing import Id, Sent
from projets.boards import events
from projets.boards.actions import memberships as actions
from projets.boards.colleagues import matching, may_add_people
from projets.boards.models import Board, Membership
from projets.boards.queries import find
from projets.usecase.errors import Refused, Why
from projets.usecase.rights import require

TAGS = ["members"]
Role = Literal["editor", "contributor", "commenter", "reader"]


class NewMember(Sent):
    user_id: Id
    role: Role = "editor"


class RoleChange(Sent):
    role: Role


class Named(Paged):
    search: str


class Colleague(models.Out):
    id: Id
    name: str
    email: str


@api.get("/people", response=models.paged("Colleagues", people=Colleague), tags=TAGS)
def find_people(request, asked: Query[Named]):
    """Active accounts by a part of their name or address, by name; for who may invite somebody."""
    if request.actor.projects is not None or not may_add_people(request.actor):
        raise Refused("add_member", Why.ROLE_TOO_LOW)
    return send(part(matching(asked.search[:100], most=None), asked, _people, name="people"))


@api.post("/boards/{id}/members", response={201: models.Membership}, auth=ADMIN, tags=TAGS)
def add_member(request, id: Id, body: NewMember):
    """Let somebody in, as reader, commenter, contributor or editor."""

    def do(actor, board):
        require(actor, "add_member", board)  # before anybody is looked for: else it would tell who has an account
        return actions.add_member(actor, board, find(User.objects, body.user_id)[0], body.role)

    act = once(request, actions.add_member, rows.one(Board, id), do)
    return acted(act, shapes.item(made(act, events.MembershipAdded)[0]), 201)


@api.patch("/memberships/{id}", response=models.Membership, auth=ADMIN, tags=TAGS)
def change_role(request, id: Id, body: RoleChange):
    """Give them another role."""
    act = once(
        request,
        actions.change_role,
        rows.one(Membership, id),
        lambda actor, membership: actions.change_role(actor, membership, body.role),
    )
    return acted_on(act, Membership, id)


@api.delete("/memberships/{id}", response={204: None}, auth=ADMIN, tags=TAGS)
def remove_member(request, id: Id):
    """A manager does it, or the person themselves; they leave the board's cards and tasks."""
    act = once(request, actions.remove_member, rows.one(Membership, id), actions.remove_member)
    return nothing({"Projets-Act": str(act.pk)})


def _people(found):
    return [{"id": str(one.pk), "name": one.name, "email": one.email} for one in found]
