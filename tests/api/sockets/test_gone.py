"""Who goes while a request of theirs is being answered leaves nothing behind."""

import asyncio
from types import SimpleNamespace

from projets.api.sockets import endpoint as sockets
from projets.api.sockets.rooms import rooms
from projets.api.sockets.service import service

LINE = SimpleNamespace(transport=SimpleNamespace(is_closing=lambda: True))
SCOPE = {
    "type": "websocket",
    "query_string": b"EIO=4&transport=websocket",
    "headers": [(b"origin", b"http://testserver"), (b"host", b"testserver")],
    "scheme": "ws",
    "extensions": {"projets.connection": LINE},
}


class Subscribing:
    """It enters its room once whoever asked has gone."""

    reads, subscribes, acts = True, True, ()

    def __init__(self, socket, _method, _sent):
        self.socket = socket


def test_who_goes_before_they_have_entered_a_room_is_in_none(monkeypatch):
    sent, gone = [], asyncio.Event()
    messages = iter([{"type": "websocket.connect"}, {"type": "websocket.receive", "text": '421["get",{}]'}])

    async def receive():
        return next(messages, {"type": "websocket.disconnect"})

    async def send(message):
        sent.append(message["type"])

    async def entered(request):
        await gone.wait()
        rooms.join(request.socket, "board:1", None)
        return b"", 200

    async def come_and_go():
        monkeypatch.setattr(service, "loop", asyncio.get_running_loop(), raising=False)
        await sockets.endpoint(SCOPE, receive, send)
        gone.set()
        await asyncio.gather(*service.tasks)

    monkeypatch.setattr(sockets, "Request", Subscribing)
    monkeypatch.setattr(service, "in_thread", entered)
    asyncio.run(come_and_go())
    assert (sent, rooms.members) == (["websocket.accept"], {})
