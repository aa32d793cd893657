"""The endpoint at /socket.io/: the handshake, and one socket."""

import asyncio
import secrets
from urllib.parse import parse_qs

import msgspec
from django.conf import settings
from django.http.cookie import parse_cookie

from projets.api.sockets import packets
from projets.api.sockets.requests import METHODS, NoRequest, Request
from projets.api.sockets.rooms import rooms
from projets.api.sockets.service import service
from projets.live.sockets import same_origin
from projets.live.wire import Wire

PATH = "/socket.io/"
LEAVING, NOT_UNDERSTOOD = 1000, 1008
AT_ONCE = 32  # requests of one socket; it is not read further until one of them is answered
LOGOUT = packets.event("logout")


async def endpoint(scope, receive, send):
    """An ASGI application, for websockets and for HTTP."""
    headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
    await receive()
    if refusal := _refusal(scope, headers):
        await _refuse(scope, send, refusal)
        return
    await send({"type": "websocket.accept"})
    cookies = parse_cookie(headers.get(b"cookie", ""))
    address = (scope.get("client") or ("", 0))[0]
    socket = Socket(scope["extensions"]["projets.connection"], send, cookies, address)
    service.sockets.add(socket)
    try:
        await socket.converse(receive)
    finally:
        service.sockets.discard(socket)
        rooms.leave_all(socket)


def _refusal(scope, headers):
    """(code, message) as Engine.IO has them, or None."""
    asked = parse_qs(scope["query_string"].decode("latin-1"))
    origin, host = headers.get(b"origin", ""), headers.get(b"host", "")
    if asked.get("EIO", [""]) != ["4"]:
        return 5, "Unsupported protocol version"
    if asked.get("transport") != ["websocket"]:
        return 0, "Transport unknown"
    if "sid" in asked:
        return 1, "Session ID unknown"
    if scope["type"] != "websocket" or not (origin in settings.ALLOWED_ORIGINS or same_origin(origin, host)):
        return 3, "Bad request"
    return None


async def _refuse(scope, send, refusal):
    code, message = refusal
    body = msgspec.json.encode({"code": code, "message": message})
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    kind = "websocket.http" if scope["type"] == "websocket" else "http"
    await send({"type": f"{kind}.response.start", "status": 400, "headers": headers})
    await send({"type": f"{kind}.response.body", "body": body})


class Socket(Wire):
    """One client: what it asks, each request with the token of whoever it is for, and what it is told."""

    __slots__ = ("address", "cookies", "free", "heard_at", "held", "holding", "last_write")

    def __init__(self, connection, send, cookies, address):
        super().__init__(connection, send)
        self.cookies = cookies
        self.address = address
        self.heard_at = service.now()
        self.free = asyncio.Semaphore(AT_ONCE)
        self.last_write = None
        self.holding = 0  # subscriptions that are being answered: until then, what it is told waits
        self.held = []

    async def converse(self, receive):
        """Until one of the two goes."""
        self.write(packets.opening(secrets.token_urlsafe(12)))
        while (message := await receive())["type"] != "websocket.disconnect":
            self.heard_at = service.now()
            try:
                asked = packets.read(message.get("text") or "")
            except packets.NotUnderstood:
                self.close(NOT_UNDERSTOOD)
            if not self.closing:
                await self._hear(asked)

    async def _hear(self, asked):
        if asked.kind == "connect":
            self.write(packets.connected(secrets.token_urlsafe(12)))
        elif asked.kind == "elsewhere":
            self.write(packets.no_such_namespace(asked.arguments))
        elif asked.kind in ("disconnect", "close"):
            self.close(LEAVING)
        elif asked.kind == "event":
            await self._take(asked)

    async def _take(self, asked):
        method, sent = (*asked.arguments, None)[:2]
        if method not in METHODS:
            return  # nobody listens to other events
        try:
            request = Request(self, method, sent)
        except NoRequest:
            self._acknowledge(asked.id, b"", 400)
            return
        await self.free.acquire()
        self.holding += bool(request.subscribes)
        after = None if request.reads else self.last_write
        task = service.do(self._answer(asked.id, request, after))
        if not request.reads:
            self.last_write = task

    async def _answer(self, id, request, after):
        """The writes of one client are done in the order in which it asked for them."""
        if after is not None:
            await asyncio.wait([after])
        try:
            body, status = await service.in_thread(request)
            self._acknowledge(id, body, status)
        finally:
            if self not in service.sockets:  # it went while it was answered, and may have entered a room since
                rooms.leave_all(self)
            service.forget(request.acts)
            self.free.release()
            self.holding -= bool(request.subscribes)
            if not self.holding:
                held, self.held = self.held, []
                for frame in held:
                    self.write(frame)

    def _acknowledge(self, id, body, status):
        if id is not None:
            self.write(packets.acknowledgement(id, body, status))

    def tell(self, frame):
        if self.holding:
            self.held.append(frame)
        else:
            self.write(frame)

    def log_out(self, shown):
        """This pass is none any more."""
        if rooms.end_pass(self, shown):
            self.write(LOGOUT)

    def stop_following(self):
        rooms.leave_all(self)
