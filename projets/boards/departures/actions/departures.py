"""Somebody leaves: their account is closed at once; then each thing they held is given to somebody who stays."""

from django.utils.translation import gettext_lazy as _

from projets.accounts.actions.people import deactivate_user
from projets.accounts.models import User
from projets.accounts.organisations.models import Affiliation
from projets.accounts.permissions import FOUNDERS
from projets.boards import events as boards_events
from projets.boards.actions.memberships import take_off_cards
from projets.boards.actions.projects import dismiss, let_manage
from projets.boards.actions.saving import create, delete, save, states
from projets.boards.belonging import require_may_bring
from projets.boards.departures import events
from projets.boards.departures.models import Departure, NamedAt
from projets.boards.departures.queries import open_cards, open_tasks
from projets.boards.models import Board, Membership, Project, ProjectManager
from projets.boards.queries import assignable_ids
from projets.boards.sharing.actions.guests import hand_over as hand_over_guests
from projets.boards.sharing.actions.links import hand_over_links
from projets.boards.sharing.queries import links_made_by, sponsored_by
from projets.usecase.action import action
from projets.usecase.actor import Actor
from projets.usecase.errors import Conflict, Invalid, NotFound
from projets.usecase.log import moment, record

SYSTEM = Actor(None, "system")


@action("user")
def open_departure(actor, user, reason=Departure.Reason.MANAGER):
    """Close the account, all its sessions and its tokens' doors; what it holds waits to be handed over."""
    _require_unknown(user)
    if user.is_active:
        deactivate_user(actor, user)
    note_departure(actor, user, reason)


def _their_stream(actor, affiliation):
    return {f"user:{affiliation.user_id}"}


@action("affiliation", also_holding=_their_stream)
def declare_departure(actor, affiliation):
    """The same, said by who administers the organisation that they sign in from: it knows who has left it.

    Nobody closes the account of whom they added by hand, for it may be anybody's; nor that of who runs the instance.
    """
    user = affiliation.user
    if affiliation.source != Affiliation.Source.SIGN_IN:
        raise Conflict(
            _("This person does not sign in from the organisation: remove them, or ask those who run the site.")
        )
    if user.role == User.Role.ADMINISTRATOR:
        raise Conflict(_("This person runs the site: ask the others who do."))
    _require_unknown(user)
    if user.is_active:
        deactivate_user(SYSTEM, user)  # the account follows the word that is allowed here
    note_departure(actor, user, Departure.Reason.MANAGER)


def _require_unknown(user):
    if not user.is_active and Departure.objects.filter(user=user).exists():
        raise Conflict(_("This departure is known already: hand over what is left."))


def note_departure(actor, user, reason):
    """Within an action that closes the account, or finds it closed."""
    opened = Departure(user=user, reason=reason, opened_at=moment(), opened_by=actor.user_id)
    opened.save(force_insert=True)
    record(user.stream, events.DepartureOpened(None, events.DepartureState.of(opened)))


@action("places")
def settle_names(actor, places):
    """Somebody has looked at these texts, and changed them or found that they may stay."""
    NamedAt.objects.filter(pk__in=[one.pk for one in places]).delete()


def _their_guests(actor, departure, board, successor=None):
    guests = (
        sponsored_by([departure.user_id], board=board).exclude(user=None).order_by().values_list("user", flat=True)
    )
    return {f"user:{pk}" for pk in guests}


@action("departure", "board", "successor", also_holding=_their_guests)
def hand_over_board(actor, departure, board, successor=None):
    """Open cards and tasks to the successor, who becomes a member if need be; the one who left is a member no more.

    The successor answers for the guests whom they brought and for the links that they made. Without one they are only
    taken off; guests whom nobody answers for come no more, and links that are nobody's open nothing.
    """
    _require_gone(departure)
    if successor:
        _require_stays(successor)
        _succeed(actor, departure.user_id, board, successor)
    for membership in Membership.objects.filter(board=board, user=departure.user_id):
        delete(boards_events.MembershipRemoved, membership)
    take_off_cards([board], departure.user_id)
    hand_over_guests(sponsored_by([departure.user_id], board=board), successor)
    hand_over_links(links_made_by([departure.user_id], board=board), successor)


def _succeed(actor, gone_id, board, successor):
    if successor.pk not in assignable_ids({board.pk})[board.pk]:
        require_may_bring(actor, board.project_id, successor)
        former = Membership.objects.filter(board=board, user=gone_id).first()
        role = former.role if former else Membership.Role.EDITOR
        create(boards_events.MembershipAdded, Membership(board=board, user=successor, role=role))
    cards = states(list(open_cards([gone_id], board=board).order_by("pk").to_act_on()))
    for card in cards:
        if card.responsible_id == gone_id:
            card.responsible_id = successor.pk
        others = (one for one in card.member_ids if one not in (gone_id, successor.pk))
        was_member = gone_id in card.member_ids and card.responsible_id != successor.pk
        card.member_ids = (*others, successor.pk) if was_member else tuple(others)
    save(boards_events.CardAssigned, cards)
    tasks = states(list(open_tasks([gone_id], task_list__card__board=board).order_by("pk")))
    for task in tasks:
        task.assignee_id = successor.pk
    save(boards_events.TaskEdited, tasks)


def _all_of_their_projects(actor, departure, successor):
    """Which project is handed over is told by its id: an administrator need not see a private one."""
    projects = Project.objects.filter(managers__user=departure.user_id).order_by().values_list("pk", flat=True)
    boards = Board.objects.filter(project__in=list(projects)).order_by().values_list("pk", flat=True)
    return {*(f"project:{pk}" for pk in projects), *(f"board:{pk}" for pk in boards)}


@action("departure", "successor", also_holding=_all_of_their_projects)
def hand_over_project(actor, departure, successor, project_id):
    """Let the successor manage a project instead of the one who left; a private one is theirs then."""
    _require_gone(departure)
    _require_stays(successor)
    require_may_bring(actor, project_id, successor)
    manager = (
        ProjectManager.objects.filter(user=departure.user_id, project=project_id).select_related("project").first()
    )
    if manager is None:
        raise NotFound(_("This person no longer manages the project."))
    if successor.role not in FOUNDERS:
        raise Invalid(
            _("This person cannot manage projects: an administrator must allow them to create some first."),
            field="who",
        )
    project = manager.project
    heir = ProjectManager(project=project, user=successor)
    is_new = not ProjectManager.objects.filter(project=project, user=successor).exists()
    were = states([project])
    dismiss(manager)
    if is_new:
        let_manage(heir)
    if not project.is_shared:
        project.owner_manager_id = heir.pk
        save(boards_events.ProjectEdited, were)
    take_off_cards(list(Board.objects.filter(project=project)), departure.user_id)


def _require_gone(departure):
    if departure.user.is_active:
        raise Conflict(_("This account is open again: nothing is handed over."))


def _require_stays(successor):
    if not successor.is_active or successor.is_guest:
        raise Invalid(_("This account is closed or a guest's: choose somebody else."), field="who")
