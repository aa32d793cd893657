"""The fields of a project go to a base that is on all its boards; values on cards are found by group and field.

Back again, fields of other groups go, and their values: there is nowhere to put them.
"""

from django.conf import settings
from django.db import migrations
from django.utils.translation import gettext, override

STEP = 65536.0
MOST_AT_ONCE = 500


def forward(apps, schema):
    group_model, field_model = apps.get_model("boards", "FieldGroup"), apps.get_model("boards", "Field")
    board_model = apps.get_model("boards", "Board")
    with override(settings.LANGUAGE_CODE):
        name = gettext("Fields of the project")
    for project in field_model.objects.order_by("project").values_list("project", flat=True).distinct():
        base = group_model.objects.create(project_id=project, name=name, position=STEP, on_every_board=True)
        field_model.objects.filter(project=project).update(group=base)
        for board in board_model.objects.filter(project=project).order_by("id"):
            group = group_model.objects.create(board=board, base=base, position=STEP)
            _rename(apps, board, lambda key, group=group: key if ":" in key else f"{group.pk}:{key}")


def backward(apps, schema):
    group_model, field_model = apps.get_model("boards", "FieldGroup"), apps.get_model("boards", "Field")
    everywhere = group_model.objects.filter(project__isnull=False, on_every_board=True)
    bases = dict(everywhere.order_by("id").values_list("id", "project"))  # ids: models of two states are told apart
    for base, project in bases.items():
        field_model.objects.filter(group_id=base).update(project_id=project)
    field_model.objects.filter(project=None).delete()
    kept = {str(id) for id in field_model.objects.order_by().values_list("id", flat=True)}
    for board in apps.get_model("boards", "Board").objects.order_by("id"):
        groups = group_model.objects.filter(board_id=board.pk, base_id__in=list(bases)).order_by("id")
        here = {str(id) for id in groups.values_list("id", flat=True)}
        _rename(apps, board, lambda key, here=here: _former(key, here, kept))
    field_model.objects.update(group=None)
    schema.execute(f"DELETE FROM {group_model._meta.db_table}")  # noqa: S608 (Django would look up what each takes along)


def _former(key, groups, fields):
    """What it was called; None for what did not exist."""
    group, _colon, field = key.rpartition(":")
    return field if group in groups and field in fields else None


def _rename(apps, board, key_of):
    """Call values on the cards of a board otherwise, or leave them out."""
    card_model = apps.get_model("boards", "Card")
    changed = []
    cards = card_model.objects.filter(board_id=board.pk).exclude(values={}).order_by("id").only("id", "values")
    for card in cards.iterator(MOST_AT_ONCE):
        card.values = {key_of(key): text for key, text in card.values.items() if key_of(key)}
        changed.append(card)
        if len(changed) == MOST_AT_ONCE:
            card_model.objects.bulk_update(changed, ["values"])
            changed.clear()
    card_model.objects.bulk_update(changed, ["values"])


class Migration(migrations.Migration):
    dependencies = [
        ("boards", "0007_field_groups"),
    ]

    operations = [
        migrations.RunPython(forward, backward),
    ]
