"""What every part of an export needs: ids, order, dates, and names that fit. Pure: no database, no clock."""

import re
from datetime import UTC, datetime

from django.utils import timezone
from django.utils.translation import gettext

from projets.exchange import fitting
from projets.usecase.years import is_near

OBJECT_ID = re.compile("[0-9a-f]{24}")
TRELLO_BEGAN = datetime(2011, 1, 1, tzinfo=UTC)


def identified(things, kind, ledger, seen=None, within="board"):
    """Each thing with its id, or one made of its rank; a thing met twice, or in `seen` before, is left out."""
    seen = set() if seen is None else seen
    for number, thing in enumerate(things or (), 1):
        source_id = thing.id or f"{within}:{kind}:{number}"
        if source_id in seen:
            ledger.leave_out(kind, gettext("twice in the file"))
        else:
            seen.add(source_id)
            yield source_id, thing


def in_order(things):
    """By position, equal ones and those without one as they stand in the file, the latter behind."""
    return sorted(things or (), key=lambda thing: (thing.pos is None, thing.pos or 0.0))


def made_at(source_id):
    """When Trello made the thing of this id: its first eight digits are seconds. None if it is no such id."""
    if not OBJECT_ID.fullmatch(source_id or ""):
        return None
    moment = datetime.fromtimestamp(int(source_id[:8], 16), UTC)
    return moment if moment > TRELLO_BEGAN else None


def moment(written, ledger, about):
    """The time, or None with a remark if it cannot be one."""
    if not written:
        return None
    try:
        read = datetime.fromisoformat(written)
    except ValueError:
        read = None
    if read is None or not is_near(read):
        ledger.remark(gettext("Dates that cannot be read are left empty"), f"{about} ({written})")
        return None
    return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)


def day(written, ledger, about):
    """The day of that time where the instance is."""
    read = moment(written, ledger, about)
    return read and timezone.localtime(read, timezone.get_default_timezone()).date()


def name(written, ledger, otherwise, most=fitting.NAME):
    """A name on one line, at most so long; `otherwise` if there is none."""
    return shortened(fitting.line(written) or otherwise, most, ledger)


def shortened(written, most, ledger):
    if len(written) > most:
        ledger.remark(gettext("Names that are too long here are shortened"), written)
    return fitting.cut(written, most)
