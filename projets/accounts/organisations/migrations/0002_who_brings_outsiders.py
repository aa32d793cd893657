from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="organisation",
            name="inviting_outside",
            field=models.CharField(
                choices=[
                    ("allowed", "Allowed"),
                    ("administrators", "Administrators"),
                    ("forbidden", "Forbidden"),
                ],
                default="allowed",
                max_length=20,
            ),
        ),
    ]
