"""The database itself refuses to change an entry, or to remove one that no checkpoint stands for."""

from django.db import migrations

SQLITE = [
    """CREATE TRIGGER audit_entry_unchanged BEFORE UPDATE ON audit_entry
        BEGIN SELECT RAISE(ABORT, 'the audit trail is only appended to'); END""",
    """CREATE TRIGGER audit_entry_kept BEFORE DELETE ON audit_entry
        WHEN OLD.number > COALESCE((SELECT MAX(number) FROM audit_checkpoint), 0)
        BEGIN SELECT RAISE(ABORT, 'the audit trail is only appended to'); END""",
]
POSTGRESQL = [
    """CREATE FUNCTION audit_only_appended_to() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'DELETE' AND OLD.number <= COALESCE((SELECT MAX(number) FROM audit_checkpoint), 0) THEN
                RETURN OLD;
            END IF;
            RAISE EXCEPTION 'the audit trail is only appended to';
        END $$""",
    """CREATE TRIGGER audit_entry_kept BEFORE UPDATE OR DELETE ON audit_entry
        FOR EACH ROW EXECUTE FUNCTION audit_only_appended_to()""",
]
BACK = {
    "sqlite": ["DROP TRIGGER audit_entry_kept", "DROP TRIGGER audit_entry_unchanged"],
    "postgresql": ["DROP TRIGGER audit_entry_kept ON audit_entry", "DROP FUNCTION audit_only_appended_to()"],
}


def forwards(apps, schema_editor):
    statements = {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]
    for statement in statements:
        schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    for statement in BACK[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
