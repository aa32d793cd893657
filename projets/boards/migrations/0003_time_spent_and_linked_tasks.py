"""A task made into a card is one that is linked to it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("boards", "0002_card_created_at")]

    operations = [
        migrations.AddField("card", "time_spent", models.BigIntegerField(null=True)),
        migrations.AddField("card", "timed_since", models.DateTimeField(null=True)),
        migrations.RenameField("task", "made_card_id", "linked_card_id"),
        migrations.AlterField("task", "linked_card_id", models.BigIntegerField(db_index=True, null=True)),
    ]
