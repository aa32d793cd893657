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
_LET_GO = b"SET LOCAL synchronous_commit TO off", None
_COMMIT = b"COMMIT", None
_ON_DISK = b"SELECT pg_logical_emit_message(true, 'projets', '')", None  # ends as the operator's settings say


class PreparedStatements:
    """Those of one connection."""

    def __init__(self, connection):
        self.connection = connection
        self._transformer = Transformer(connection)  # knows how each type travels once it has seen it
        self._waiting = []  # written with what is sent next
        self._names = OrderedDict()  # (statement, types of its values): its name, the one used last at the end
        self._numbers = count(1)

    def execute_all(self, asked):
        """The answers to [(statement with `%s` for each value, values)], in this order; all of them travel together.

        Raises psycopg's errors, as all here.
        """
        wanted = [self._bound(sql, values) for sql, values in asked]
        if len(wanted) == 1 and not self._waiting and not self._must_begin():
            here = self.connection.pgconn
            answers = [_checked(here, here.exec_prepared(*wanted[0]))]
        else:
            answers = self._travel(wanted)
        return [Answer(answer, self._transformer) for answer in answers]

    def later(self, sql, values):
        """Send this with what is sent next, before it or with the end of the transaction, which then fails for it."""
        self._waiting.append(self._bound(sql, values))

    def flush(self):
        """Send what waits."""
        if self._waiting:
            self._travel([])

    def commit(self):
        """Send what waits, and the end of the transaction with it; it is on disk when this answers.

        What the transaction locked is let go before: of those who wait for it none waits for the disk too, and one
        turn of the disk serves several. An end that is not on disk yet is put there by the one after it, which writes
        nothing else.
        """
        if self._waiting:
            self._travel([_LET_GO, _COMMIT], [_ON_DISK])

    def forget(self):
        """What waits is not to be: the transaction is rolled back."""
        self._waiting.clear()

    def _travel(self, wanted, *others):
        """The results of these, after what waited; the first error is raised, and nothing after it was done.

        `others`: more of them, each list in a transaction of its own.
        """
        here, waiting = self.connection.pgconn, self._waiting
        begin = [(b"BEGIN", None)] if self._must_begin() else []
        self._waiting, sent = [], [*begin, *waiting, *wanted]
        here.enter_pipeline_mode()
        try:
            for together in (sent, *others):
                for one in together:
                    send = here.send_query_params if one[1] is None else here.send_query_prepared
                    send(*one)
                here.pipeline_sync()
            results = list(_results(here, 1 + len(others)))
        finally:
            if here.status == ConnStatus.OK:
                here.exit_pipeline_mode()
        return [_checked(here, result) for result in results][len(sent) - len(wanted) :]

    def _must_begin(self):
        """As psycopg does before the first statement of a transaction."""
        here = self.connection
        return not here.autocommit and here.pgconn.transaction_status == TransactionStatus.IDLE

    def _bound(self, sql, values):
        """(its name, the values as they travel, their formats)"""
        sent = self._transformer.dump_sequence(values, [PyFormat.AUTO] * len(values))
        return self._name(sql, self._transformer.types), sent, self._transformer.formats

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


def _results(here, transactions):
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
            if result.status != ExecStatus.PIPELINE_SYNC:
                yield result
                continue
            transactions -= 1
            if not transactions:
                return
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
