"""To be told of what happens to a card or a board, and to keep a project at hand.

Everybody's own: each fact is on that person's stream alone, where their other pages hear it.
"""

from projets.accounts.models import User
from projets.boards import events
from projets.boards.models import BoardSubscription, CardSubscription, Favorite
from projets.usecase.action import action
from projets.usecase.log import hold_people, record
from projets.usecase.prepared import Prepared

ON = {
    CardSubscription: (events.CardSubscriptionState, events.CardSubscriptionAdded, events.CardSubscriptionRemoved),
    BoardSubscription: (events.BoardSubscriptionState, events.BoardSubscriptionAdded, events.BoardSubscriptionRemoved),
    Favorite: (events.FavoriteState, events.FavoriteAdded, events.FavoriteRemoved),
}


@action("card")
def subscribe_card(actor, card, subscribed=True):
    """By oneself: who follows a card for being on it goes on doing so afterwards."""
    hold_people([actor.user_id])
    mine = CardSubscription.objects.filter(card=card, user=actor.user_id)
    if not subscribed:
        _remove(mine)
    elif not mine.update(is_of_member=False):
        _add(CardSubscription(card=card, user_id=actor.user_id))


def settle(model, wanted, person_id, **of):
    """Make a board subscription or a favourite of somebody be there, or not."""
    hold_people([person_id])
    there = model.objects.filter(user=person_id, **of)
    if not wanted:
        _remove(there)
    elif not there.exists():
        _add(model(user_id=person_id, **of))


def follow_as_wished(actor, cards, preference):
    """Who creates or comments a card follows it, if they want it so: `preference` is the name of the column."""
    if not cards or actor.user_id is None or not _WISHES[preference].rows(actor.user_id):
        return
    hold_people([actor.user_id])
    mine = CardSubscription.objects.filter(card__in=cards, user=actor.user_id)
    mine.filter(is_of_member=True).update(is_of_member=False)
    known = set(mine.order_by().values_list("card", flat=True))
    _add(*(CardSubscription(card=card, user_id=actor.user_id) for card in cards if card.pk not in known))


def asked_as_wished(actor, preference):
    """The statements that `follow_as_wished` makes first, for who asks ahead."""
    return [] if actor.user_id is None else [_WISHES[preference].statement(actor.user_id)]


def follow_as_members(were):
    """Who has come on a card follows it until they leave; `were` are the states of the cards before."""
    came, left = set(), set()
    for card, was in were.items():
        on_it, before = ({*one.member_ids, one.responsible_id} - {None} for one in (card, was))
        came |= {(card, person) for person in on_it - before}
        left |= {(card.pk, person) for person in before - on_it}
    people = {person for _card, person in came | left}
    if not people:
        return
    accounts = set(User.objects.filter(pk__in=people).order_by().values_list("pk", flat=True))
    hold_people(accounts)
    there = CardSubscription.objects.filter(card__in=were, user__in=accounts).order_by("pk")
    known = {(one.card_id, one.user_id): one for one in there}
    gone = [one.pk for key, one in known.items() if key in left and one.is_of_member]
    _remove(CardSubscription.objects.filter(pk__in=gone))
    _add(
        *(
            CardSubscription(card=card, user_id=person, is_of_member=True)
            for card, person in sorted(came, key=lambda one: (one[0].pk, one[1]))
            if person in accounts and (card.pk, person) not in known
        )
    )


def _wish(column):
    return Prepared(lambda person: User.objects.filter(pk=person, **{column: True}).order_by().values_list("pk"))


_WISHES = {name: _wish(name) for name in ("subscribe_to_own_cards", "subscribe_to_card_when_commenting")}


def _add(*rows):
    """New rows of one kind."""
    if rows:
        state, added, _removed = ON[type(rows[0])]
        type(rows[0]).objects.bulk_create(rows)
        for row in rows:
            record(f"user:{row.user_id}", added(None, state.of(row)))


def _remove(rows):
    state, _added, removed = ON[rows.model]
    were = [state.of(row) for row in rows]
    if were:
        rows.model.objects.filter(pk__in=[was.id for was in were]).delete()
    for was in were:
        record(f"user:{was.user_id}", removed(was, was))
