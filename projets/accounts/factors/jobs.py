"""What is told later."""

from django_tasks import task

from projets.accounts.factors.actions import sessions
from projets.accounts.factors.throttling import FIRST
from projets.accounts.models import User
from projets.usecase.actor import Actor


@task()
def tell_of_lock_out(user_id):
    """None for a name that nobody has."""
    user = User.objects.filter(pk=user_id).first()
    if user:
        sessions.tell_of_lock_out(Actor(None, "system"), user, int(FIRST.total_seconds() // 60))
