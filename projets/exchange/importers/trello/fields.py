"""Custom fields and their values as canonical text."""

from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext

from projets.exchange import fitting
from projets.exchange.importers.trello.order import day, identified, in_order, name, shortened
from projets.exchange.ledger import Ledger
from projets.exchange.plan import PlannedField, PlannedOption, PlannedValue

KIND = {"text": "text", "number": "number", "date": "date", "checkbox": "yes_no", "list": "one_of"}


class Fields:
    def __init__(self, board, ledger):
        self._ledger = ledger
        self._planned, self._seen = {}, set()
        for field in in_order(board.custom_fields):
            if field.id and field.id not in self._planned:
                self._plan(field)

    @property
    def planned(self):
        return tuple(self._planned.values())

    def values(self, card, source_id):
        """The card's values, one per field; what cannot be one is left out."""
        values = {}
        items = identified(card.custom_field_items, "field_values", self._ledger, self._seen, source_id)
        for item_id, item in items:
            field = self._planned.get(item.id_custom_field)
            if field is None:
                self._leave_out(gettext("their field is not in the file"))
            elif field.source_id in values:
                self._leave_out(gettext("second value of one field on one card"))
            elif written := self._text(field, item, card):
                values[field.source_id] = PlannedValue(item_id, field.source_id, written)
        return tuple(values.values())

    def _plan(self, field):
        options = tuple(
            PlannedOption(option.id, name(option.value and option.value.text, self._ledger, gettext("Untitled")))
            for option in in_order(field.options)
            if option.id
        )
        self._planned[field.id] = PlannedField(
            field.id,
            name(field.name, self._ledger, gettext("Untitled")),
            KIND.get(field.type, "text"),
            options,
            bool(field.display and field.display.card_front),
        )

    def _text(self, field, item, card):
        """Canonical; "" after having left it out."""
        if field.kind == "one_of":
            if item.id_value in {option.source_id for option in field.options}:
                return item.id_value
            return self._leave_out(gettext("their choice is not in the file") if item.id_value else _empty())
        value = item.value
        if field.kind == "text":
            written = fitting.text(value.text if value else "")
            return shortened(written, fitting.VALUE, self._ledger) or self._leave_out(_empty())
        if field.kind == "yes_no":
            said = str(value.checked if value else "").lower()
            return said if said in ("true", "false") else self._leave_out(_empty())
        written = (value.number if field.kind == "number" else value.date) if value else None
        if written in (None, ""):
            return self._leave_out(_empty())
        read = self._number(written) if field.kind == "number" else _date(written, card)
        return read or self._leave_out(gettext("not a number, not a date: “%s”") % fitting.cut(str(written), 40))

    def _leave_out(self, reason):
        self._ledger.leave_out("field_values", reason)
        return ""

    def _number(self, written):
        """Digits, a point if need be, nothing else; "" if it is no number or has too many of them."""
        number = _decimal(written)
        if number is None:
            return ""
        rounded = round(number, fitting.DECIMALS)
        if rounded != number:
            self._ledger.remark(gettext("Numbers are rounded to six decimals"), str(written))
        plain = format(rounded, "f")
        plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
        if len(plain.lstrip("-0.").replace(".", "")) > fitting.DIGITS:
            return ""
        return "0" if plain in ("-0", "") else plain


def _empty():
    return gettext("no value in them")


def _decimal(written):
    try:
        number = Decimal(str(written).strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() and number.adjusted() < fitting.DIGITS else None


def _date(written, card):
    read = day(written, Ledger(), card.name)  # its remark would say the same as the reason for leaving it out
    return read.isoformat() if read else ""
