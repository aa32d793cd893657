"""Putting a backup into an empty instance: all of it, or nothing."""

import json
import tarfile

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.management.color import no_style
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from projets.accounts.models import User
from projets.operations.backup.shape import Unreadable, columns, read, tables
from projets.operations.backup.verifying import verify
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Act
from projets.usecase.prepared import insert

AT_ONCE = 100


class NotEmpty(Exception):
    """Something is here already: a backup goes into an empty instance alone."""


@writes_allowed()
def restore(path):
    """Answers the manifest of what was put in. Raises Unreadable or NotEmpty, having changed nothing."""
    manifest = verify(path)
    targets = _state_of(manifest)
    _require_empty(manifest)
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    then = executor.loader.project_state([one for one in targets if one[1]]).apps
    written = []
    try:
        _put_files(path, written)
        with transaction.atomic():
            _put_rows(path, manifest, tables(then))
            try:
                connection.check_constraints()
            except IntegrityError as error:
                raise Unreadable("a row refers to what is not in it") from error
    except BaseException:
        for name in written:
            default_storage.delete(name)
        raise
    finally:
        newest = MigrationExecutor(connection)
        newest.migrate(newest.loader.graph.leaf_nodes())
    return manifest


def _state_of(manifest):
    """The migrations that the backup was made with, as targets: what is older is brought up to date afterwards."""
    loader = MigrationExecutor(connection).loader
    had = {tuple(one) for one in manifest["migrations"]}
    if unknown := sorted(had - loader.graph.nodes.keys()):
        raise Unreadable(f"it was made by a newer Projets ({'.'.join(unknown[0])} is not known here): upgrade first")
    targets = []
    for app in sorted({app for app, _name in loader.graph.nodes}):
        mine = {node for node in had if node[0] == app}
        parents = {parent.key for node in mine for parent in loader.graph.node_map[node].parents}
        targets += sorted(mine - parents) or [(app, None)]
    return targets


def _require_empty(manifest):
    known = set(connection.introspection.table_names())
    if User._meta.db_table in known and (User.objects.exists() or Act.objects.exists()):
        raise NotEmpty("The database holds people or acts already: restore into a new one")
    for name in manifest["files"]:
        if default_storage.exists(name):
            raise NotEmpty(f"The storage holds « {name} » already: restore into an empty one")


def _put_files(path, written):
    with tarfile.open(path, "r:gz") as archive:
        for member in archive:
            folder, _slash, name = member.name.partition("/")
            if folder != "files":
                continue
            saved = default_storage.save(name, File(archive.extractfile(member)))
            written.append(saved)
            if saved != name:
                raise NotEmpty(f"The storage keeps « {name} » under another name: restore into an empty one")


def _put_rows(path, manifest, models):
    """References are looked at when all is there: they hold from the end of the transaction on."""
    for model in models.values():
        model._base_manager.all().delete()  # noqa: SLF001 (what migrations put there)
    with tarfile.open(path, "r:gz") as archive:
        for member in archive:
            folder, _slash, name = member.name.partition("/")
            if folder != "rows":
                continue
            model, wanted = models.get(name.removesuffix(".jsonl")), manifest["tables"][name.removesuffix(".jsonl")]
            if model is None or sorted(columns(model)) != sorted(wanted["columns"]):
                raise Unreadable(f"« {name} » does not fit the version that it says it is of")
            _put_table(archive.extractfile(member), model, wanted["columns"])
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(models.values())):
            cursor.execute(statement)


def _put_table(lines, model, names):
    fields = [model._meta.get_field(name) for name in names]
    rows = []
    try:
        for line in lines:
            values = {
                name: read(field, value) for name, field, value in zip(names, fields, json.loads(line), strict=True)
            }
            rows.append(model(**values))
            if len(rows) == AT_ONCE:
                insert(rows)
                rows = []
        if rows:
            insert(rows)
    except (ValueError, TypeError, DatabaseError) as error:
        raise Unreadable(f"a row of {model._meta.db_table} cannot be read ({type(error).__name__})") from error
