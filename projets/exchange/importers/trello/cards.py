"""Cards with all that belongs to them."""

from django.utils.translation import gettext

from projets.exchange import fitting
from projets.exchange.importers.trello.labels import hue
from projets.exchange.importers.trello.order import day, identified, in_order, made_at, moment, shortened
from projets.exchange.plan import PlannedAttachment, PlannedCard

MAKING = {"createCard", "copyCard", "convertToCardFromCheckItem", "emailCard", "moveCardToBoard"}


class Cards:
    """Plans the cards; `homeless` tells afterwards whether some stood on lists that are not in the file."""

    def __init__(self, board, lists, ledger, *, people, labels, fields, task_lists, comments):
        self._ledger, self._lists = ledger, lists
        self._people, self._labels, self._fields = people, labels, fields
        self._task_lists, self._comments = task_lists, comments
        self._making = {
            one.data.card.id: one for one in board.actions or () if one.type in MAKING and one.data and one.data.card
        }
        self.homeless, self._seen = False, set()
        ledger.found["cards"] = len(board.cards)
        ledger.found["attachments"] = sum(len(card.attachments or ()) for card in board.cards)
        ledger.found["field_values"] = sum(len(card.custom_field_items or ()) for card in board.cards)

    def planned(self, cards, no_list):
        """In order; those whose list is gone go to `no_list`."""
        once = dict(identified(cards, "cards", self._ledger))
        self._leave_out_with_doubles(cards, once)
        rank = {source_id: number for number, source_id in enumerate(self._lists)}
        ids = {id(card): source_id for source_id, card in once.items()}
        ordered = sorted(in_order(once.values()), key=lambda card: rank.get(card.id_list, len(rank)))
        return tuple(self._planned(ids[id(card)], card, no_list) for card in ordered)

    def _leave_out_with_doubles(self, cards, once):
        kept = {id(card) for card in once.values()}
        for card in cards:
            if id(card) not in kept:
                reason = gettext("on a card that is twice in the file")
                self._ledger.leave_out("attachments", reason, len(card.attachments or ()))
                self._ledger.leave_out("field_values", reason, len(card.custom_field_items or ()))

    def _planned(self, source_id, card, no_list):
        self._remark(card)
        if card.id_list not in self._lists:
            self.homeless = True
        made_by = self._making.get(card.id)
        attachments = self._attachments(card, source_id)
        cover = (card.cover.id_attachment if card.cover else None) or card.id_attachment_cover or ""
        return PlannedCard(
            source_id=source_id,
            list=card.id_list if card.id_list in self._lists else no_list,
            title=fitting.cut(fitting.line(card.name), fitting.TITLE) or gettext("Untitled"),
            description=self._description(card),
            start=day(card.start, self._ledger, card.name),
            due=moment(card.due, self._ledger, card.name),
            done=bool(card.due_complete),
            archived=bool(card.closed),
            labels=self._labels.source_ids(card),
            members=tuple(dict.fromkeys(self._people.source_id(one) for one in card.id_members or () if one)),
            creator=self._people.source_id(made_by and made_by.id_member_creator),
            created_at=made_at(card.id) or moment(made_by and made_by.date, self._ledger, card.name),
            number=card.id_short if card.id_short and 0 < card.id_short < 2**31 else None,
            key=card.short_link or "",
            cover=cover if any(one.source_id == cover for one in attachments) else "",
            cover_hue=hue(card.cover.color) if card.cover and card.cover.color else "",
            task_lists=self._task_lists.of(card),
            comments=self._comments.of(card),
            attachments=attachments,
            values=self._fields.values(card, source_id),
        )

    def _remark(self, card):
        say = self._ledger.remark
        if not fitting.line(card.name):
            say(gettext("Cards and tasks without a title are called “Untitled”"))
        if card.id_list not in self._lists:
            say(gettext("Cards whose list is not in the file go to an archived list of their own"), card.name)
        if card.is_template:
            say(gettext("Card templates become ordinary cards"), card.name)
        if card.card_role:
            say(gettext("Separators, mirrors and link cards become ordinary cards"), card.name)
        if card.id_members_voted:
            say(gettext("Votes on cards are not imported"), card.name)

    def _description(self, card):
        """With the whole title above and whole tasks below, where these had to be shortened."""
        title, description = fitting.line(card.name), fitting.text(card.desc)
        long_tasks = self._task_lists.long_names.get(card.id, ())
        if len(title) > fitting.TITLE:
            self._ledger.remark(
                gettext("Titles too long are shortened, the whole title stands at the top of the description"), title
            )
            description = f"{title}\n\n{description}".rstrip()
        if long_tasks:
            description = "\n\n".join(filter(None, (description, *long_tasks)))
        if len(description) > fitting.TEXT:
            self._ledger.remark(gettext("Texts over a million characters are cut"), card.name)
        return fitting.cut(description, fitting.TEXT)

    def _attachments(self, card, card_id):
        planned = []
        attachments = in_order(card.attachments)
        for source_id, one in identified(attachments, "attachments", self._ledger, self._seen, card_id):
            address = fitting.web_address(one.url)
            if not address:
                self._ledger.leave_out("attachments", gettext("no web address that a link can hold"))
                continue
            if one.is_upload:
                self._ledger.remark(
                    gettext("Files are not in the export: each becomes a link to Trello, which may ask to sign in"),
                    one.name,
                )
            shown = fitting.line(one.name) or fitting.line(one.file_name) or address
            planned.append(
                PlannedAttachment(
                    source_id,
                    shortened(shown, fitting.NAME, self._ledger),
                    address,
                    bool(one.is_upload),
                    self._people.source_id(one.id_member),
                    moment(one.date, self._ledger, one.name) or made_at(one.id),
                )
            )
        return tuple(planned)
