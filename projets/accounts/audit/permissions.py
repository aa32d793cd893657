"""Who takes the trail out. It acts on the instance, whose grounds are those of accounts."""

from projets.accounts.permissions import ADMINISTER
from projets.usecase import rights

rights.table.update({"export_audit": ADMINISTER, "cut_audit": ADMINISTER})
