"""Who works on a board, in which role; who leaves it leaves its cards."""

from django.utils.translation import gettext_lazy as _

from projets.boards import events
from projets.boards.actions.saving import create, delete, save, states
from projets.boards.belonging import require_may_bring
from projets.boards.models import BoardSubscription, Card, CardSubscription, Membership, Task
from projets.boards.queries import assignable_ids
from projets.boards.teams import roles_by_team
from projets.usecase.action import action
from projets.usecase.errors import Conflict, Invalid

GUEST_ROLES = (Membership.Role.READER, Membership.Role.COMMENTER, Membership.Role.CONTRIBUTOR)


@action("board", "user")
def add_member(actor, board, user, role=Membership.Role.EDITOR):
    if not user.is_active:
        raise Invalid(_("This account is closed: choose somebody else."), field="user")
    if user.is_guest:
        raise Invalid(_("This is a guest: invite them on the page “Share” of the board, until a day."), field="user")
    if Membership.objects.filter(board=board, user=user).exists():
        raise Conflict(_("This person is a member of the board already: change their role instead."))
    require_may_bring(actor, board.project_id, user)
    create(events.MembershipAdded, Membership(board=board, user=user, role=a_role(role)))


@action("membership")
def change_role(actor, membership, role):
    were = states([membership])
    if membership.ends_at and role not in GUEST_ROLES:
        raise Invalid(_("A guest is a reader, a commenter or a contributor."), field="role")
    membership.role, membership.by_hand = a_role(role), True
    save(events.MembershipChanged, were, touch=True)


@action("membership")
def remove_member(actor, membership):
    """A manager does it, or the person themselves. They leave the board's cards and tasks, unless they manage it.

    Who is there by a team as well is so by the team alone from then on.
    """
    key = (membership.board_id, membership.user_id)
    by_team = roles_by_team([membership.user_id], [membership.board_id]).get(key)
    if by_team and not membership.by_hand:
        raise Conflict(_("A team brings this person here: take them off the team, or the team off the board."))
    if by_team:
        were = states([membership])
        membership.role, membership.by_hand = by_team, False
        save(events.MembershipChanged, were)
        return
    delete(events.MembershipRemoved, membership)
    take_off_cards([membership.board], membership.user_id)


def take_off_cards(boards, person_id):
    """Of those boards that somebody no longer sees: off the cards, their tasks nobody's, no news of them."""
    boards = {board.pk for board in boards}
    seeing = assignable_ids(boards)
    left = [board for board in sorted(boards) if person_id not in seeing[board]]
    cards = Card.objects.filter(board__in=left)
    on = states(list(cards.filter(card_members__person_id=person_id).order_by("pk").to_act_on()))
    for card in on:
        card.member_ids = tuple(one for one in card.member_ids if one != person_id)
        card.responsible_id = None if card.responsible_id == person_id else card.responsible_id
    save(events.CardAssigned, on)
    tasks = states(Task.objects.filter(task_list__card__board__in=left, assignee_id=person_id).order_by("pk"))
    for task in tasks:
        task.assignee_id = None
    save(events.TaskEdited, tasks)
    BoardSubscription.objects.filter(board__in=left, user=person_id).delete()
    CardSubscription.objects.filter(card__board__in=left, user=person_id).delete()


def a_role(role):
    if role not in Membership.Role.values:
        raise Invalid(_("This role does not exist: choose among those shown."), field="role")
    return role
