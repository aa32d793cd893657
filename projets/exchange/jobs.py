"""What the worker does for exchange."""

from django_tasks import task

from projets.exchange.importing import give_up, import_file


@task()
def carry_out(job_id):
    """Twice is as good as once: an import that is done is not done again."""
    import_file(int(job_id))


def given_up(path, arguments):
    """A job whose process, or whose database, ended again and again is tried no more: who waits for it is told."""
    if path == carry_out.module_path:
        give_up(int(*arguments))
