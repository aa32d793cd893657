"""Guests: people from outside, on one board until a day, for whom a member answers."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projets.accounts import wording
from projets.accounts.actions.people import create_user
from projets.accounts.models import User
from projets.accounts.organisations.queries import brings_outsiders
from projets.accounts.queries import instance
from projets.boards import events as boards_events
from projets.boards.actions.memberships import GUEST_ROLES, take_off_cards
from projets.boards.actions.saving import create, delete, save, states
from projets.boards.models import Membership
from projets.boards.queries import member_ids_of
from projets.boards.sharing import events
from projets.boards.sharing.actions.links import ending
from projets.boards.sharing.models import Guest
from projets.boards.sharing.secrets import digest_of
from projets.boards.sharing.ways import require_open
from projets.usecase.action import action
from projets.usecase.errors import Conflict, Invalid
from projets.usecase.log import moment, record

MOST = 200  # on one board
LETTER_SERVES = timedelta(days=7)


@action("board", "sponsor")
def invite_guest(actor, board, sponsor, secret, email, ends_at, role=Membership.Role.READER):
    """Let the owner of a mailbox in, once they have opened the letter that holds `secret`."""
    require_open(board, "guests")
    organisation = board.project.organisation
    if organisation and not brings_outsiders(actor, organisation):
        raise Conflict(_("The organisation of this project keeps inviting people from outside to its administrators."))
    email = wording.address(email)
    if role not in GUEST_ROLES:
        raise Invalid(_("A guest is a reader, a commenter or a contributor."), field="role")
    _require_stranger(board, email)
    if sponsor is None or not sponsor.is_active or sponsor.is_guest or sponsor.pk not in member_ids_of(board):
        raise Invalid(_("Whoever answers for a guest is a member of the board or manages the project."), "sponsor")
    if Guest.objects.filter(board=board, ended_at=None).count() >= MOST:
        raise Conflict(_("This board has %(most)s guests already: end those who no longer come.") % {"most": MOST})
    invited = Guest(
        board=board,
        email=email,
        role=role,
        sponsor_id=sponsor.pk,
        invited_by=actor.user_id,
        invited_at=moment(),
        digest=digest_of(secret),
        key_until=moment() + LETTER_SERVES,
        ends_at=ending(ends_at, "guests"),
    )
    invited.save(force_insert=True)
    record(invited.stream, events.GuestInvited(None, events.GuestState.of(invited)))


@action("guest")
def invite_again(actor, guest, secret):
    """Another letter, for one that was lost or has become too old."""
    require_open(guest.board, "guests")
    if guest.accepted_at or guest.ended_at:
        raise Conflict(_("This guest has come already, or is invited no more."))
    _save(guest, events.GuestInvitedAgain, digest=digest_of(secret), key_until=moment() + LETTER_SERVES)


def _their_account(actor, guest):
    """An account is opened on the instance; one that they have as a guest of another board is theirs here too."""
    user = User.objects.filter(email=guest.email).order_by().values_list("pk", flat=True)
    return {"instance", *(f"user:{pk}" for pk in user)}


@action("guest", also_holding=_their_account)
def accept_invitation(actor, guest, name):
    """Whoever has the letter has the mailbox: they are a member until the end, with an account that is a guest's."""
    require_open(guest.board, "guests")
    if guest.digest is None or guest.ended_at or guest.ends_at <= timezone.now():
        raise Conflict(_("This invitation has served already, or is over: ask for another one."))
    user = User.objects.filter(email=guest.email).first()
    if user is None:
        create_user(actor, instance(), guest.email, name, role=User.Role.BOARD_USER, is_guest=True)
        user = User.objects.get(email=guest.email)
    elif not user.is_guest or not user.is_active:
        raise Conflict(_("You have an account here: sign in with it, and ask to be made a member of the board."))
    if Membership.objects.filter(board=guest.board, user=user).exists():
        raise Conflict(_("You see this board already: sign in."))
    made = Membership(board=guest.board, user=user, role=guest.role, ends_at=guest.ends_at)
    create(boards_events.MembershipAdded, made)
    _save(guest, events.GuestAccepted, user=user, accepted_at=moment(), digest=None, key_until=None)


@action("guest")
def prolong_guest(actor, guest, ends_at):
    """Another end, nearer or further; whoever has not come yet too."""
    require_open(guest.board, "guests")
    if guest.ended_at:
        raise Conflict(_("This access has ended: invite them again."))
    ends_at = ending(ends_at, "guests")
    if membership := guest.membership:
        were = states([membership])
        membership.ends_at = ends_at
        save(boards_events.MembershipChanged, were)
    _save(guest, events.GuestProlonged, ends_at=ends_at, warned_at=None)


@action("guest")
def end_guest(actor, guest):
    """They see nothing of the board any more; what they wrote stays."""
    if guest.ended_at is None:
        end(guest)


@action("guest")
def tell_of_end(actor, guest):
    """Have the sponsor told that the end is near."""
    if guest.warned_at or guest.ended_at or guest.sponsor_id is None:
        return
    guest.warned_at = moment()
    guest.save(update_fields=["warned_at"])
    state = events.GuestState.of(guest)
    record(f"user:{guest.sponsor_id}", events.GuestEnding(state, state))


@action("guest")
def forget_guest(actor, guest):
    """Their address, some months after the end; the account and what they wrote are another matter. No fact."""
    if guest.ended_at:
        guest.delete()


def end(guest):
    """Within an action that holds the streams of the guest."""
    if membership := guest.membership:
        delete(boards_events.MembershipRemoved, membership)
        take_off_cards([guest.board], guest.user_id)
    _save(guest, events.GuestEnded, ended_at=moment(), digest=None, key_until=None)


def hand_over(guests, sponsor):
    """To who answers for them from now on; to nobody: they come no more. Within an action that holds their board."""
    for guest in guests:
        if sponsor is None:
            end(guest)
        else:
            _save(guest, events.GuestSponsored, sponsor_id=sponsor.pk)


def _require_stranger(board, email):
    user = User.objects.filter(email=email).first()
    if user and not user.is_guest:
        raise Invalid(_("This person has an account here: make them a member instead."), field="email")
    if user and not user.is_active:
        raise Invalid(_("The account of this guest was closed by an administrator."), field="email")
    for former in Guest.objects.filter(board=board, email=email, ended_at=None):
        if former.user_id is None or former.membership:
            raise Conflict(_("This address is invited already: change the end, or send the letter again."), "email")
        end(former)  # was taken off the board like any other member


def _save(guest, fact, **columns):
    was = events.GuestState.of(guest)
    for name, value in columns.items():
        setattr(guest, name, value)
    guest.save(update_fields=list(columns))
    record(guest.stream, fact(was, events.GuestState.of(guest)))
