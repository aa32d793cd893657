"""Who may say what the instance says of itself. It acts on the instance, whose grounds are those of accounts."""

from projets.accounts.permissions import ADMINISTRATOR
from projets.usecase import rights

rights.table.update(
    {
        "set_legal_information": {ADMINISTRATOR},
        "make_announcement": {ADMINISTRATOR},
        "remove_announcement": {ADMINISTRATOR},
    }
)
