import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone


def begin_today(apps, schema_editor):
    """Nobody knows when those who only read were here before: for every account the time begins now."""
    seen, now = apps.get_model("factors", "LastSeen"), timezone.now()
    people = apps.get_model("accounts", "User").objects.order_by("pk").values_list("pk", flat=True)
    seen.objects.bulk_create([seen(user_id=pk, seen_at=now) for pk in people], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_pseudonym"),
        ("factors", "0001_second_factors_and_sessions"),
    ]

    operations = [
        migrations.CreateModel(
            name="LastSeen",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("seen_at", models.DateTimeField()),
            ],
        ),
        migrations.RunPython(begin_today, migrations.RunPython.noop),
    ]
