"""Comments, which an export has only as actions, and only among the newest 1,000 of these."""

from django.utils.translation import gettext

from projets.exchange import fitting
from projets.exchange.importers.trello.order import identified, made_at, moment
from projets.exchange.importers.trello.people import known_as
from projets.exchange.plan import PlannedComment

COMMENTING = {"commentCard", "copyCommentCard"}
MOST_ACTIONS = 1000


class Comments:
    """By card, oldest first; `in_file` counts them, those without text too."""

    def __init__(self, board, people, ledger):
        self._people, self._ledger = people, ledger
        self._of_card, self.in_file = {}, {}
        actions = [one for one in board.actions or () if one.type in COMMENTING]
        ledger.found["comments"] = len(actions)
        if len(board.actions or ()) >= MOST_ACTIONS:
            ledger.remark(
                gettext("Trello exports the newest 1,000 acts of a board: older comments are not in the file")
            )
        cards = {card.id for card in board.cards if card.id}
        for source_id, action in identified(reversed(actions), "comments", ledger):
            card = _card(action)
            if card not in cards:
                ledger.leave_out("comments", gettext("their card is not in the file"))
                continue
            self.in_file[card] = self.in_file.get(card, 0) + 1
            if planned := self._planned(source_id, action):
                self._of_card.setdefault(card, []).append(planned)
            else:
                ledger.leave_out("comments", gettext("no text in them"))
        for written in self._of_card.values():
            written.sort(key=lambda one: one.written_at.timestamp() if one.written_at else 0.0)

    def of(self, card):
        return tuple(self._of_card.get(card.id, ()))

    def _planned(self, source_id, action):
        text = fitting.text(action.data.text)
        if len(text) > fitting.TEXT:
            self._ledger.remark(gettext("Texts over a million characters are cut"), text)
        if not text:
            return None
        author = action.id_member_creator or known_as(action.member_creator)
        return PlannedComment(
            source_id,
            fitting.cut(text, fitting.TEXT),
            self._people.source_id(author),
            moment(action.date, self._ledger, text) or made_at(action.id),
            moment(action.data.date_last_edited, self._ledger, text),
        )


def _card(action):
    data = action.data
    if data is None:
        return None
    return data.card.id if data.card else data.id_card
