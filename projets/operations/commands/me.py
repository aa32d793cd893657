"""Who one is for an instance."""

from projets.operations.client import verbs
from projets.operations.client.showing import columns

NAME = "me"
HELP = "who you are for the instance that you ask, and what your token may"
SETTINGS, SETS_UP, run = verbs.SETTINGS, False, verbs.run


def add_arguments(parser):
    return verbs.add_verb(parser, _me)


def _me(api, options):
    me = api.get("me")
    token = me["token"]
    rows = [["name", me["name"]], ["address", me["email"]], ["role", me["role"]], ["id", me["id"]]]
    if token:
        until = f", until {token['expires_at'][:10]}" if token["expires_at"] else ""
        rows.append(["token", f"{token['prefix']}…, {token['scope']}{until}"])
    return me, columns(rows)
