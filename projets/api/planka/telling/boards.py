"""Boards and who works on them."""

from projets.accounts.models import User
from projets.api.planka.items.boards import board_item, membership_item
from projets.api.planka.items.users import public
from projets.api.planka.telling import audience, parents
from projets.api.planka.telling.told import Told, teller
from projets.boards import events
from projets.boards.models import Board, Membership


@teller(events.BoardFact)
def tell(it):
    """On the board's own stream, but a push by another board, which is on its project's alone."""
    id, made = it.now.id, it.was is None or it.what == "restored"
    if it.what != "shifted" and it.stream != f"board:{id}":
        return

    def around():
        return parents.of_project(it.now.project_id)

    if made:
        item, who = board_item(it.now, None), it.who if it.was is None else None
        mine = [membership_item(one, it.now.project_id) for one in Membership.objects.filter(board=id, user=who)]
        others = audience.of_people_of_board(id, but={who})
        yield Told("boardCreate", item, others, included={"boardMemberships": []}, hooked=False)
        yield Told(
            "boardCreate",
            item,
            audience.of_person(who),
            included={"boardMemberships": mine},
            more=it.request_id(),
            parents=lambda: around() | {"boardMemberships": mine},
        )
    else:
        yield from it.told("board", board_item, audience.of_people_of_board(id), around)


@teller(events.MembershipFact)
def tell_membership(it):
    """The person is told wherever they are; the others where they have the board open, and of whom it is."""
    if it.stream != f"board:{it.now.board_id}" or it.among("board.created"):
        return
    project = Board.objects.values_list("project", flat=True).get(pk=it.now.board_id)

    def show(state, updated_at):
        return membership_item(state, project, updated_at)

    def around():
        return (parents.of_user(it.now.user_id) if it.what != "changed" else {}) | parents.of_board(it.now.board_id)

    person = User.objects.filter(pk=it.now.user_id).first()
    included = {"users": [public(person)] if person else []} if it.was is None else {}
    yield from it.told("boardMembership", show, audience.of_person(it.now.user_id), around)
    for told in it.told("boardMembership", show, audience.of_board_but(it.now.board_id, it.now.user_id)):
        yield Told(told.name, told.item, told.to, included=included, hooked=False)
