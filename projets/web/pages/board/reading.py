"""What the board page needs of its board, in a fixed number of queries, whatever its size."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.safestring import mark_safe

from projets.boards.actions.saving import state
from projets.boards.models import Card, List
from projets.web.fragments import card_fragments, stored_fragments

FIRST = 20  # cards of each list that travel with the page; the rest follows when the browser is idle


@dataclass
class Column:
    """One list of the page: its first cards with their HTML, and how many more there are."""

    state: object
    cards: list = field(default_factory=list)
    more: int = 0

    @property
    def cards_html(self):
        return cards_html(self.cards)

    @property
    def count(self):
        return len(self.cards) + self.more


def cards_html(cards):
    """Joined here, and by no template: three values for each card took ten times longer there."""
    return mark_safe(  # noqa: S308 (ids, numbers, and fragments rendered by our own template)
        "".join(
            f'<li data-element="card:{card["id"]}" data-position="{card["position"]}">{card["html"]}</li>'
            for card in cards
        )
    )


def columns_of(board, display, language, first=FIRST, insider=frozenset()):
    """(the lists of a board, in order, each with its first cards, None: with all of them; ids of restricted cards).

    Of the restricted ones only those are in the lists that are among `insider`.
    """
    lists = [state(one) for one in List.objects.filter(board=board, binned_at=None, archived_at=None)]
    places = Card.objects.filter(board=board, binned_at=None, archived_at=None).order_by("position", "id")
    standing = defaultdict(list)
    restricted = set()
    read = places.values_list("list_id", "id", "position", "version", "is_restricted")
    for list_id, id, position, version, is_restricted in read:
        if is_restricted:
            restricted.add(id)
        if not is_restricted or id in insider:
            standing[list_id].append((id, position, version))
    seen = {one.id: standing[one.id][:first] for one in lists}
    html = fragments_of({id: version for cards in seen.values() for id, _at, version in cards}, display, language)
    columns = [
        Column(
            one,
            [{"id": str(id), "position": at, "html": html[id]} for id, at, _version in seen[one.id] if id in html],
            len(standing[one.id]) - len(seen[one.id]),
        )
        for one in lists
    ]
    return columns, frozenset(restricted)


def rest_of(actor, column, display, language, after):
    """The cards of a list beyond the first `after`, as those of a Column."""
    cards = Card.objects.filter(list=column, binned_at=None, archived_at=None).open_to(actor)
    cards = cards.order_by("position", "id")
    places = list(cards.values_list("id", "position", "version")[after:])
    html = fragments_of({id: version for id, _at, version in places}, display, language)
    return [{"id": str(id), "position": at, "html": html[id]} for id, at, _version in places if id in html]


def fragments_of(versions, display, language):
    """{id: HTML} for {id: version}: those stored, and the others read and rendered."""
    html = stored_fragments(versions, display, language)
    missing = [id for id in versions if id not in html]
    if missing:
        cards = Card.objects.filter(pk__in=missing).defer("description").prefetch_related("card_members")
        html |= card_fragments([state(card) for card in cards.order_by()], display, language)
    return html
