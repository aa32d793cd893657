from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("boards", "0005_ids_and_owners")]

    operations = [
        migrations.AddField("attachment", "file_name", models.CharField(blank=True, default="", max_length=128)),
        migrations.AddField("attachment", "encoding", models.CharField(blank=True, default="", max_length=10)),
    ]
