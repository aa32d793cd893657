"""What runs beside the sockets: threads for their requests, the heartbeat, checks of who may still listen.

Requests have threads of their own, so that pages and clients do not wait for each other; those that write do not wait
for those that read.
"""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from django.db import Error

from projets.api.planka.telling.unchanged import register_announcer
from projets.api.sockets import feed, packets
from projets.api.sockets.rooms import rooms
from projets.live.access import is_harmless, may_change_access
from projets.live.hub import CHECKS, hub, register_ender, register_teller

REMEMBERED = 60  # seconds that a socket's own acts are known: the log is read within milliseconds of a commit

log = logging.getLogger(__name__)


class Service:
    """Belongs to the event loop; what other threads call says so."""

    def __init__(self):
        self.sockets = set()
        self.tasks = set()
        register_teller(self.tell)
        register_ender(self.end_session)
        register_announcer(self.announce)

    def start(self):
        """Called once the hub has started."""
        self.loop = hub.loop
        self.reading = ThreadPoolExecutor(max(1, settings.REQUEST_THREADS // 2), "sockets reading")
        self.writing = ThreadPoolExecutor(settings.REQUEST_THREADS, "sockets writing")
        self.timers = [self.do(self._beat()), self.do(self._check_now_and_then())]

    def stop(self):
        for timer in self.timers:
            timer.cancel()
        for threads in (self.reading, self.writing):
            threads.shutdown(wait=False, cancel_futures=True)

    def now(self):
        return self.loop.time()

    def do(self, work):
        task = self.loop.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return task

    def in_thread(self, request):
        return self.loop.run_in_executor(self.reading if request.reads else self.writing, request.perform)

    def forget(self, acts):
        if acts:
            self.loop.call_later(REMEMBERED, rooms.forget, acts)

    async def _beat(self):
        """A client that has not answered the last heartbeat in time is gone."""
        while True:
            await asyncio.sleep(packets.PING_EVERY)
            limit = self.now() - packets.PING_EVERY - packets.PONG_WITHIN
            for socket in list(self.sockets):
                if socket.heard_at < limit:
                    socket.cut()
                else:
                    socket.write(packets.PING)

    async def _check_now_and_then(self):
        while True:
            await asyncio.sleep(CHECKS)
            try:
                await hub.in_thread(self._check)
            except Error:
                log.exception("who may listen could not be checked; again in %s s", CHECKS)

    def _check(self):
        rooms.check_passes(self._put_out)
        rooms.check_boards()

    def _put_out(self, socket, shown):
        """Called in any thread."""
        self.loop.call_soon_threadsafe(socket.log_out, shown)

    def end_session(self, digest):
        for shown, sockets in rooms.passes().items():
            if shown.is_session(digest):
                for socket in sockets:
                    socket.log_out(shown)

    def tell(self, events):
        """What the log says is told to the rooms concerned. Called in the thread that reads it."""
        if not rooms.members:
            return
        of_people = [event for event in events if event.stream_id.startswith("user:")]
        people = {int(event.stream_id[5:]) for event in of_people if not is_harmless(event)}
        if people:
            rooms.check_passes(self._put_out, people)
        if any(map(may_change_access, events)):
            rooms.check_boards()
        elif people:
            rooms.check_boards(people)
        for delivery in feed.deliveries(events):
            self.loop.call_soon_threadsafe(rooms.deliver, delivery)

    def announce(self, told, socket):
        """Tell at once what no fact tells. Called in any thread."""
        if rooms.members and (delivery := feed.delivery_of(told, rooms.names("user:"), asked_by=socket)):
            self.loop.call_soon_threadsafe(rooms.deliver, delivery)


service = Service()
