"""What an act leaves, to compare what a page and what our API leave: facts, their entries of the audit trail."""

import re

from projets.accounts.audit.models import Entry
from projets.usecase.dispatch import dispatch
from projets.usecase.models import Event

VARYING = re.compile(r"\b\d{16,19}\b|\d{4}-\d\d-\d\dT[\d:.]+(?:Z|\+\d\d:\d\d)")  # ids and moments


def left_by(do, *names):
    """[(kind, stream, columns)] of the facts that `do` recorded, and [(nature, kind)] of the entries made of them.

    Ids and moments are the same for all; `names` are the doors that may have been used, to be found in the acts.
    """
    dispatch()  # what was before is in the trail already
    before = max(Event.objects.values_list("pk", flat=True), default=0)
    entries = max(Entry.objects.values_list("pk", flat=True), default=0)
    do()
    dispatch()
    events = list(Event.objects.filter(pk__gt=before).select_related("act").order_by("pk"))
    assert {one.act.via for one in events} == {*names}
    facts = [(one.kind, VARYING.sub("#", one.stream_id), VARYING.sub("#", str(one.columns))) for one in events]
    trail = Entry.objects.filter(pk__gt=entries).order_by("number")
    assert {one.via for one in trail} <= {*names}
    return facts, [(one.nature, one.kind) for one in trail]


def left_alike(by_page, by_api):
    """What both leave; each starts from the same."""
    page, program = left_by(by_page, "web"), left_by(by_api, "api")
    assert page == program
    return page
