"""Tokens of people's programs, from the command line."""

from datetime import timedelta

from projets.operations.console import Misuse, answer, say

NAME = "token"
HELP = "make, list and revoke tokens of the API, in somebody's name"
SCOPES = ("read", "write", "admin")


def add_arguments(parser):
    parser.add_argument("act", choices=sorted(ACTS), help="what to do")
    parser.add_argument("who", nargs="?", help="address or user name of whose token it is (create, list)")
    parser.add_argument("--name", help="what it is for (create)")
    parser.add_argument("--scope", choices=SCOPES, default="read", help="what it may: read unless given")
    parser.add_argument(
        "--project", action="append", default=[], help="prefix of a project it is for; all unless given"
    )
    parser.add_argument("--days", type=int, help="days after which it ends; never unless given")
    parser.add_argument("--id", help="which one (revoke)")
    parser.add_argument("--json", action="store_true", help="print JSON and nothing else")


def run(options):
    from projets.operations import checks

    if options.act == "revoke" and not options.id:
        raise Misuse("token revoke needs --id; see: projets token list")
    if options.act != "revoke" and not options.who:
        raise Misuse(f"token {options.act} needs the address or the user name of an account")
    if options.act == "create" and not options.name:
        raise Misuse("token create needs --name: what it is for")
    if options.days is not None and not 0 < options.days <= 36500:
        raise Misuse("--days is a whole number of days, from 1 on")
    checks.ready()
    ACTS[options.act](options)


def _create(options):
    from django.utils import timezone

    from projets.accounts.actions.tokens import make_token
    from projets.accounts.models import Token
    from projets.accounts.tokens import Secret
    from projets.operations.commands.user import named

    user, secret = named(options.who), Secret.made()
    ends = timezone.now() + timedelta(days=options.days) if options.days else None
    projects = [_project(user, prefix) for prefix in options.project] or None
    act = make_token(_actor(user), user, options.name, secret, options.scope, projects, ends)
    token = Token.objects.get(pk=act.facts[0].after.id)
    if options.json:
        answer(_described(token) | {"secret": secret.text})
        return
    say(_line(token))
    say(f"token, shown this once: {secret.text}")


def _list(options):
    from projets.accounts.tokens import tokens_of
    from projets.operations.commands.user import named

    found = list(tokens_of(named(options.who)))
    if options.json:
        answer([_described(token) for token in found])
        return
    for token in found:
        say(_line(token))


def _revoke(options):
    from projets.accounts.actions.tokens import revoke_token
    from projets.accounts.models import Token
    from projets.usecase.errors import NotFound

    id = options.id
    found = Token.objects.filter(pk=int(id)).first() if id.isascii() and id.isdigit() and len(id) < 19 else None
    if found is None:
        raise NotFound(f"« {id} »: no token has this id. See: projets token list.")
    revoke_token(_actor(found.user), found)
    found.refresh_from_db()
    if options.json:
        answer(_described(found))
    else:
        say(_line(found))


ACTS = {"create": _create, "list": _list, "revoke": _revoke}


def _actor(user):
    """Whose token it is: the operator acts in their name."""
    from projets.usecase.actor import Actor

    return Actor(user.pk, "command")


def _project(user, prefix):
    from projets.boards.models import Project
    from projets.usecase.errors import NotFound

    found = Project.objects.visible_to(_actor(user)).filter(prefix=prefix.upper()).first()
    if found is None:
        raise NotFound(f"« {prefix} »: no project has this prefix, or this person cannot see it.")
    return found


def _described(token):
    use = getattr(token, "use", None)
    return {
        "id": str(token.pk),
        "name": token.name,
        "prefix": token.prefix,
        "scope": token.scope,
        "project_ids": None if token.project_ids is None else [str(id) for id in token.project_ids],
        "expires_at": token.expires_at and token.expires_at.isoformat(),
        "revoked_at": token.revoked_at and token.revoked_at.isoformat(),
        "used_at": use and use.used_at.isoformat(),
    }


def _line(token):
    ended = "" if token.holds else "  (ended)"
    until = f", until {token.expires_at:%Y-%m-%d}" if token.expires_at else ""
    return f"{token.pk}  {token.prefix}…  {token.scope:<6} {token.name}{until}{ended}"
