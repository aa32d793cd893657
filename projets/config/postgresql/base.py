"""Django's own PostgreSQL, which looks at a connection before a request uses it without asking the server.

What every act asks is planned once for each connection (usecase/statements.py); Django's own cursors never prepare.
"""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    def get_connection_params(self):
        return super().get_connection_params() | {"prepare_threshold": 0}  # at once, for who asks for it

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
