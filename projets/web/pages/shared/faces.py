"""Cards as whoever holds a link sees them: the product's own face, without ids of people and without anything to do.

Their addresses are relative, so that the secret of the link is in no stored fragment.
"""

from django.template.loader import get_template
from django.utils.translation import override

from projets.web.fragments import card_context, key, own_fields_among, store

FROM_BOARD, FROM_CARD = "", "../../"  # to the root of the link's addresses


def faces(link, cards, display, tasks, language):
    """{id: HTML} for the states of any number of cards of its board; `tasks` as boards/sharing/reading has them."""
    keys = {card.id: key(card.id, card.version, display, language, _audience(link, tasks, card)) for card in cards}
    found = store.get_many(keys.values())
    with override(language):
        template = get_template("components/card/card.html")
        wanted = [card for card in cards if keys[card.id] not in found]
        own = own_fields_among(wanted, display)
        missing = {
            keys[card.id]: template.render({"card": face(link, card, display, own.get(card.id, {}), tasks)}).strip()
            for card in wanted
        }
    store.set_many(missing)
    return {id: (found | missing)[one] for id, one in keys.items()} if cards else {}


def face(link, card, display, own, tasks, root=FROM_BOARD):
    """What the face of a card says to whoever holds the link."""
    theirs = tasks.get(card.id, ())
    shown = card_context(card, display, own) | {
        "root": root,
        "is_shared": True,
        "label_ids": "",
        "person_ids": "",
        "values": None,
        "tasks_total": sum(one.total for one in theirs),
        "tasks_done": sum(one.done for one in theirs),
        "task_lists": [one for one in theirs if one.on_front],
        "unfolds": display.unfolds,
    }
    if link.hides_comments:
        shown["comments"] = 0
    if link.hides_files:
        shown |= {"attachments": 0, "cover_id": None}
    return shown


def _audience(link, tasks, card):
    """All that the face of a version depends on here beside the card itself."""
    hidden = (link.hides_names, link.hides_comments, link.hides_files)
    fronts = [(one.name, one.done, one.total, tuple(one.left)) for one in tasks.get(card.id, ()) if one.on_front]
    counts = [(one.done, one.total) for one in tasks.get(card.id, ())]
    return ("link", *hidden, *counts, *fronts)
