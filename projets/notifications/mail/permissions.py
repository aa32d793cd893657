"""Who may say by which server mail leaves. It acts on the instance, whose grounds are those of accounts."""

from projets.accounts.permissions import ADMINISTRATOR
from projets.usecase import rights

rights.table.update({"set_mail_server": {ADMINISTRATOR}})
