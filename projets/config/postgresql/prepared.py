"""Statements that libpq prepares once for a connection and runs by name, several on one way to the server.

psycopg's cursor takes five coroutines for each, and a way to the server each; most of an act is then waiting, with its
streams locked. How values travel is psycopg's own here too.
"""

import re
from collections import OrderedDict
from functools import lru_cache
from itertools import count
from select import POLLIN, POLLOUT, poll

from psycopg import OperationalError
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus

MOST = 300  # statements that one connection keeps: the server holds a plan for each
_SLOT = re.compile(r"%[s%]")
LOST = "the connection to the server is lost"
_DONE = (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK)


class PreparedStatements:
    """Those of one connection."""

    def __init__(self, connection):
        self.connection = connection
        self._waiting = []  # written with what is sent next
        self._names = OrderedDict()  # (statement, types of its values): its name, the one used last at the end
        self._numbers = count(1)

    def execute_all(self, asked):
        """The answers to [(statement with `%s` for each value, values)], in this order; all of them travel together.

        Raises psycopg's errors, as all here.
        """
        wanted = [self._bound(sql, values) for sql, values in asked]
        if len(wanted) == 1 and not self._waiting and not self._must_begin():
            name, transformer, sent = wanted[0]
            here = self.connection.pgconn
            return [Answer(_checked(here, here.exec_prepared(name, sent, transformer.formats)), transformer)]
        answers = self._travel(wanted)
        return [Answer(answer, transformer) for answer, (_, transformer, _) in zip(answers, wanted, strict=True)]

    def later(self, sql, values):
        """Send this with what is sent next, before it or with the end of the transaction, which then fails for it."""
        self._waiting.append(self._bound(sql, values))

    def flush(self):
        """Send what waits."""
        if self._waiting:
            self._travel([])

    def commit(self):
        """Send what waits, and the end of the transaction with it."""
        if self._waiting:
            self._travel([(b"COMMIT", None, None)])

    def forget(self):
        """What waits is not to be: the transaction is rolled back."""
        self._waiting.clear()

    def _travel(self, wanted):
        """The results of these, after what waited; the first error is raised, and nothing after it was done."""
        here, waiting = self.connection.pgconn, self._waiting
        begin = [(b"BEGIN", None, None)] if self._must_begin() else []
        self._waiting, sent = [], [*begin, *waiting, *wanted]
        here.enter_pipeline_mode()
        try:
            for name, transformer, values in sent:
                if transformer is None:
                    here.send_query_params(name, None)
                else:
                    here.send_query_prepared(name, values, transformer.formats)
            here.pipeline_sync()
            results = list(_results(here))
        finally:
            if here.status == ConnStatus.OK:
                here.exit_pipeline_mode()
        return [_checked(here, result) for result in results][len(sent) - len(wanted) :]

    def _must_begin(self):
        """As psycopg does before the first statement of a transaction."""
        here = self.connection
        return not here.autocommit and here.pgconn.transaction_status == TransactionStatus.IDLE

    def _bound(self, sql, values):
        """(its name, how its values travel, the values)"""
        transformer = Transformer(self.connection)
        sent = transformer.dump_sequence(values, [PyFormat.AUTO] * len(values))
        return self._name(sql, transformer.types), transformer, sent

    def _name(self, sql, types):
        key = sql, types
        if key in self._names:
            self._names.move_to_end(key)
            return self._names[key]
        here, name = self.connection.pgconn, b"projets_%d" % next(self._numbers)
        _checked(here, here.prepare(name, _numbered(sql).encode(), types))
        self._names[key] = name
        if len(self._names) > MOST:
            _key, oldest = self._names.popitem(last=False)
            _checked(here, here.exec_(b"DEALLOCATE " + oldest))
        return name


class Answer:
    """What a cursor has of it."""

    def __init__(self, result, transformer):
        self.result = result
        self.transformer = transformer

    @property
    def rowcount(self):
        return self.result.command_tuples or 0

    def fetchall(self):
        self.transformer.set_pgresult(self.result)
        return self.transformer.load_rows(0, self.result.ntuples, tuple)


def _results(here):
    """Those of all that was sent, as they arrive; what waits for the network lets others use the interpreter."""
    network = poll()
    while True:
        unsent = here.flush()
        while not unsent and not here.is_busy():
            result = here.get_result()
            if here.status != ConnStatus.OK:
                raise OperationalError(LOST)
            if result is None:
                continue  # the end of one statement's
            if result.status == ExecStatus.PIPELINE_SYNC:
                return
            yield result
        network.register(here.socket, POLLIN | POLLOUT if unsent else POLLIN)
        network.poll()
        here.consume_input()


def _checked(here, result):
    if result.status in _DONE:
        return result
    if here.status != ConnStatus.OK:
        raise OperationalError(LOST)
    raise error_from_result(result)


@lru_cache(maxsize=1024)
def _numbered(sql):
    """`$1`, `$2` … for each `%s`, as the server knows them."""
    numbers = count(1)
    return _SLOT.sub(lambda found: "%" if found[0] == "%%" else f"${next(numbers)}", sql)
