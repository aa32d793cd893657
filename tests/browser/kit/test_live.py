"""live.js, where nobody answers its socket: what a page says then, and what it does not."""

import socket

import pytest

CONNECT = """import { connect } from "projets/lib/live.js";
window.live = connect({ address: "%s", onState: () => {} });
"""


@pytest.fixture
def nobody():
    """The address of a server that takes connections and never speaks."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"ws://127.0.0.1:{listening.getsockname()[1]}/live/"


@pytest.fixture
def said(context):
    """Everything on the console of every page."""
    lines = []
    context.on("console", lambda message: lines.append(message.text))
    return lines


@pytest.mark.parametrize(
    "leave",
    [
        lambda page: page.goto(page.url + "?again"),
        lambda page: page.reload(),
        lambda page: page.evaluate("live.retry()"),
        lambda page: page.evaluate("dispatchEvent(new Event('offline'))"),
        lambda page: page.close(run_before_unload=False),
        lambda page: None,  # its context is closed
    ],
    ids=["goes elsewhere", "reloads", "tries again", "network cut", "tab closed", "browser closed"],
)
def test_a_page_left_while_its_socket_opens_has_nothing_to_say(leave, server, tab, context, nobody, said):
    tab.goto(server.page("<main></main>", CONNECT % nobody))
    tab.wait_for_function("!!window.live")
    leave(tab)
    last = context.new_page()
    last.goto(server.page("<main></main>", "console.log('the last word')", path="/last"))
    context.close()
    assert said == ["the last word"]
