from django.db import migrations, models


def guests_leave(apps, schema_editor):
    """Going back, nothing would end their access: it ends now."""
    apps.get_model("boards", "Membership").objects.filter(ends_at__isnull=False).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("boards", "0014_teams_on_boards"),
    ]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="ends_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(migrations.RunPython.noop, guests_leave),
    ]
