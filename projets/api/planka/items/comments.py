from projets.accounts.models import User
from projets.api.planka.items import OF_THE_ROW, IdText, Item, identity
from projets.api.planka.wordings import identifier, when
from projets.boards import prose
from projets.boards.models import Unclaimed
from projets.boards.queries import people


class CommentItem(Item):
    text: str
    cardId: IdText
    userId: IdText | None


def comment(row, text, updated_at=OF_THE_ROW, user_id=None) -> CommentItem:
    """`text` is as clients know it; `user_id` None for who has no account (any more)."""
    item = identity(row, updated_at) | {"text": text, "cardId": str(row.card_id), "userId": identifier(user_id)}
    written = getattr(row, "written_at", None)
    return item | {"createdAt": when(written)} if written else item


def comments(rows) -> list[CommentItem]:
    """With the names of whom they mention, in a fixed number of queries; those of who was erased changed by that."""
    rows = list(rows)
    names = names_in(*(row.text for row in rows))
    authors = {row.author_id for row in rows} - {None}
    accounts = User.objects.filter(pk__in=authors).order_by().values_list("pk", "pseudonym", "updated_at")
    accounts = {pk: (pseudonym, updated_at) for pk, pseudonym, updated_at in accounts}
    known = {pk for pk, (pseudonym, _at) in accounts.items() if pseudonym is None}
    erased_at = {pk: at for pk, (pseudonym, at) in accounts.items() if pseudonym is not None}
    unclaimed = {one.pk: one for one in Unclaimed.objects.filter(pk__in=authors - known)}
    return [
        comment(row, prose.to_api(row.text, names), user_id=row.author_id)
        if row.author_id in known
        else comment(
            row,
            prose.to_api(row.text, names) + _signature(row, unclaimed.get(row.author_id)),
            erased_at.get(row.author_id, OF_THE_ROW),
        )
        for row in rows
    ]


def _signature(row, author):
    """Clients know accounts alone: who wrote an imported comment is said at its end."""
    if author is None:
        return ""
    who = f"{author.name} ({author.username})" if author.username else author.name
    return f"\n\n---\n*Note: imported comment, originally posted by\n{who} on {when(row.written_at)}*"


def names_in(*texts):
    """{id: name} of the people whom these texts speak to."""
    mentioned = {id for text in texts for id in prose.mentioned(text)}
    return {id: person.name for id, person in people(mentioned).items()}
