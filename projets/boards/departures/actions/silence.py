"""Who has not come for long is told before the account is closed."""

from projets.boards.departures.events import SilenceState, SilenceWarned
from projets.boards.departures.models import SilenceWarning
from projets.usecase.action import action
from projets.usecase.log import moment, record


@action("user")
def warn_of_silence(actor, user, days, closes_at):
    """`days` before it is closed at the soonest; the letter follows from the fact."""
    warning, _made = SilenceWarning.objects.update_or_create(user=user, defaults={"days": days, "warned_at": moment()})
    record(user.stream, SilenceWarned(None, SilenceState(warning.pk, user.pk, days, closes_at)))
