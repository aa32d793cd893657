"""`@action` turns a function into a use case: locked, read again, allowed, atomic, done once."""

from collections import defaultdict
from functools import cache, partial, wraps
from inspect import signature

from django.db import OperationalError
from django.utils.translation import gettext_lazy as _

from projets.usecase.errors import Conflict, NotFound
from projets.usecase.log import DoneBefore, performing
from projets.usecase.models import Row
from projets.usecase.outages import is_deadlock
from projets.usecase.prepared import MOST_COMPILED, Prepared
from projets.usecase.rights import asked_by, require
from projets.usecase.statements import none_ahead
from projets.usecase.unchanged import require_unchanged

RETRIES = 3

registry = {}


class _Moved(Exception):
    """A row turned out to live in a stream that is not held."""


def action(*row_arguments, also_in_bin=False, also_holding=None, asking=None):
    """Declare a use case; its name is the right it needs, `row_arguments` are its rows: one, many or None each.

    The function gets its rows as they are under the lock of all their streams, and the actor has the right on each of
    them, as they are then. Called, it answers its `Act`: `act.facts` is what it did.

    `also_holding(actor, *rows)` answers streams beside theirs, for an act that reaches further than its rows.
    `asking`, with the function's own arguments, answers statements that it makes first, [(SQL, values)]: they travel
    to the server with those that read the rows again.

    Raises NotFound when a row has gone (`also_in_bin` keeps those in the bin), Refused, and Conflict when rows keep
    moving away.
    """

    def declare(perform):
        name = perform.__name__
        bind = signature(perform).bind

        @wraps(perform)
        def act(actor, *args, **kwargs):
            given = bind(actor, *args, **kwargs)
            given.apply_defaults()
            for _again in range(1 + RETRIES):
                rows = {one: given.arguments[one] for one in row_arguments}
                try:
                    reached = also_holding(actor, *rows.values()) if also_holding else set()
                    own = partial(asking, *given.args, **given.kwargs) if asking else tuple
                    ahead = partial(_asked_next, actor, rows, also_in_bin, own)
                    with performing(actor, name, _streams(_each(rows)) | reached, ahead) as running:
                        given.arguments.update(_read_again(rows, also_in_bin))
                        fresh = list(_each({one: given.arguments[one] for one in row_arguments}))
                        reached = also_holding(actor, *fresh) if also_holding else set()
                        if not _streams(fresh) | reached <= running.streams.keys():
                            raise _Moved
                        require(actor, name, *fresh)
                        none_ahead(but=own)
                        require_unchanged(fresh)
                        perform(*given.args, **given.kwargs)
                    return running.act
                except DoneBefore as done:
                    return done.act
                except _Moved:
                    continue
                except OperationalError as error:  # rows of streams not held may be locked too, in any order
                    if not is_deadlock(error):
                        raise
            raise Conflict(_("What this is about keeps being moved by others: try again."))

        registry[name] = act
        return act

    return declare


def _each(rows):
    for one_or_many in rows.values():
        yield from [one_or_many] if isinstance(one_or_many, Row) else one_or_many or ()


@cache
def _rows(model, also_in_bin):
    """Those that are there; one in the bin is not, nor what lies within it."""
    rows = model.objects.all()
    if hasattr(rows, "standing"):
        rows = rows.to_act_on() if also_in_bin else rows.to_act_on().standing()
    return Prepared(lambda pks: rows.filter(pk__in=pks))


def _streams(rows):
    return {stream for row in rows for stream in row.streams}


def _wanted(rows):
    """{model: ids of its rows, sorted}"""
    wanted = defaultdict(set)
    for row in _each(rows):
        wanted[type(row)].add(row.pk)
    return {model: sorted(pks) for model, pks in wanted.items()}


def _asked_next(actor, rows, also_in_bin, own):
    """Statements that reading these rows again and asking for the right will make, and the action's own."""
    for model, pks in _wanted(rows).items():
        if len(pks) <= MOST_COMPILED:
            yield _rows(model, also_in_bin).statement(pks)
            yield from model.asked_to_complete(pks)
    yield from asked_by(actor, _each(rows))
    yield from own()


def _read_again(rows, also_in_bin):
    """The same arguments, each row as it is now; one given twice is there once."""
    found = {}
    for model, pks in _wanted(rows).items():
        fresh = _rows(model, also_in_bin).objects(pks)
        model.complete(fresh)
        found |= {row: row for row in fresh}

    def again(row):
        if row not in found:
            raise NotFound(_("This is no longer there: somebody has deleted or moved it."))
        return found[row]

    return {
        name: again(given) if isinstance(given, Row) else given and [again(row) for row in dict.fromkeys(given)]
        for name, given in rows.items()
    }
