"""Cards by their numbers, as people say them: PORT-150."""

from django.utils.translation import gettext_lazy as _

from projets.boards import names
from projets.boards.models import Card, FormerNumber, FormerPrefix, Project
from projets.usecase.errors import NotFound


def card_by_number(actor, reference):
    """The card that « PORT-150 » means, under its present number or a former one; NotFound unless it can be seen."""
    return cards_by_number(actor, [reference])[reference]


def cards_by_number(actor, references):
    """{reference: its card} of several at once; NotFound unless all of them can be seen."""
    found = known_by_number(actor, references)
    if any(one not in found for one in references):
        raise NotFound(_("No card has this number, or you cannot see it."))
    return found


def known_by_number(actor, references):
    """As `cards_by_number`, of those that mean a card that can be seen."""
    asked = {one: read for one in references if (read := _prefix_and_number(one))}
    projects = _projects_called({prefix for prefix, _number in asked.values()})
    seen = Card.objects.of_boards_seen_by(actor).select_related("board__project", "list").order_by()
    found = {}
    for prefix, project in projects.items():
        numbers = {number for its_prefix, number in asked.values() if its_prefix == prefix}
        here = {card.number: card for card in seen.filter(board__project=project, number__in=numbers)}
        if gone := numbers - here.keys():
            former = FormerNumber.objects.filter(project=project, number__in=gone).order_by()
            cards = dict(former.values_list("number", "card"))
            moved = seen.in_bulk(cards.values()) if cards else {}
            here |= {number: moved[card] for number, card in cards.items() if card in moved}
        found |= {(prefix, number): card for number, card in here.items()}
    return {reference: found[one] for reference, one in asked.items() if one in found}


def _prefix_and_number(reference):
    """None for what is no number of a card."""
    prefix, _dash, number = reference.upper().rpartition("-")
    if not (names.PREFIX.fullmatch(prefix) and number.isascii() and number.isdigit() and len(number) < 10):
        return None
    return prefix, int(number)


def _projects_called(prefixes):
    """{prefix: the id of the project that has it, or had it}"""
    found = dict(Project.objects.filter(prefix__in=prefixes).order_by().values_list("prefix", "pk"))
    if others := prefixes - found.keys():
        found |= dict(FormerPrefix.objects.filter(prefix__in=others).order_by().values_list("prefix", "project"))
    return found
