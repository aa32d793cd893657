"""Cards for their people alone: who made them, who is on them, and who manages the project."""

from django.utils.translation import gettext_lazy as _

from projets.boards import events
from projets.boards.actions.linking import follow, linked_to
from projets.boards.actions.saving import save, states
from projets.boards.models import ProjectManager
from projets.usecase.action import action
from projets.usecase.errors import Invalid


@action("cards")
def restrict_cards(actor, cards):
    """To their people; Invalid from somebody who would shut themselves out."""
    managed = ProjectManager.objects.filter(project__in={card.board.project_id for card in cards}, user=actor.user_id)
    managed = set(managed.order_by().values_list("project", flat=True))
    for card in cards:
        people = {*card.member_ids, card.responsible_id, card.creator_id}
        if actor.user_id not in people and card.board.project_id not in managed:
            raise Invalid(_("Only its people may restrict a card: put yourself on it first."), field="card")
    _set(events.CardRestricted, cards, True)


@action("cards")
def open_cards(actor, cards):
    """To all who see the board."""
    _set(events.CardOpened, cards, False)


def _set(fact, cards, restricted):
    were = states(cards)
    for card in cards:
        card.is_restricted = restricted
    save(fact, were)
    follow(linked_to(cards), seen_anew=True)
