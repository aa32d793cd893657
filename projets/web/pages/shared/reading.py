"""The board and the cards of a link, ready for their templates, in a fixed number of queries."""

import re
from collections import defaultdict

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from projets.boards import dates, prose
from projets.boards.actions.comments import words_said
from projets.boards.actions.saving import state
from projets.boards.files import served_inline
from projets.boards.models import Attachment, Comment, List
from projets.boards.queries import own_fields
from projets.boards.sharing.reading import display_for, named_for, open_cards, tasks_of
from projets.usecase.log import revision_of
from projets.web.pages.board.kept import Lists, kept
from projets.web.pages.board.reading import Column
from projets.web.pages.card.reading import fields_shown, zone
from projets.web.pages.shared.faces import FROM_CARD, face, faces

_OWN_FILE = re.compile(r'"/(?:pieces-jointes|attachments)/(\d{1,19})/[^"]*"', re.ASCII)
_OWN_PICTURE = re.compile(r'<img [^>]*"/(?:pieces-jointes|attachments)/[^>]*>')


def lists_for(link):
    """The lists of the board as HTML, kept until it moves on."""
    revision, display, language = revision_of(link.board.stream), display_for(link), get_language()
    name = ("link", link.board_id, language, link.hides_names, link.hides_comments, link.hides_files)
    return kept(name, (revision, display.digest), lambda made_of: _lists(link, made_of, display, language))


def _lists(link, made_of, display, language):
    cards = open_cards(link.board).defer("description").prefetch_related("card_members").order_by("position", "id")
    cards = [state(card) for card in cards]
    html = faces(link, cards, display, tasks_of(link.board), language)
    standing = defaultdict(list)
    for card in cards:
        standing[card.list_id].append({"id": str(card.id), "position": card.position, "html": html[card.id]})
    lists = List.objects.filter(board=link.board, binned_at=None, archived_at=None)
    columns = [Column(state(one), standing[one.pk]) for one in lists]
    html = render_to_string("pages/shared/lists.html", {"columns": columns})
    return Lists(made_of, html, len(cards), frozenset())


def card_detail(link, card):
    """`card` is one of the open ones, and comes with its list."""
    board, display = link.board, display_for(link)
    tasks = tasks_of(board, task_list__card=card)
    own = own_fields([card.pk]).get(card.pk, {})
    comments = [] if link.hides_comments else list(Comment.objects.filter(card=card, binned_at=None))
    texts = [card.description, *(one.text for one in comments)]
    met = {one.author_id for one in comments} | {id for text in texts for id in prose.mentioned(text)}
    met |= {task.assignee_id for one in tasks.get(card.pk, ()) for task in one.tasks}
    names = named_for(link, met)
    numbers = {
        f"{board.project.prefix}-{number}": f"../{board.project.prefix}-{number}/"
        for number in open_cards(board).order_by().values_list("number", flat=True)
    }

    def rendered(text):
        html = prose.render(text, {id: one.name for id, one in names.items()}, _named_in(text, numbers))
        if link.hides_files:
            html = _OWN_PICTURE.sub("", html)
        return mark_safe(_OWN_FILE.sub(_own_file, html))  # noqa: S308 (safe before; ids alone are put in)

    said = words_said([one.pk for one in comments])
    files = [] if link.hides_files else list(Attachment.objects.filter(card=card, binned_at=None))
    return {
        "card": card,
        "face": face(link, state(card), display, own, tasks, FROM_CARD),
        "description": rendered(card.description) if card.description else "",
        "due_shown": card.due_at and dates.shown_due(card.due_at, card.due_has_time, zone(), get_language()),
        **fields_shown(card, display, own),
        "task_lists": [
            {
                "list": one,
                "tasks": [
                    {
                        "task": task,
                        "assignee": names.get(task.assignee_id),
                        "due": task.due_at and dates.machine(task.due_at, task.due_has_time, zone()),
                        "due_shown": task.due_at
                        and dates.shown_due(task.due_at, task.due_has_time, zone(), get_language(), True),
                    }
                    for task in one.tasks
                ],
            }
            for one in tasks.get(card.pk, ())
        ],
        "comments": [
            {
                "row": one,
                "author": names.get(one.author_id),
                "html": rendered(one.text),
                "words": [(word, len(who)) for word, who in said[one.pk].items() if who],
            }
            for one in comments
        ],
        "files": [{"row": one, "shown": one.mime.startswith("image/") and served_inline(one.mime)} for one in files],
    }


def _named_in(text, numbers):
    return {number: numbers[number] for number in prose.card_numbers(text) if number in numbers}


def _own_file(found):
    """A file of ours that a text shows, under the addresses of the link."""
    return f'"{FROM_CARD}pieces-jointes/{found[1]}/apercu/720/"'
