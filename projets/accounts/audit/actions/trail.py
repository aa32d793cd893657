from projets.accounts.audit import chain
from projets.accounts.audit.events import AuditExported, AuditState
from projets.usecase.action import action
from projets.usecase.log import record


@action("instance")
def export_audit(actor, instance, last, entries):
    """Remember that somebody took `entries` of the trail out, up to number `last`."""
    record(instance.stream, AuditExported(None, AuditState(last, entries)))


@action("instance")
def cut_audit(actor, instance, before):
    """Remove what is older than the trail is kept."""
    chain.cut(before)
