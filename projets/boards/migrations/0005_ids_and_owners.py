from django.db import migrations, models

import projets.usecase.ids


def give_each_its_own(apps, schema_editor):
    """Adding the columns gave all boards the same two ids; a private project had an owner without saying so."""
    for board in apps.get_model("boards", "Board").objects.order_by("pk").only("pk"):
        board.archive_list_id, board.trash_list_id = projets.usecase.ids.new_id(), projets.usecase.ids.new_id()
        board.save(update_fields=["archive_list_id", "trash_list_id"])
    managers = apps.get_model("boards", "ProjectManager").objects.filter(project__is_shared=False).order_by("-pk")
    for manager in managers.select_related("project"):  # the first, should there be several
        manager.project.owner_manager_id = manager.pk
        manager.project.save(update_fields=["owner_manager_id"])


class Migration(migrations.Migration):
    dependencies = [("boards", "0004_columns_for_every_door")]

    operations = [
        migrations.RunPython(give_each_its_own, migrations.RunPython.noop),
        *(
            migrations.AlterField(
                model_name="board",
                name=name,
                field=models.BigIntegerField(default=projets.usecase.ids.new_id, unique=True),
            )
            for name in ("archive_list_id", "trash_list_id")
        ),
    ]
