"""Planka's realtime protocol: socket.io 4 over Engine.IO 4, websockets alone.

packets    the frames of both protocols
endpoint   the handshake, and one socket: what it asks, what it is told
requests   a virtual request, answered by the same table of routes as HTTP
rooms      who is in which room, who is put out, and what a room is told
feed       from what the log says to what rooms are told
service    what runs beside: threads, heartbeat, checks
origins    whose pages may use the API, over HTTP too
"""
