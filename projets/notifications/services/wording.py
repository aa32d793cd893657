"""What a service is told: a title, and a body in text, Markdown or HTML, in the language that is active."""

import re

from django.conf import settings
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from projets.boards import prose
from projets.boards.markings import allows
from projets.boards.models import Board, Card, Comment, List
from projets.boards.queries import people
from projets.boards.telling import Said, quoted
from projets.notifications import telling
from projets.notifications.models import Notification
from projets.notifications.queries import by_card
from projets.notifications.services.models import Service
from projets.usecase.actor import Actor
from projets.usecase.models import Event

LONGEST_QUOTE = 2000  # characters of a comment
Kind = Notification.Kind
TITLES = {
    Kind.MOVED: _("Card moved"),
    Kind.COMMENTED: _("New comment"),
    Kind.MENTIONED: _("You were mentioned"),
    Kind.ADDED: _("A card was given to you"),
    Kind.RESPONSIBLE: _("A card was given to you"),
    Kind.TASK: _("A task was given to you"),
    Kind.GIVEN_UP: _("A webhook was switched off"),
}


def message(service, kind, row_id):
    """(title, body); None for what is gone, or that its owner may not see any more."""
    if kind == "trial":
        title = str(_("Projets can reach you here"))
        return title, _body(service.format, None, Said(_("sends you a word, to try this service.")), None, "", "")
    if kind == "notification":
        return _of_notification(service, int(row_id))
    return _of_event(service, int(row_id))


def _of_notification(service, id):
    rows = Notification.objects.visible_to(Actor(service.user_id, "system")).filter(pk=id)
    for group in by_card(rows):
        if group.card and not allows(group.card.board.marking, "mail_body"):
            title = pgettext("title of a message", "News")
            return title, _body(service.format, None, Said(_("There is news on a board.")), None, "", "")
        one = group.told[0]
        body = _body(service.format, one.who, telling.tell(one.row), group.card, one.text, telling.reason(one.row))
        return str(TITLES[one.row.kind]), body
    return None


def _of_event(service, id):
    event = Event.objects.select_related("act").get(pk=id)
    now = event.fact.after
    card = Card.objects.filter(pk=getattr(now, "card_id", now.id), board=service.board_id).first()
    board = Board.objects.filter(pk=service.board_id, binned_at=None).first()
    if card is None or board is None or card.is_restricted or not allows(board.marking, "outgoing"):
        return None
    text = Comment.objects.filter(pk=now.id, binned_at=None).values_list("text", flat=True).first() or ""
    known = people({event.act.user_id} | prose.mentioned(text))
    quote = prose.told(text, {id: person.name for id, person in known.items()})
    title, said = _said(event, quoted(board.name))
    return str(title), _body(service.format, known.get(event.act.user_id), said, card, quote, "")


def _said(event, board):
    fact = event.fact
    if event.kind == "comment.written":
        return _("New comment"), Said(_("commented on a card of %(board)s"), {"board": board})
    ids = {state.list_id for state in (fact.before, fact.after) if state}
    lists = dict(List.objects.filter(pk__in=ids).order_by().values_list("pk", "name"))
    names = {"board": board, "after": quoted(lists.get(fact.after.list_id, ""))}
    if fact.before is None:
        return _("Card created"), Said(_("created a card in %(after)s on %(board)s"), names)
    names["before"] = quoted(lists.get(fact.before.list_id, ""))
    if fact.after.binned_at:
        return _("Card moved"), Said(_("put a card of %(board)s in the bin"), names)
    if fact.after.archived_at:
        return _("Card moved"), Said(_("archived a card of %(board)s"), names)
    return _("Card moved"), Said(_("moved a card from %(before)s to %(after)s on %(board)s"), names)


def _body(format, who, said, card, quote, why):
    name = who.name if who else "Projets"
    url = card and f"{settings.BASE_URL}/cards/{card.pk}"
    title = card and card.title
    quote = quote if len(quote) <= LONGEST_QUOTE else f"{quote[:LONGEST_QUOTE]}…"
    return _FORMATS[format](name, str(said), title, url, quote, str(why))


def _text(name, said, title, url, quote, why):
    return "\n".join(filter(None, [f"{name} {said}", title, quote, why and f"({why})", url]))


def _markdown(name, said, title, url, quote, why):
    quoted_lines = "\n".join(f"> {line}" for line in quote.splitlines())
    link = title and f"[{_escaped(title)}]({url})"
    return "\n\n".join(
        filter(None, [f"**{_escaped(name)}** {_escaped(said)}", link, quoted_lines, why and f"_{why}_"])
    )


def _html(name, said, title, url, quote, why):
    link = title and f'<p><a href="{escape(url)}">{escape(title)}</a></p>'
    lines = quote and f"<blockquote>{'<br>'.join(map(escape, quote.splitlines()))}</blockquote>"
    begin = f"<p><b>{escape(name)}</b> {escape(said)}</p>"
    return "".join(filter(None, [begin, link, lines, why and f"<p><i>{escape(why)}</i></p>"]))


def _escaped(text):
    return re.sub(r"([\\`*_\[\]<>#])", r"\\\1", text)


_FORMATS = {Service.Format.TEXT: _text, Service.Format.MARKDOWN: _markdown, Service.Format.HTML: _html}
