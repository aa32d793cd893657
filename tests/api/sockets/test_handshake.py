"""Who gets a socket, and the frames of Engine.IO and socket.io as they are."""

import json
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.live.client import PATIENCE, closed_with

WEBSOCKET = "EIO=4&transport=websocket"


def knock(server, query=WEBSOCKET, origin=""):
    return connect(
        f"ws://{server.address}/socket.io/?{query}",
        origin=f"http://{server.address}" if origin == "" else origin,
        compression=None,
        ping_interval=None,
        proxy=None,
    )


def said(wire):
    """What it says next, but its heartbeat."""
    while (text := wire.recv(timeout=PATIENCE)) == "2":
        pass
    return text


@pytest.mark.parametrize("origin", [None, "http://elsewhere.example", "null", "http://[", "http://127.0.0.1:1"])
def test_a_page_from_elsewhere_gets_no_socket(server, origin):
    with pytest.raises(InvalidStatus) as refused:
        knock(server, origin=origin)
    assert refused.value.response.status_code == 400
    assert json.loads(refused.value.response.body) == {"code": 3, "message": "Bad request"}


def test_an_allowed_page_from_elsewhere_gets_one(server):
    with knock(server, origin="http://planka.example:8179") as wire:
        assert said(wire).startswith("0{")


@pytest.mark.parametrize(
    ("query", "code"), [("EIO=3&transport=websocket", 5), ("transport=websocket", 5), (f"{WEBSOCKET}&sid=x", 1)]
)
def test_another_protocol_is_refused(server, query, code):
    with pytest.raises(InvalidStatus) as refused:
        knock(server, query)
    assert refused.value.response.status_code == 400
    assert json.loads(refused.value.response.body)["code"] == code


def test_there_is_no_long_polling(server):
    with pytest.raises(HTTPError) as refused:
        urlopen(f"http://{server.address}/socket.io/?EIO=4&transport=polling", timeout=PATIENCE)
    assert refused.value.code == 400
    assert json.loads(refused.value.read()) == {"code": 0, "message": "Transport unknown"}


def test_the_frames_of_a_conversation(server):
    with knock(server) as wire:
        opening = json.loads(said(wire)[1:])
        assert opening | {"sid": ""} == {
            "sid": "",
            "upgrades": [],
            "pingInterval": 25_000,
            "pingTimeout": 60_000,
            "maxPayload": 1_000_000,
        }
        wire.send("40")
        assert said(wire).startswith('40{"sid":"')
        wire.send("3")
        wire.send("40/admin,")
        assert said(wire) == '44/admin,{"message":"Invalid namespace"}'
        wire.send('421["get",{"url":"/api/users/me"}]')
        body = '{"code":"E_UNAUTHORIZED","message":"Access token is missing, invalid or expired"}'
        assert said(wire) == f'431[{{"body":{body},"headers":{{}},"statusCode":401}}]'
        wire.send('42["get",{"url":"/api/users/me"}]')  # nobody waits for an answer
        wire.send('42["greet",{}]')  # nobody listens to it
        wire.send('422["put",{"url":"/api/users/me"}]')
        assert said(wire).endswith('"statusCode":404}]')
        wire.send("41")
        assert closed_with(wire) == 1000


@pytest.mark.parametrize(
    "sent", ["", "2", "9", "4", "47", "42", "42{}", "42[]", "42[1]", "421[", '42["get"', "451-[]"]
)
def test_what_is_not_understood_closes_the_socket(server, sent):
    with knock(server) as wire:
        wire.send(sent)
        assert closed_with(wire) == 1008


@pytest.mark.parametrize("sent", ["null", "7", '{"url":7}', '{"url":"/api/users/me","data":[]}', '{"url":"http://["}'])
def test_what_is_no_request_is_answered_so(server, sent):
    with knock(server) as wire:
        said(wire)
        wire.send(f'4212["get",{sent}]')
        assert said(wire) == '4312[{"headers":{},"statusCode":400}]'


@pytest.mark.parametrize("url", ["/api/labels/\\ud800", "/api/labels/1?name=\\ud800", "/api/labels/1"])
def test_half_a_character_is_refused_and_the_socket_stays(server, url):
    with knock(server) as wire:
        said(wire)
        asked = '{"url":"URL","data":{"name":"\\ud83d"},"headers":{"Authorization":"\\ud83d"}}'
        wire.send(f'420["patch",{asked.replace("URL", url)}]')
        assert said(wire).endswith(('"statusCode":400}]', '"statusCode":401}]'))
        wire.send('421["get",{"url":"/api/bootstrap"}]')
        assert said(wire).endswith('"statusCode":200}]')


def test_a_request_of_more_than_a_megabyte_closes_the_socket(server):
    with knock(server) as wire:
        said(wire)
        wire.send('420["patch",{"url":"/api/labels/1","data":{"name":"%s"}}]' % ("x" * 900_000))
        assert said(wire).endswith('"statusCode":401}]')
        # Its announcement alone: the server closes on it, and what it leaves unread would reset the connection.
        wire.socket.sendall(b"\x81\xff" + (1_100_001).to_bytes(8, "big") + b"mask")
        assert closed_with(wire) == 1009
