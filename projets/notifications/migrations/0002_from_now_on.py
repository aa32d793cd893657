"""What happened before notifications existed is no news: nobody is told of years at once."""

from django.db import migrations

from projets.usecase.ids import new_id

SUBSCRIBER = "notify_people"


def begin_now(apps, schema_editor):
    Progress, Stream = apps.get_model("usecase", "Progress"), apps.get_model("usecase", "Stream")
    streams = Stream.objects.order_by("name").values_list("name", "revision")
    Progress.objects.bulk_create(
        Progress(id=new_id(), subscriber=SUBSCRIBER, stream_id=name, revision=revision) for name, revision in streams
    )


def forget(apps, schema_editor):
    apps.get_model("usecase", "Progress").objects.filter(subscriber=SUBSCRIBER).delete()


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_notifications"), ("usecase", "0001_initial")]
    operations = [migrations.RunPython(begin_now, forget)]
