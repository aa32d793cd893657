from django.db import migrations, models


def who_answered(apps, schema_editor):
    """Until now the first to answer ended a review."""
    reviews = apps.get_model("reviews", "AccessReview").objects.filter(answered_by__isnull=False)
    for one in reviews.iterator():
        one.confirmed_by = [one.answered_by]
        one.save(update_fields=["confirmed_by"])


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_initial")]

    operations = [
        migrations.AddField("accessreview", "confirmed_by", models.JSONField(default=list)),
        migrations.RunPython(who_answered, migrations.RunPython.noop),
    ]
