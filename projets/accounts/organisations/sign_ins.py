"""How the people of an organisation sign in, as far as it is for its administrators to know (E-10)."""

from datetime import timedelta

from django.utils import timezone

from projets.accounts.factors.failures import lock_outs_of
from projets.accounts.factors.opened import how_many_open
from projets.accounts.organisations.queries import of_its_own

LATELY = timedelta(days=30)  # how far back those are counted whom failed sign-ins shut out


def counts_of(organisation, user_ids):
    """({id: open sessions}, {id: times shut out lately}) of those of these people whom nobody else may call theirs."""
    own = of_its_own(organisation, user_ids)
    return how_many_open(own), lock_outs_of(own, timezone.now() - LATELY)
