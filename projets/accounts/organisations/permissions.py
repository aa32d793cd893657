"""Who may do what to organisations and what is inside them: this table, and nothing else."""

from enum import StrEnum

from projets.accounts.models import User
from projets.accounts.organisations.models import Affiliation, Team, TeamMember
from projets.accounts.permissions import ANYBODY
from projets.usecase import rights


class Ground(StrEnum):
    """What somebody may stand on before an organisation or what is inside."""

    SYSTEM = "system"  # nobody: a command line, or what follows by itself, as signing in does
    ADMINISTRATOR = "administrator"  # of the instance
    HEAD = "head"  # administrator of this organisation
    MEMBER = "member"  # works in it
    LEAD = "lead"  # of this very team


SYSTEM, ADMINISTRATOR, HEAD, MEMBER, LEAD = Ground
ADMINISTER = {ADMINISTRATOR, HEAD, SYSTEM}

rights.table.update(
    {
        "settle_person": {SYSTEM},
        "apply_claims": {SYSTEM},
        "create_organisation": {ADMINISTRATOR, SYSTEM},
        "edit_organisation": ADMINISTER,
        "affiliate": ADMINISTER | ANYBODY,  # any account may become one of its people
        "edit_affiliation": ADMINISTER,
        "remove_affiliation": ADMINISTER,
        "create_service": ADMINISTER,
        "rename_service": ADMINISTER,
        "delete_service": ADMINISTER,
        "create_team": ADMINISTER,
        "rename_team": ADMINISTER | {LEAD},
        "delete_team": ADMINISTER,
        "add_to_team": ADMINISTER | {LEAD} | ANYBODY,
        "set_lead": ADMINISTER,
        "remove_from_team": ADMINISTER | {LEAD},
        "add_claim_rule": ADMINISTER,
        "remove_claim_rule": ADMINISTER,
    }
)


def grounds(actor, rows):
    if actor.user_id is None:
        return {row: {SYSTEM} if actor.via in ("system", "command") else set() for row in rows}
    role = User.objects.filter(pk=actor.user_id, is_active=True).values_list("role", flat=True).first()
    if role is None or actor.projects is not None:  # a key made for some projects knows nothing of organisations
        return {row: set() for row in rows}
    places = {row: int(row.stream.partition(":")[2]) for row in rows}
    theirs = Affiliation.objects.filter(user=actor.user_id, organisation__in=set(places.values()))
    roles = dict(theirs.values_list("organisation", "role"))
    leads = set(TeamMember.objects.filter(user=actor.user_id, is_lead=True).order_by().values_list("team", flat=True))
    return {row: set(_grounds(role, roles.get(place), _team_of(row) in leads)) for row, place in places.items()}


def _team_of(row):
    return row.pk if isinstance(row, Team) else getattr(row, "team_id", None)


def _grounds(role, there, leads):
    if role == User.Role.ADMINISTRATOR:
        yield ADMINISTRATOR
    if there:
        yield MEMBER
    if there == Affiliation.Role.ADMINISTRATOR:
        yield HEAD
    if leads:
        yield LEAD


rights.parts["organisations"] = rights.Part(grounds, {MEMBER})
