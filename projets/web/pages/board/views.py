"""The board page, and the parts of it that are fetched again."""

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from projets.boards.following import followed_cards, follows
from projets.boards.models import Board, Card, List, Membership, ProjectManager
from projets.boards.permissions import ADD, grounds
from projets.boards.queries import Display, display_on, find, seen
from projets.usecase.actor import Actor
from projets.usecase.errors import DomainError
from projets.usecase.log import revision_of
from projets.usecase.prepared import Prepared
from projets.web.door import actor_of, signed_in
from projets.web.pages.board.acts import create_cards
from projets.web.pages.board.kept import lists_of, rights
from projets.web.pages.board.reading import cards_html, fragments_of, rest_of


@require_safe
@signed_in
def board_page(request, board_id):
    actor = actor_of(request)
    board = board_seen(actor, board_id)
    # First: what comes meanwhile is sent again, and patches bear that.
    revisions = {"board": revision_of(board.stream), "project": revision_of(f"project:{board.project_id}")}
    fragment = request.headers.get("X-Fragment", "")
    if board.default_view != Board.View.BOARD and not (request.GET or fragment):
        return redirect("table", board.pk)
    if fragment.startswith("card:"):
        return _card(actor, board, fragment.removeprefix("card:"), revisions)
    display = Display(board)
    may = rights(grounds(actor, [board])[board])
    lists = lists_of(actor, board, revisions["board"], display, may, all_of_them="toutes" in request.GET)
    if fragment == "board":
        return HttpResponse(lists.for_reader(request), headers={"X-Revision": str(revisions["board"])})
    context = {
        "board": board,
        "project": board.project,
        "revisions": revisions,
        "section": "projects",
        "lists": mark_safe(lists.for_reader(request)),  # noqa: S308 (rendered by our own template)
        "total": lists.total,
        "data": board_data(board, display, actor),
        **may,
    }
    response = render(request, PARTS.get(fragment, "pages/board/board.html"), context)
    response["X-Revision"] = str(revisions["board"])
    return response


PARTS = {
    "board-head": "pages/board/head.html",
    "board-data": "pages/board/data.html",
}


@require_safe
@signed_in
def rest_of_list(request, list_id):
    """The cards of a list beyond those that came with the page: `?apres=20`."""
    actor = actor_of(request)
    try:
        (column,) = seen(actor, List, list_id)
        after = min(max(0, int(request.GET.get("apres", 0))), 2**31)
    except (DomainError, ValueError) as error:
        raise Http404 from error
    revision = revision_of(column.stream)
    cards = rest_of(actor, column, display_on(column.board_id), get_language(), after)
    return HttpResponse(cards_html(cards), headers={"X-Revision": str(revision)})


def board_seen(actor, board_id):
    found = _seen.objects(actor.user_id, board_id) if board_id < 2**63 else None
    if not found:
        raise Http404
    return found[0]


_seen = Prepared(lambda me, id: Board.objects.visible_to(Actor(me, "")).select_related("project").filter(pk=id))
_roles = Prepared(lambda board: Membership.objects.filter(board=board).order_by().values_list("user", "role"))
_managers = Prepared(lambda one: ProjectManager.objects.filter(project=one).order_by().values_list("user"))


def board_data(board, display, actor):
    """What scripts know of a board: who, which labels, which fields, for pickers and filters."""
    roles = dict(_roles.rows(board.pk))
    managers = {user for (user,) in _managers.rows(board.project_id)}
    return {
        "me": str(actor.user_id),
        "subscribed": follows(actor.user_id, board.pk),
        "followed": [str(card) for card in sorted(followed_cards(actor.user_id, board.pk))],
        "people": [
            {
                "id": str(one.id),
                "name": one.name,
                "initials": one.initials,
                "hue": one.hue,
                "role": roles.get(one.id, "manager" if one.id in managers else "unclaimed"),
            }
            for one in sorted(display.people.values(), key=lambda one: one.name.casefold())
        ],
        "labels": [{"id": str(one.pk), "name": one.name, "color": one.color} for one in display.labels.values()],
        "fields": [
            {"id": key, "name": one.name, "kind": one.kind, "unit": one.unit, "options": one.options}
            for key, one in display.fields.items()
        ],
    }


def _card(actor, board, card_id, revisions):
    """One card's face: a page asks for it when a card comes into view without its HTML."""
    try:
        (card,) = find(Card.objects.visible_to(actor).filter(board=board), card_id)
    except DomainError as error:
        raise Http404 from error
    html = fragments_of({card.pk: card.version}, Display(board), get_language())[card.pk]
    return HttpResponse(html, headers={"X-Revision": str(revisions["board"])})


def cards_of_list(request, list_id):
    """GET: the rest of its cards; POST: new ones."""
    return create_cards(request, list_id=list_id) if request.method == "POST" else rest_of_list(request, list_id)


@require_safe
@signed_in
def destinations(request):
    """Where cards and lists can be sent: boards one may add to, with their lists, by project."""
    actor = actor_of(request)
    boards = Board.objects.visible_to(actor).filter(archived_at=None, project__archived_at=None)
    boards = list(boards.select_related("project").order_by("project__name", "position", "id"))
    theirs = grounds(actor, boards)
    lists = List.objects.standing().filter(board__in=boards, archived_at=None).values("id", "name", "board_id")
    return JsonResponse(
        {
            "boards": [
                {
                    "id": str(board.pk),
                    "name": board.name,
                    "project": board.project.name,
                    "lists": [
                        {"id": str(one["id"]), "name": one["name"]} for one in lists if one["board_id"] == board.pk
                    ],
                }
                for board in boards
                if theirs[board] & ADD
            ]
        }
    )
