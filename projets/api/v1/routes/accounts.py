"""All accounts, for administrators of the instance: where people work, when they came, what they may."""

from typing import Annotated, Literal

from ninja import Query
from pydantic import Field, StringConstraints

from projets.accounts.actions.people import set_role
from projets.accounts.models import User
from projets.accounts.queries import require_administrator
from projets.api.v1 import models
from projets.api.v1.answers import nothing, send
from projets.api.v1.door import ADMIN, api
from projets.api.v1.once import once
from projets.api.v1.paging import Paged, cursor_of, next_after
from projets.api.v1.parsing import Id, Sent
from projets.api.v1.shapes import moment, sent
from projets.boards.colleagues import everybody, told_of
from projets.boards.queries import find

TAGS = ["accounts"]
Role = Literal["administrator", "project_owner", "board_user"]


class AccountsAsked(Paged):
    search: Annotated[str, StringConstraints(max_length=100), Field(description="words of a name or an address")] = ""
    is_active: bool | None = None


class AccountPlace(models.Out):
    organisation_id: Id
    organisation_name: str
    service_id: Id | None
    service_name: str | None
    role: str


class AccountLine(models.Out):
    id: Id
    name: str
    email: str
    username: str | None
    organization: str
    role: Role
    is_guest: bool
    is_active: bool
    places: list[AccountPlace]
    sessions: int
    came_at: models.At | None


class AccountRole(Sent):
    role: Role


@api.get("/accounts", response=models.page_of(AccountLine), auth=ADMIN, tags=TAGS)
def list_accounts(request, asked: Query[AccountsAsked]):
    """For administrators: accounts by name; open ones, closed ones or both. `came_at`: when they last signed in, as
    far as it is known; `sessions`: how many browsers of theirs are open."""
    require_administrator(request.actor)
    found, told = everybody(asked.search, asked.is_active), cursor_of(asked.cursor) if asked.cursor else 0
    end = told + asked.limit
    items = [_line(one) for one in told_of(found[told:end])]
    return send({"items": items, "next": next_after(end) if found[end:] else None})


@api.put("/accounts/{id}/role", response={204: None}, auth=ADMIN, tags=TAGS)
def put_role(request, id: Id, body: AccountRole):
    """For administrators: administers the instance, creates projects, or works on the boards of others."""

    def found(actor):
        require_administrator(actor)
        return find(User.objects.all(), id)

    act = once(request, set_role, found, lambda actor, users: set_role(actor, *users, body.role))
    return nothing({"Projets-Act": str(act.pk)})


def _line(told):
    user = told.user
    return {
        "id": str(user.pk),
        **{name: getattr(user, name) for name in ("name", "email", "username", "organization", "role")},
        "is_guest": user.is_guest,
        "is_active": user.is_active,
        "places": [_place(one) for one in told.places],
        "sessions": told.sessions,
        "came_at": moment(told.came_at),
    }


def _place(one):
    return {
        "organisation_id": str(one.organisation_id),
        "organisation_name": one.organisation.name,
        "service_id": sent("service_id", one.service_id),
        "service_name": one.service and one.service.name,
        "role": one.role,
    }
