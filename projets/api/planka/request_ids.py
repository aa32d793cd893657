"""What clients call their requests (`requestId`), so that they know their own when they are told what became of it.

Kept in this process for as long as the log may take to be read: it is of no interest later, nor to anybody else.
"""

from collections import OrderedDict
from threading import Lock

KEPT = 1_000

_ids = OrderedDict()
_keeping = Lock()


def remember(act, id):
    """`id` is None for a request that has none."""
    if id is None:
        return
    with _keeping:
        _ids[act.pk] = id
        while len(_ids) > KEPT:
            _ids.popitem(last=False)


def of(act):
    """None for a request that has none."""
    return _ids.get(act)
