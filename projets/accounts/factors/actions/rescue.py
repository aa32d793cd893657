"""The rescue account: made by the operator on the command line, good for one sign-in."""

from django.utils.translation import gettext_lazy as _

from projets.accounts.factors import events
from projets.accounts.factors.models import Rescue
from projets.accounts.models import User
from projets.usecase.action import action
from projets.usecase.errors import Conflict, Invalid
from projets.usecase.log import moment, record


@action("instance", "user")
def make_rescue(actor, instance, user, digest):
    """Instead of the one there was, whoever it was for: there is one at most."""
    if user.role != User.Role.ADMINISTRATOR or not user.is_active:
        raise Invalid(_("The rescue account is that of an active administrator."))
    Rescue.objects.filter(used_at=None).delete()
    made = Rescue(user=user, digest=digest, made_at=moment())
    made.save(force_insert=True)
    for stream in (instance.stream, user.stream):
        record(stream, events.RescueMade(None, events.RescueState.of(made)))


@action("rescue", also_holding=lambda actor, rescue: {"instance"})
def use_rescue(actor, rescue, address):
    """Sealed again at once."""
    if rescue.used_at is not None:
        raise Conflict(_("This secret has served already: have another one made."))
    was = events.RescueState.of(rescue)
    rescue.used_at, rescue.used_from = moment(), address[:64]
    rescue.save(update_fields=["used_at", "used_from"])
    for stream in ("instance", rescue.stream):
        record(stream, events.RescueUsed(was, events.RescueState.of(rescue)))
