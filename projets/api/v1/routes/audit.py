"""The audit trail: who did what to which row, searched, taken out and verified by administrators (E-09)."""

from typing import Annotated, Literal

from ninja import Query
from pydantic import Field

from projets.accounts.audit import chain
from projets.accounts.audit.actions.trail import export_audit
from projets.accounts.audit.natures import NATURES
from projets.accounts.audit.queries import MOST_EXPORTED, entries
from projets.accounts.queries import instance, require_administrator
from projets.api.v1 import models
from projets.api.v1.answers import send
from projets.api.v1.door import ADMIN, api
from projets.api.v1.exporting import CSV, as_csv, exported
from projets.api.v1.paging import Paged, cursor_of, next_after
from projets.api.v1.parsing import Day, Id, Sent
from projets.api.v1.shapes import moment, sent
from projets.exchange.exporters.sheets import audit_sheet

TAGS = ["audit"]
Nature = Literal[NATURES]
ABOUT = "a day in the time zone of the instance, itself included"


class AuditAsked(Paged):
    person_id: Id | None = None
    nature: Nature | None = None
    since: Annotated[Day | None, Field(description=ABOUT)] = None
    until: Annotated[Day | None, Field(description=ABOUT)] = None


class AuditExport(Sent):
    person_id: Id | None = None
    nature: Nature | None = None
    since: Day | None = None
    until: Day | None = None


class AuditEntry(models.Out):
    number: int
    at: models.At
    author_id: Id | None
    via: str
    nature: Nature
    kind: str
    row_id: models.RowId
    stream: str
    act_id: Id
    digest: str


class AuditChain(models.Out):
    holds: bool
    number: int | None
    entries: int | None
    said: str | None


@api.get("/audit", response=models.page_of(AuditEntry), auth=ADMIN, tags=TAGS)
def search_audit(request, asked: Query[AuditAsked]):
    """For administrators: entries, the newest first; without content, nor names."""
    require_administrator(request.actor)
    found = _wanted(asked)
    if asked.cursor:
        found = found.filter(number__lt=cursor_of(asked.cursor))
    found = list(found[: asked.limit + 1])
    more, found = len(found) > asked.limit, found[: asked.limit]
    return send({"items": [_item(one) for one in found], "next": next_after(found[-1].number) if more else None})


@api.post("/audit/export", response={200: None}, auth=ADMIN, tags=TAGS, openapi_extra=CSV)
def export(request, body: AuditExport):
    """For administrators: the same as CSV, the newest first, 100,000 entries at most. That it left is an entry too."""

    def make(actor, _none):
        found = list(_wanted(body)[:MOST_EXPORTED])
        act = export_audit(actor, instance(), found[0].number if found else 0, len(found))
        return act, audit_sheet(found)

    act, text = exported(request, export_audit, require_administrator, make)
    return as_csv(text, "audit", act)


@api.get("/audit/chain", response=AuditChain, auth=ADMIN, tags=TAGS)
def verify_chain(request):
    """For administrators: all of the trail is read again, which takes a while; does each entry seal the one before?"""
    require_administrator(request.actor)
    try:
        number, count = chain.verify()
    except chain.Broken as error:
        return send({"holds": False, "number": None, "entries": None, "said": str(error)})
    return send({"holds": True, "number": number, "entries": count, "said": None})


def _wanted(asked):
    author = min(int(asked.person_id), 2**63 - 1) if asked.person_id else None  # beyond, there is nobody
    return entries(author, asked.nature or "", asked.since, asked.until)


def _item(one):
    return {
        "number": one.number,
        "at": moment(one.at),
        "author_id": sent("author_id", one.author_id),
        "row_id": str(one.row_id),
        "act_id": str(one.act_id),
        **{name: getattr(one, name) for name in ("via", "nature", "kind", "stream", "digest")},
    }
