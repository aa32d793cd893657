"""The versions of a description or comment: which there are, one beside the present text, and the way back to it."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from projets.boards import prose
from projets.boards.models import TextVersion
from projets.boards.permissions import AUTHOR, WORK, grounds
from projets.boards.queries import people
from projets.usecase.errors import DomainError
from projets.web.door import actor_of, signed_in
from projets.web.pages.card.acts import comment_of
from projets.web.pages.card.reading import rendered
from projets.web.pages.card.views import card_seen, reference_of

MOST_LINES, MOST_PAIRS = 4_000, 20_000  # that are compared line by line, and of those that are alike


@dataclass(frozen=True)
class Version:
    number: int
    text: str
    author: str
    at: datetime


@require_safe
@signed_in
def description_versions(request, reference):
    actor = actor_of(request)
    card = card_seen(actor, reference)
    may = bool(grounds(actor, [card])[card] & WORK)
    about = {"heading": _("Versions of the description"), "saves": f"/cartes/{card.pk}/description/"}
    return _page(request, card, card.pk, {**about, "may_restore": may})


@require_safe
@signed_in
def comment_versions(request, comment_id):
    actor = actor_of(request)
    try:
        comment = comment_of(actor, comment_id)
    except DomainError as error:
        raise Http404 from error
    may = AUTHOR in grounds(actor, [comment])[comment]
    about = {"heading": _("Versions of the comment"), "saves": f"/commentaires/{comment.pk}/"}
    return _page(request, comment.card, comment.pk, {**about, "may_restore": may})


def _page(request, card, owner_id, about):
    versions, names = _versions(owner_id)
    if not versions:
        raise Http404
    wanted = request.GET.get("version", "")
    present = versions[0]
    chosen = next((one for one in versions if str(one.number) == wanted), versions[min(1, len(versions) - 1)])
    plain_names = {id: person.name for id, person in names.items()}
    then, now = (prose.to_typed(one.text, plain_names) for one in (chosen, present))
    was, is_now = compared(then, now)
    context = {
        **about,
        "card": card,
        "reference": reference_of(card),
        "section": "projects",
        "versions": versions,
        "chosen": chosen,
        "present": present,
        "is_present": chosen is present,
        "present_html": rendered(present.text, names, card),
        "was": was,
        "now": is_now,
        "typed": then,
        "parent": "pages/card/bare.html" if "X-Fragment" in request.headers else "layout/base.html",
    }
    return render(request, "pages/card/versions.html", context)


def _versions(owner_id):
    """The last first, with the people whom they name."""
    rows = list(TextVersion.objects.filter(owner_id=owner_id).order_by("-version"))
    names = people({*(row.author_id for row in rows), *(id for row in rows for id in prose.mentioned(row.text))})
    plain = {id: person.name for id, person in names.items()}
    return [Version(row.version, row.text, prose.name_of(row.author_id, plain), row.written_at) for row in rows], names


def compared(before, after):
    """Both texts as lists of (is only in this one, line)."""
    lines = before.splitlines(), after.splitlines()
    left, right = [], []
    compare = _compared_as_a_whole if _takes_too_long(*lines) else _compared_by_line
    for equal, a, b, c, d in compare(*lines):
        left += [(not equal, line) for line in lines[0][a:b]]
        right += [(not equal, line) for line in lines[1][c:d]]
    return left, right


def _takes_too_long(before, after):
    """Every line of one is held against all of the other that read the same: minutes, for two letters in turn."""
    there = Counter(after)
    return len(before) + len(after) > MOST_LINES or sum(there[line] for line in before) > MOST_PAIRS


def _compared_by_line(before, after):
    for what, *places in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        yield what == "equal", *places


def _compared_as_a_whole(before, after):
    """What both begin and end with, and between them all of the one and of the other."""
    shortest = min(len(before), len(after))
    head = next((at for at in range(shortest) if before[at] != after[at]), shortest)
    tail = next((at for at in range(shortest - head) if before[-1 - at] != after[-1 - at]), shortest - head)
    first, last = len(before) - tail, len(after) - tail
    yield True, 0, head, 0, head
    yield False, head, first, head, last
    yield True, first, len(before), last, len(after)
