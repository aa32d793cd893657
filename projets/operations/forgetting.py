"""A job that failed has left the words of its error."""

from django_tasks_db.models import DBTaskResult

from projets.accounts.erasing import forgets


@forgets
def forget_in_jobs(gone):
    for one in DBTaskResult.objects.filter(gone.may_be_in("traceback")).order_by("pk").iterator(chunk_size=200):
        if gone.is_named_in(one.traceback):
            DBTaskResult.objects.filter(pk=one.pk).update(traceback=gone.blot(one.traceback))
