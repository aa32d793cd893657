"""Is everything in place?"""

from projets.config.environment import Misconfigured
from projets.operations.console import answer, complain, say

NAME = "check"
HELP = "look at the settings, the database and the files; `oidc`: at signing in elsewhere; `audit`: at the trail"
SETTINGS = ("OIDC_OP_URL", "OIDC_RP_CLIENT_ID", "OIDC_RP_SIGN_ALGO", "OIDC_RP_SCOPES")


def add_arguments(parser):
    parser.add_argument(
        "what", nargs="?", choices=["oidc", "audit"], help="nothing: what must be true before the start"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON list of {check, ok, said}")


def run(options):
    from projets.operations import checks, openid_checks

    found = []
    asked = {"oidc": openid_checks.ALL, "audit": checks.AUDIT}.get(options.what, checks.ALL)
    for name, check in asked.items():
        try:
            found.append({"check": name, "ok": True, "said": check()})
        except Misconfigured as error:
            found.append({"check": name, "ok": False, "said": str(error)})
            break  # what comes after it is only its consequence
    if options.json:
        answer(found)
    for one in found:
        if not one["ok"]:
            complain(one["said"])
        elif not options.json:
            say(f"{one['check']:<16}{one['said']}")
    return 0 if all(one["ok"] for one in found) else 1
