"""Fields get groups: first the tables."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

import projets.usecase.ids


class Migration(migrations.Migration):
    dependencies = [
        ("boards", "0006_how_files_were_sent"),
    ]

    operations = [
        migrations.CreateModel(
            name="FieldGroup",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        default=projets.usecase.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("binned_at", models.DateTimeField(null=True)),
                ("name", models.CharField(blank=True, default="", max_length=128)),
                ("position", models.FloatField()),
                ("on_every_board", models.BooleanField(default=False)),
                ("updated_at", models.DateTimeField(null=True)),
                (
                    "base",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="made_from_it",
                        to="boards.fieldgroup",
                    ),
                ),
                (
                    "board",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="field_groups",
                        to="boards.board",
                    ),
                ),
                (
                    "card",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="field_groups",
                        to="boards.card",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="field_groups",
                        to="boards.project",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(project__isnull=False, board=None, card=None, base=None)
                        | Q(project=None, board__isnull=False, card=None)
                        | Q(project=None, board=None, card__isnull=False),
                        name="group_of_one_thing",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="field",
            name="group",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="fields",
                to="boards.fieldgroup",
            ),
        ),
        migrations.AlterField(
            model_name="field",
            name="project",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="fields",
                to="boards.project",
            ),
        ),
        migrations.AddField(
            model_name="card",
            name="value_rows",
            field=models.JSONField(default=dict),
        ),
    ]
