"""An import that an operator types: at once, and with every right unless in somebody's name."""

from django.utils.translation import gettext_lazy as _

from projets.accounts.models import User
from projets.accounts.queries import instance
from projets.boards.models import Project
from projets.boards.names import plain
from projets.exchange.actions.imports import ask_import
from projets.exchange.actions.starting import start_import
from projets.exchange.importers import trello
from projets.exchange.importing import carry_out_plan
from projets.exchange.models import ImportJob
from projets.usecase.actor import Actor
from projets.usecase.errors import Invalid, NotFound


def import_path(path, matches, project=None, person=None):
    """Read and write one file; answers the import with its balance.

    `matches` are e-mail addresses by user name there; `project` a name or a prefix; `person` an e-mail address.
    Without `person` the project that is made belongs to the first administrator, if there is one.
    """
    plan = trello.read(path)
    owner = _person(person) if person else _first_administrator()
    actor = Actor(owner.pk, "command") if person else Actor(None, "system")
    found = _project(project) if project else None
    act = ask_import(actor, owner or instance(), plan, file_name=str(path).rpartition("/")[2])
    job = ImportJob.objects.get(pk=act.facts[0].after.id)
    accounts = _accounts(plan, matches)
    start_import(actor, job, [found] if found else [], project or "", accounts, queued=False)
    job.refresh_from_db()
    carry_out_plan(actor, job, plan)
    job.refresh_from_db()
    return job


def _person(email):
    user = User.objects.filter(email=email.lower(), is_active=True, is_guest=False).first()
    if user is None:
        raise NotFound(_("Nobody here has the address %s.") % email)
    return user


def _first_administrator():
    return User.objects.administrators().order_by("pk").first()


def _project(name):
    standing = Project.objects.standing().order_by("pk")
    found = [one for one in standing if name.upper() == one.prefix or plain(one.name) == plain(name)]
    if len(found) > 1:
        raise Invalid(
            _("Several projects are called %(name)s: give the prefix of one: %(prefixes)s.")
            % {"name": name, "prefixes": ", ".join(one.prefix for one in found)}
        )
    return found[0] if found else None


def _accounts(plan, matches):
    people = {one.username.lower(): one.source_id for one in plan.people if one.username}
    return {people[username]: str(_person(email).pk) for username, email in matches.items() if username in people}
