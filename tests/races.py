"""Several at the same moment, each on a connection of its own."""

import threading

from django.db import connection


def at_once(*works):
    """What each of them raised, or None."""
    ready, raised = threading.Barrier(len(works)), [None] * len(works)

    def run(number, work):
        try:
            ready.wait()
            work()
        except Exception as error:  # noqa: BLE001 (given back)
            raised[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=one) for one in enumerate(works)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return raised
