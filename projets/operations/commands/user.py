"""People with an account, from the command line."""

import sys

from projets.operations.console import Misuse, answer, say

NAME = "user"
HELP = "create, list and erase people, give them a password or a role, help who cannot sign in"
ROLES = ("administrator", "project_owner", "board_user")


def add_arguments(parser):
    parser.add_argument("act", choices=sorted(ACTS), help="what to do")
    parser.add_argument("who", nargs="?", help="address or user name of an account (all but create, list)")
    parser.add_argument("--email", help="address of the new account (create)")
    parser.add_argument("--name", help="name of the person (create)")
    parser.add_argument("--username", help="another name to sign in with (create)")
    parser.add_argument("--role", choices=ROLES, help="may do everything, create projects, or work on others' boards")
    parser.add_argument("--password-stdin", action="store_true", help="read the password from stdin; else one is made")
    parser.add_argument("--json", action="store_true", help="print JSON and nothing else")


def run(options):
    from projets.operations import checks

    _require_sense(options)
    checks.ready()
    ACTS[options.act](options)


def _require_sense(options):
    if options.act == "create" and (not options.email or not options.name or options.who):
        raise Misuse("user create needs --email and --name, and nothing besides options")
    if options.act in ("password", "role", "factors", "rescue", "erase") and not options.who:
        raise Misuse(f"user {options.act} needs the address or the user name of an account")
    if options.act == "role" and not options.role:
        raise Misuse("user role needs --role")


def _create(options):
    from projets.accounts.actions.people import create_user
    from projets.accounts.queries import instance

    password, shown = _password(options)
    act = create_user(
        _operator(),
        instance(),
        options.email,
        options.name,
        role=options.role or "project_owner",
        username=options.username,
        password=password,
    )
    _tell(options, _found(act.facts[0].after.id), shown)


def _set_password(options):
    from projets.accounts.actions.people import set_password

    user = named(options.who)
    password, shown = _password(options)
    set_password(_operator(), user, password)
    _tell(options, user, shown)


def _set_role(options):
    from projets.accounts.actions.people import set_role

    user = named(options.who)
    set_role(_operator(), user, options.role)
    _tell(options, _found(user.pk), {})


def _list(options):
    from projets.accounts.models import User

    people = [_described(user) for user in User.objects.filter(pseudonym=None).order_by("email")]
    if options.json:
        answer(people)
        return
    for one in people:
        ended = "" if one["active"] else "  (deactivated)"
        say(f"{one['email']:<40} {one['role']:<14} {one['name']}{ended}")


def _remove_factors(options):
    from projets.accounts.factors.actions.factors import remove_factors

    user = named(options.who)
    remove_factors(_operator(), user)
    _tell(options, user, {})


def _erase(options):
    """For good: the name, the address and all that belongs to them alone."""
    from projets.boards.departures.actions.erasing import erase_person

    user = named(options.who)
    erase_person(_operator(), user)
    erased = _found(user.pk)
    if options.json:
        answer(_described(erased))
        return
    say(f"{erased.name}: what they wrote stays under this name, and nothing says who it was")


def _make_rescue(options):
    """A secret for one sign-in, where passwords do not open or a provider is away."""
    from hashlib import sha256
    from secrets import token_urlsafe

    from django.conf import settings

    from projets.accounts.factors.actions.rescue import make_rescue
    from projets.accounts.queries import instance

    user, secret = named(options.who), token_urlsafe(32)
    make_rescue(_operator(), instance(), user, sha256(secret.encode()).hexdigest())
    if options.json:
        answer(_described(user) | {"secret": secret, "address": f"{settings.BASE_URL}/connexion/secours/"})
        return
    say(f"{user.name} <{user.email}> can sign in once at {settings.BASE_URL}/connexion/secours/")
    say(f"secret, shown this once: {secret}")


ACTS = {
    "create": _create,
    "erase": _erase,
    "factors": _remove_factors,  # those that somebody has lost
    "list": _list,
    "password": _set_password,
    "rescue": _make_rescue,
    "role": _set_role,
}


def _operator():
    from projets.usecase.actor import Actor

    return Actor(None, "command")


def _password(options):
    """The password, and what to show of it: one that was made is shown once, here."""
    from projets.accounts.wording import generated_password

    if options.password_stdin:
        return sys.stdin.readline().rstrip("\r\n"), {}
    made = generated_password()
    return made, {"password": made}


def named(who):
    from projets.accounts.models import User
    from projets.usecase.errors import NotFound

    try:
        return User.objects.get_by_natural_key(who)
    except User.DoesNotExist:
        raise NotFound(f"« {who} »: no account has this address or user name. See: projets user list.") from None


def _found(pk):
    from projets.accounts.models import User

    return User.objects.get(pk=pk)


def _described(user):
    return {
        "id": str(user.pk),
        "email": user.email,
        "username": user.username,
        "name": user.name,
        "role": user.role,
        "active": user.is_active,
    }


def _tell(options, user, shown):
    if options.json:
        answer(_described(user) | shown)
        return
    say(f"{user.name} <{user.email}>, {user.role}")
    if shown:
        say(f"password, shown this once: {shown['password']}")
