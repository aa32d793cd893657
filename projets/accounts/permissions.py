"""Who may do what to accounts and to the instance: this table, and nothing else."""

from enum import StrEnum

from projets.accounts.models import Token, User
from projets.usecase import rights


class Ground(StrEnum):
    """What somebody may stand on before an account or the instance."""

    SYSTEM = "system"  # nobody: a command line, or what follows by itself
    ADMINISTRATOR = "administrator"
    ONESELF = "oneself"
    HOLDER = "holder"  # oneself, and no guest: a guest's account opens by their mailbox alone, and nothing in its name
    FOUNDER = "founder"  # oneself, and one who may create projects
    COLLEAGUE = "colleague"  # any other active account
    ITSELF = "itself"  # the token that one acts with


SYSTEM, ADMINISTRATOR, ONESELF, HOLDER, FOUNDER, COLLEAGUE, ITSELF = Ground
FOUNDERS = {User.Role.ADMINISTRATOR, User.Role.PROJECT_OWNER}
ADMINISTER = {ADMINISTRATOR, SYSTEM}
ANYBODY = {ONESELF, COLLEAGUE}

rights.table.update(
    {
        "create_user": ADMINISTER,
        "set_role": ADMINISTER,
        "deactivate_user": ADMINISTER,
        "activate_user": ADMINISTER,
        "set_password": ADMINISTER,
        "set_email": ADMINISTER,
        "set_username": ADMINISTER,
        "make_api_key": ADMINISTER,
        "remove_api_key": ADMINISTER,
        "edit_profile": {ONESELF, ADMINISTRATOR},
        "change_picture": {ONESELF, ADMINISTRATOR},
        "change_email": {HOLDER},
        "change_username": {ONESELF},
        "change_password": {HOLDER},
        "edit_preferences": {ONESELF},
        "edit_account": {ONESELF, ADMINISTRATOR},
        "open_api_session": {HOLDER},
        "close_api_session": {ONESELF},
        "accept_terms": {ONESELF},
        "make_token": {HOLDER},  # and what boards say of the projects that it is made for
        "revoke_token": {ONESELF, ITSELF},  # whatever it was made for, one that leaked can be ended by itself
    }
)


def grounds(actor, rows):
    """One query, however many rows."""
    if actor.user_id is None:
        return {row: {SYSTEM} if actor.via in ("system", "command") else set() for row in rows}
    found = User.objects.filter(pk=actor.user_id, is_active=True).values_list("role", "is_guest").first()
    return {row: set(_grounds(actor, row, *found)) if found else set() for row in rows}


def _grounds(actor, row, role, is_guest):
    if isinstance(row, Token) and row.pk == actor.token:
        yield ITSELF
    if actor.projects is not None:  # a key made for some projects is nobody's own account, but may invite anybody
        if isinstance(row, User):
            yield COLLEAGUE
        return
    if role == User.Role.ADMINISTRATOR:
        yield ADMINISTRATOR
    if isinstance(row, Token) and row.user_id == actor.user_id:
        yield ONESELF
    if isinstance(row, User):
        yield ONESELF if row.pk == actor.user_id else COLLEAGUE
        if row.pk == actor.user_id and not is_guest:
            yield HOLDER
            if role in FOUNDERS:
                yield FOUNDER


rights.parts["accounts"] = rights.Part(grounds, ANYBODY)
