"""What people are told by mail: administrators of a rescue, sponsors of guests, people of the end of an account."""

from projets.notifications.mail.jobs import tell_of_end_of_guest, tell_of_rescue, tell_of_silence
from projets.usecase.dispatch import subscribe

OF_INSTANCE = "instance"


def _uses(found):
    return [event for event in found if event.kind == "rescue.used" and event.stream_id == OF_INSTANCE]


@subscribe(concerned=_uses)
def mail_of_rescue(event):
    """To every one of them, the same letter: whoever did not expect it asks the others."""
    tell_of_rescue.enqueue(str(event.fact.after.id))


def _warnings(found):
    return [event for event in found if event.kind == "silence.warned"]


@subscribe(concerned=_warnings)
def mail_of_silence(event):
    warned = event.fact.after
    tell_of_silence.enqueue(str(warned.user_id), warned.closes_at.isoformat())


def _endings(found):
    return [event for event in found if event.kind == "guest.ending"]


@subscribe(concerned=_endings)
def mail_of_end_of_guest(event):
    """To who answers for the guest, and can prolong."""
    tell_of_end_of_guest.enqueue(str(event.fact.after.id))
