"""A notification in words: what follows the name of who did it, and why it is told to this person."""

from django.utils.translation import gettext_lazy as _

from projets.boards.telling import Said, quoted
from projets.notifications.models import Notification

Kind, Reason = Notification.Kind, Notification.Reason

REASONS = {
    Reason.CARD: _("you follow the card"),
    Reason.BOARD: _("you follow the board"),
    Reason.MENTIONED: _("you are mentioned"),
    Reason.GIVEN: _("it was given to you"),
    Reason.ANSWERING: _("you answer for this webhook"),
}


def tell(notification):
    """« a déplacé la carte de À faire à En cours »."""
    return _TELLERS[notification.kind](notification)


def reason(notification):
    return REASONS[notification.reason]


def _moved(one):
    was, now = one.data["from"], one.data["to"]
    if now["kind"] == "list" == was["kind"]:
        names = {"before": was["name"], "after": now["name"]}
        return Said(_("moved the card from %(before)s to %(after)s"), names)
    if now["kind"] == "list":
        away = _("took the card out of the archive") if was["kind"] == "archive" else _("took the card out of the bin")
        return Said(away)
    return Said(_("archived the card") if now["kind"] == "archive" else _("put the card in the bin"))


def _added(one):
    if one.data.get("responsible") == one.user_id:
        return _responsible(one)
    return Said(_("put you on the card"))


def _responsible(one):
    return Said(_("made you responsible for the card"))


def _given_up(one):
    names = {"webhook": quoted(one.data["webhook"]["name"])}
    return Said(_("switched off the webhook %(webhook)s, which had received nothing for days"), names)


_TELLERS = {
    Kind.MOVED: _moved,
    Kind.COMMENTED: lambda one: Said(_("commented on the card")),
    Kind.MENTIONED: lambda one: Said(_("mentioned you on the card")),
    Kind.ADDED: _added,
    Kind.RESPONSIBLE: _responsible,
    Kind.TASK: lambda one: Said(_("gave you the task %(task)s"), {"task": quoted(one.data["task"]["name"])}),
    Kind.GIVEN_UP: _given_up,
}
