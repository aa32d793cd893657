from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_tokens")]

    operations = [
        migrations.AddField("user", "pseudonym", models.PositiveIntegerField(null=True, unique=True)),
    ]
