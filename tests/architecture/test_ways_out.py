"""What this server asks of others, and what it leaves in browsers: each place is known, with its reason."""

import ast
import re
from pathlib import Path

import projets

HERE = Path(projets.__file__).parent
CALLING = {
    *("aiohttp", "apprise", "boto3", "ftplib", "http.client", "httpx", "imaplib", "paramiko", "poplib", "requests"),
    *("smtplib", "socket", "urllib.request", "urllib3", "xmlrpc.client"),
}
# To addresses that people typed only `usecase/outgoing.py` goes, or what it judges; to those of settings, the others.
CALLERS = {
    "usecase/outgoing.py": "it judges each address",
    "notifications/mail/sending.py": "over a connection of outgoing.py",
    "notifications/services/courier.py": "a process in which outgoing.py judges each connection",
    "notifications/services/couriers.py": "lines to that process, within this machine",
    "accounts/identities/client.py": "the provider of the settings",
    "accounts/identities/provider.py": "the provider of the settings",
    "operations/openid_checks.py": "the provider of the settings",
    "operations/openid_demo/provider.py": "the provider of a demonstration, towards this machine",
    "operations/client/remote.py": "the instance that whoever runs the command names, from their own machine",
    "config/server.py": "connections that others made, to cut them",
    "operations/checks.py": "whether the port of the settings is free",
    "boards/antivirus.py": "the daemon of the settings",
}
SETTING_COOKIES = {
    "web/pages/profile/views.py": "the language and the theme that somebody chose",
    "api/planka/http.py": "the cookie that a client of Planka's API asked for, beside its token",
}


def imported(source):
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from (node.module, *(f"{node.module}.{one.name}" for one in node.names))


def sources(pattern):
    return {str(path.relative_to(HERE)): path.read_text("utf-8") for path in HERE.rglob(pattern)}


def test_every_way_out_is_known():
    """SSRF: a new one is judged, or says why it need not be."""
    found = {name for name, source in sources("*.py").items() if CALLING & set(imported(source))}
    assert found == CALLERS.keys()


def test_no_cookie_but_for_the_session_forms_and_what_somebody_chose():
    """Django sets those of the session and of forms; no other needs no consent (E-12)."""
    sets = re.compile(r"\.set_(?:signed_)?cookie\(|\.cookies\[[^\]]*\] *=")
    assert {name for name, source in sources("*.py").items() if sets.search(source)} == SETTING_COOKIES.keys()
    own = {name: source for name, source in sources("*.js").items() if "/vendor/" not in name}
    assert [name for name, source in own.items() if re.search(r"document\.cookie|cookieStore", source)] == []
