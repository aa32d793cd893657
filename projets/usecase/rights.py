"""Rights: actions × grounds, one table per part. What no table grants is refused."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from projets.usecase.errors import Refused, Why


@dataclass(frozen=True)
class Part:
    """`grounds(actor, rows)` answers {row: grounds}, none for a row unseen; `members` are those only members have.

    `asked(actor, rows)`: statements that `grounds` is nearly sure to make, for who asks ahead.
    """

    grounds: Callable
    members: set
    asked: Callable = lambda actor, rows: ()


parts = {}  # by application
table = {}  # action: the grounds that allow it, any one of them


def asked_by(actor, rows):
    """Statements that `require` will make."""
    by_part = defaultdict(list)
    for row in rows:
        by_part[row._meta.app_label].append(row)
    for label, theirs in by_part.items():
        yield from parts[label].asked(actor, theirs)


def require(actor, action, *rows):
    """Raise Refused, saying why, unless the actor may do this to every one of these rows."""
    for label in dict.fromkeys(row._meta.app_label for row in rows):  # in their order: one answer, always the same
        part = parts[label]
        theirs = [row for row in rows if row._meta.app_label == label]
        for grounds in part.grounds(actor, theirs).values():
            if not grounds & table.get(action, set()):
                raise Refused(action, _why(grounds, part.members))


def _why(grounds, members):
    if not grounds:
        return Why.UNSEEN
    return Why.ROLE_TOO_LOW if grounds & members else Why.NOT_A_MEMBER
