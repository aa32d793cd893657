"""Django's own PostgreSQL, which looks at a connection before a request uses it without asking the server."""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
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
