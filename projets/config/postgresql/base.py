"""Django's own PostgreSQL, which looks at a connection before a request uses it without asking the server.

What every act asks is planned once for each connection (usecase/statements.py); Django's own cursors never prepare.
"""

import select

from django.db.backends.postgresql import base

from projets.config.postgresql.prepared import PreparedStatements


class DatabaseWrapper(base.DatabaseWrapper):
    prepared = None  # until it is connected

    def get_new_connection(self, conn_params):
        connection = super().get_new_connection(conn_params)
        self.prepared = PreparedStatements(connection)
        return connection

    def _cursor(self, name=None):
        """Whoever asks otherwise finds what was written before."""
        if self.connection is not None:
            with self.wrap_database_errors:
                self.prepared.flush()
        return super()._cursor(name)

    def _commit(self):
        if self.connection is not None:
            with self.wrap_database_errors:
                self.prepared.commit()
        super()._commit()

    def _rollback(self):
        if self.prepared:
            self.prepared.forget()
        super()._rollback()

    def _savepoint_rollback(self, sid):
        self.prepared.forget()  # making the savepoint had sent what came before it
        super()._savepoint_rollback(sid)

    def is_usable(self):
        """A connection at rest is silent: what comes unasked is its end, as when the server has restarted.

        Silent, it costs no way to the server and back. Otherwise Django asks, for it may have been a mere notice.
        """
        return (self.connection is not None and self._is_silent()) or super().is_usable()

    def _is_silent(self):
        if self.connection.closed:
            return False
        poll = select.poll()
        poll.register(self.connection.fileno(), select.POLLIN | select.POLLHUP | select.POLLERR)
        return not poll.poll(0)
