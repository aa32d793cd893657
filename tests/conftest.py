import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management.commands import flush
from django.db import connection, transaction
from django.test import Client, override_settings
from django.utils import timezone

from projets.accounts.audit.models import Checkpoint, Entry
from projets.accounts.models import Instance, User
from projets.config.catalogues import compile_all
from projets.usecase.guard import writes_allowed
from projets.web.assets import HERE, STATE
from tests.domain import make_boards

compile_all()  # or French is there only after a test that needs it
OF_MIGRATIONS = {"django_migrations", "django_content_type", "auth_permission"}


def _empty_the_audit_trail():
    """The database lets nobody take from it but what a checkpoint stands for; tables are emptied in any order."""
    if Entry.objects.exists():
        Checkpoint.objects.create(number=2**62, digest="", signature="", at=timezone.now())
        Entry.objects.all().delete()


@writes_allowed()
def _empty_but_for_the_instance(self, **options):
    """Emptying the tables after a test that commits is nobody's action; what migrations put there stays.

    Row by row: PostgreSQL takes a fifth of a second to truncate them all, and waits for whoever still reads one.
    """
    _empty_the_audit_trail()
    tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - OF_MIGRATIONS
    names = [connection.ops.quote_name(table) for table in sorted(tables)]
    filled = [f"SELECT {at} WHERE EXISTS (SELECT 1 FROM {name})" for at, name in enumerate(names)]  # noqa: S608
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(filled))
        for (at,) in cursor.fetchall():
            cursor.execute(f"DELETE FROM {names[at]}")  # noqa: S608
    Instance.objects.get_or_create(pk=Instance.THE_ONE)


flush.Command.handle = _empty_but_for_the_instance


@pytest.fixture
def boards(db):
    return make_boards()


@pytest.fixture
def editor(boards):
    return boards.member("editor")


@pytest.fixture
def both(boards):
    """An editor of both boards."""
    actor = boards.member("editor", name="Awa Diop")
    boards.join(actor, "editor", boards.elsewhere.board)
    return actor


@pytest.fixture(autouse=True, scope="session")
def _files_of_their_own(tmp_path_factory):
    """Tests write and delete files far from those of whoever runs them."""
    folder = {"location": tmp_path_factory.mktemp("files"), "file_permissions_mode": 0o600}
    default = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": folder}
    with override_settings(STORAGES={**settings.STORAGES, "default": default}):
        yield


@pytest.fixture(autouse=True)
def _no_stored_fragments():
    cache.clear()


@pytest.fixture
def state_theme(settings):
    """Pages in the State's theme, where its extra is installed."""
    pytest.importorskip("dsfr", reason="the State theme needs projets[etat]")
    (templates,) = settings.TEMPLATES
    settings.THEME = "etat"
    settings.TEMPLATES = [templates | {"DIRS": [HERE / STATE, *templates["DIRS"]]}]


@pytest.fixture
def browser():
    """`browser(actor)`: a browser in which this person is signed in."""

    def signed_in(actor):
        client = Client()
        if actor.user_id:
            client.force_login(User.objects.get(pk=actor.user_id))
        return client

    return signed_in


@pytest.fixture
def meanwhile(monkeypatch):
    """`meanwhile(act)`: it happens between an action's look-up and its lock, `times` times."""
    from projets.usecase import action

    def arrange(act, times=1):
        performing, calls = action.performing, []

        def interrupted(*args):
            if len(calls) < times:
                calls.append(act)
                monkeypatch.setattr(action, "performing", performing)
                act()
                monkeypatch.setattr(action, "performing", interrupted)
            return performing(*args)

        monkeypatch.setattr(action, "performing", interrupted)
        return calls

    return arrange
