"""What somebody follows or keeps at hand, told to their other clients."""

from projets.api.planka.telling import audience
from projets.api.planka.telling.told import Told, teller
from projets.boards import events


@teller(events.CardSubscriptionFact, events.BoardSubscriptionFact, events.FavoriteFact)
def tell(it):
    name, key, id = _about(it.now)
    item = {key: it.what == "added", "id": str(id)}
    yield Told(name, item, audience.of_person(it.now.user_id), hooked=False)


def _about(state):
    if isinstance(state, events.CardSubscriptionState):
        return "cardUpdate", "isSubscribed", state.card_id
    if isinstance(state, events.BoardSubscriptionState):
        return "boardUpdate", "isSubscribed", state.board_id
    return "projectUpdate", "isFavorite", state.project_id
