"""SIRET numbers: fourteen digits, whose first nine are the SIREN of the legal unit."""

from django.utils.translation import gettext_lazy as _

from projets.usecase.errors import Invalid

LA_POSTE = "356000000"  # whose offices are so many that their digits add up to a multiple of five instead


def siret(typed):
    """The fourteen digits, blanks between them left out."""
    digits = "".join(typed.split()) if isinstance(typed, str) else ""
    if not (len(digits) == 14 and digits.isascii() and digits.isdigit() and _adds_up(digits)):
        raise Invalid(_("This is no SIRET number: it has 14 digits, the last of which checks the others."), "siret")
    return digits


def _adds_up(digits):
    if _luhn(digits) % 10 == 0:
        return True
    return digits.startswith(LA_POSTE) and sum(map(int, digits)) % 5 == 0


def _luhn(digits):
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(number - 9 if number > 9 else number for number in doubled)
