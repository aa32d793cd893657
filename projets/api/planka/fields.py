"""Groups of fields with what they hold, as boards, cards and projects include them, in a fixed number of queries."""

from projets.api.planka.items import custom_fields as items
from projets.boards.models import Field, FieldGroup
from projets.boards.queries import fields_on, slots

OF_BASES = {
    "baseCustomFieldGroups": list[items.BaseCustomFieldGroupItem],
    "customFields": list[items.CustomFieldItem],
}
OF_CARDS = {
    "customFieldGroups": list[items.CustomFieldGroupItem],
    "customFields": list[items.CustomFieldItem],
    "customFieldValues": list[items.CustomFieldValueItem],
}


def of_bases(projects):
    """The bases of these projects, with their fields."""
    groups = FieldGroup.objects.filter(project__in=projects, binned_at=None).order_by("pk")
    fields = Field.objects.filter(group__in=groups.order_by().values("pk"), binned_at=None)
    return {
        "baseCustomFieldGroups": [items.base_group(one) for one in groups],
        "customFields": [items.field(one) for one in fields.select_related("group").order_by("position", "pk")],
    }


def of_cards(board, cards, *, and_of_board=False):
    """The groups that these cards of a board have of their own, their fields, and all values of the cards.

    `and_of_board`: with the groups of the board. Fields of bases are the project's, and not among these.
    """
    on_board, fields = fields_on(board.pk)
    own, own_fields = _own([one.id for one in cards])
    groups = [*sorted(on_board if and_of_board else (), key=_in_order), *sorted(own, key=_in_order)]
    shown = {group.pk for group in groups}
    known = {one.pk: one for one in (*fields, *own_fields)}
    everybodys = slots(on_board, fields).keys()
    of_card = {}
    for group in own:
        of_card.setdefault(group.card_id, []).append(group)
    keys = {card: everybodys | slots(theirs, own_fields).keys() for card, theirs in of_card.items()}
    return {
        "customFieldGroups": [items.group(one) for one in groups],
        "customFields": [items.field(one) for one in sorted(known.values(), key=_in_order) if one.group_id in shown],
        "customFieldValues": [
            item for card in cards if card.values for item in items.values(card, keys.get(card.id, everybodys), known)
        ],
    }


def _own(card_ids):
    groups = FieldGroup.objects.filter(card__in=card_ids, binned_at=None, base__binned_at=None)
    groups = list(groups.select_related("base"))
    if not groups:
        return [], []
    ids = {group.pk for group in groups} | {group.base_id for group in groups if group.base_id}
    return groups, list(Field.objects.filter(group__in=ids, binned_at=None).select_related("group"))


def _in_order(one):
    return one.position, one.pk
