"""Texts of the source made ours: mentions of matched people, addresses of cards of the same import. Pure."""

import re

MENTION = re.compile(r"(?<![\w@/.`-])@(\w{2,100})")
MARKDOWN = re.compile(r"([\\`*_\[\]<>#|])")


class Texts:
    """`people` are accounts by user name there; `card_of(key)` answers (id, title) of a card here, or None."""

    def __init__(self, people, card_address, card_of):
        self._people, self._card_of = people, card_of
        self._address = re.compile(rf"(\]\(|\[|<)?{card_address}(>)?") if card_address else None

    def ours(self, text):
        if self._address and "://" in text:
            text = self._address.sub(self._linked, text)
        return MENTION.sub(self._mentioned, text) if self._people and "@" in text else text

    def _mentioned(self, found):
        person = self._people.get(found[1].lower())
        return f"@[]({person})" if person else found[0]

    def _linked(self, found):
        """Within a Markdown link the address alone changes, and as its text the title stands for it."""
        before, key, after = found[1] or "", found[2], found[3] or ""
        card = self._card_of(key)
        if card is None:
            return found[0]
        card_id, title = card
        title = MARKDOWN.sub(r"\\\1", title)
        if before == "](":
            return f"](/cards/{card_id}{after}"
        if before == "[":
            return f"[{title}{after}"
        return f"{before if not after else ''}[{title}](/cards/{card_id}){after if not before else ''}"
