"""How the service stands, and the proofs that it is safe (E-29b): what its pages show to administrators."""

from typing import Annotated

from django.utils import timezone
from pydantic import Field

from projets.accounts.queries import require_administrator
from projets.api.v1 import models
from projets.api.v1.answers import send
from projets.api.v1.door import ADMIN, api
from projets.api.v1.shapes import moment
from projets.boards.standing import proofs, state

TAGS = ["state"]
Holds = Annotated[bool | None, Field(description="null: it only informs")]


class InstalledVersion(models.Out):
    name: str
    version: str


class Check(models.Out):
    check: str
    holds: Holds
    said: str


class KeptBackup(models.Out):
    at: models.At
    name: str
    bytes: int


class Room(models.Out):
    database: int
    files: int
    free: int


class ProjectFiles(models.Out):
    project_id: models.Id | None
    project_name: str | None
    files: int
    bytes: int


class FailedJob(models.Out):
    job: str
    at: models.At | None
    error: str


class Jobs(models.Out):
    waiting: int
    running: int
    done: int
    failed: int
    failures: list[FailedJob]


class PutAside(models.Out):
    subscriber: str
    kind: str
    reason: str
    tries: int
    next_try: models.At


class ServiceState(models.Out):
    versions: list[InstalledVersion]
    checks: list[Check]
    backups: list[KeptBackup]
    room: Room
    largest: list[ProjectFiles]
    jobs: Jobs
    set_aside: list[PutAside]


class ProofLine(models.Out):
    what: str
    found: str
    holds: Holds
    source: str


class ProofSection(models.Out):
    title: str
    proofs: list[ProofLine]


class SecurityFile(models.Out):
    made_at: models.At
    held: int
    missed: int
    sections: list[ProofSection]
    components: list[InstalledVersion]


@api.get("/state", response=ServiceState, auth=ADMIN, tags=TAGS)
def read_state(request):
    """For administrators: versions, checks, backups in the data directory, room in bytes, the projects with most files
    (a private one without its name), jobs of the last fortnight, and what is tried again later."""
    require_administrator(request.actor)
    jobs = state.jobs()
    jobs["failures"] = [{"job": job, "at": moment(at), "error": error} for job, at, error in jobs["failures"]]
    return send(
        {
            "versions": [{"name": name, "version": number} for name, number in state.versions()],
            "checks": [{"check": str(one), "holds": holds, "said": str(said)} for one, holds, said in state.checks()],
            "backups": [{"at": moment(at), "name": name, "bytes": size} for at, name, size in state.backups()],
            "room": state.room(),
            "largest": [_project(*one) for one in state.largest(request.actor)],
            "jobs": jobs,
            "set_aside": [_aside(*one) for one in state.set_aside()],
        }
    )


@api.get("/security-file", response=SecurityFile, auth=ADMIN, tags=TAGS)
def read_security_file(request, verify: bool = False):
    """For administrators: what proves that the instance is safe, with the requirement that each line answers
    (`source`), and all libraries. `verify`: the whole audit trail is read again too, which takes a while."""
    require_administrator(request.actor)
    sections = proofs.sections(verify)
    flat = [one for _title, proven in sections for one in proven]
    return send(
        {
            "made_at": moment(timezone.now()),
            "held": sum(one.holds is True for one in flat),
            "missed": sum(one.holds is False for one in flat),
            "sections": [{"title": str(title), "proofs": [_proof(one) for one in its]} for title, its in sections],
            "components": [{"name": name, "version": number} for name, number in proofs.components()],
        }
    )


def _project(project, files, size):
    shown = {"project_id": str(project.pk), "project_name": project.name} if project else {}
    return {"project_id": None, "project_name": None, "files": files, "bytes": size} | shown


def _aside(subscriber, kind, reason, tries, at):
    return {"subscriber": subscriber, "kind": kind, "reason": reason, "tries": tries, "next_try": moment(at)}


def _proof(one):
    return {"what": str(one.what), "found": str(one.found), "holds": one.holds, "source": one.source}
