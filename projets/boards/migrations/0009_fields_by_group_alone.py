"""A field belongs to its group, and to a project by that alone."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("boards", "0008_fields_in_groups"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="field",
            name="project",
        ),
        migrations.AlterField(
            model_name="field",
            name="group",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="fields", to="boards.fieldgroup"
            ),
        ),
    ]
