"""What administrators have the instance say."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projets.accounts.legal import events, fields, shown
from projets.accounts.legal.models import Announcement, legal_information
from projets.usecase.action import action
from projets.usecase.errors import Invalid, NotFound
from projets.usecase.log import record
from projets.usecase.years import require_near


@action("instance")
def set_legal_information(actor, instance, **given):
    """Those given of the texts of `legal/fields.py`; an empty one is none."""
    texts, errors = fields.checked(given)
    for name, said in errors.items():
        raise Invalid(said, name)
    row = legal_information()
    was = None if row.updated_at is None else events.LegalState.of(row)
    now = {name: text for name, text in row.texts.items() if name not in given} | texts
    if now == row.texts:
        return
    row.texts, row.version, row.updated_at = now, row.version + 1, timezone.now()
    row.save()
    record(instance.stream, events.LegalInformationSet(was, events.LegalState.of(row)))
    transaction.on_commit(shown.forget)


@action("instance")
def make_announcement(actor, instance, text, level, begins_at, ends_at):
    """Show this at the top of every page between these two moments."""
    text = " ".join(text.split())
    if not text or len(text) > 300 or not text.isprintable():
        raise Invalid(_("Write a message of 300 characters at most."), "text")
    if level not in Announcement.Level.values:
        raise Invalid(_("Choose a level among those shown."), "level")
    require_near(begins_at, "begins_at")
    require_near(ends_at, "ends_at")
    if ends_at <= begins_at:
        raise Invalid(_("It ends before it begins: choose a later end."), "ends_at")
    if ends_at <= timezone.now():
        raise Invalid(_("This moment is past: choose a later one."), "ends_at")
    made = Announcement.objects.create(text=text, level=level, begins_at=begins_at, ends_at=ends_at)
    record(instance.stream, events.AnnouncementMade(None, events.AnnouncementState.of(made)))
    transaction.on_commit(shown.forget)


@action("instance")
def remove_announcement(actor, instance, announcement_id):
    found = Announcement.objects.filter(pk=announcement_id).first()
    if found is None:
        raise NotFound(_("This is no longer there: somebody has deleted or moved it."))
    was = events.AnnouncementState.of(found)
    found.delete()
    record(instance.stream, events.AnnouncementRemoved(was, was))
    transaction.on_commit(shown.forget)
