"""Cards: found, made, changed, moved, put away."""

import sys

from projets.operations.client import dates, naming, verbs
from projets.operations.client.placing import PLACES, position
from projets.operations.client.showing import cards, clean, columns
from projets.operations.client.verbs import Verbs, argument
from projets.operations.console import Misuse

NAME = "card"
HELP = "find, make, change, move and put away cards; of a server by --url, or of this machine by --as"
SETTINGS, SETS_UP = verbs.SETTINGS, False
verb = Verbs()
add_arguments, run = verb.add_arguments, verb.run

CARD = argument("card", help="its reference, like PORT-150, or its id")
CARDS = argument("cards", nargs="+", metavar="card", help="their references, like PORT-150, or their ids")
BOARD = argument("--board", help="its id or name")
DESCRIPTION = argument("--description", help="in Markdown; - reads it from the standard input")
DUE = argument("--due", metavar="DATE", help="like 2027-12-31 or 31/12/2027, with 14:00 after it for a time; or none")
START = argument("--start", metavar="DAY", help="the day that work begins; or none")


def several(name, help):
    return argument(name, action="append", default=[], help=f"{help}; again for more")


@verb(
    "list",
    "the cards you see, in order of creation; filters add up",
    BOARD,
    argument("--list", help="its id, or its name with --board"),
    argument("--project", help="its id, prefix or name"),
    argument("--mine", action="store_true", help="those you are on"),
    several("--label", "its id, or its name with --board"),
    argument("--due", choices=("late", "coming", "none"), help="late and coming are not done"),
    argument("--due-after", metavar="DATE", help="due from this day or moment on"),
    argument("--due-before", metavar="DATE", help="due before this day or moment"),
    argument("--done", choices=("true", "false"), help="ticked as done, or not"),
    argument("--archived", action="store_true", help="archived cards instead"),
    argument("--text", help="words of the title or the description"),
    argument("--limit", type=int, metavar="N", help="at most so many; all unless given"),
)
def _list(api, options):
    if options.limit is not None and options.limit < 1:
        raise Misuse("--limit is a whole number, from 1 on")
    told = api.all("cards", most=options.limit, **_asked(api, options))
    return told, cards(told["items"])


def _asked(api, options):
    asked = {"due": options.due, "done": options.done, "text": options.text}
    asked["archived"] = "true" if options.archived else None
    asked |= {
        name: dates.moment(typed)
        for name in ("due_after", "due_before")
        if (typed := getattr(options, name)) is not None
    }
    if options.project:
        asked["project_id"] = naming.project(api, options.project)["id"]
    if options.mine:
        asked["member_id"] = api.get("me")["id"]
    if options.board:
        asked["board_id"] = options.board = naming.board_id(api, options.board)
    if options.list:
        asked["list_id"] = naming.list_id(api, options.list, lambda: naming.lists_board(api, options))
    if options.label:
        named = not all(map(naming.is_id, options.label))
        asked["label_id"] = (
            naming.label_ids(naming.lists_board(api, options), options.label) if named else options.label
        )
    return asked


@verb("show", "a card with its description", CARD)
def _show(api, options):
    card = api.get("cards", options.card)
    whole = api.get("boards", card["board_id"]) if not options.json else None
    return card, _lines(card, whole) if whole else []


def _lines(card, whole):
    def named(kind, *ids):
        names = {row["id"]: row["name"] or row.get("color", "") for row in whole[kind]}
        return ", ".join(names.get(id, id) for id in ids)

    people = [card["responsible_id"], *card["member_ids"]] if card["responsible_id"] else card["member_ids"]
    tasks = f"{card['tasks_done']} of {card['tasks_total']}" if card["tasks_total"] else ""
    state = [name for name in ("done", "archived", "binned") if card[f"{name}_at"]]
    rows = [
        ["board", whole["board"]["name"]],
        ["list", named("lists", card["list_id"])],
        ["due", dates.shown_due(card)],
        ["start", card["start_date"] or ""],
        ["labels", named("labels", *card["label_ids"])],
        ["people", named("people", *people)],
        ["tasks", tasks],
        ["state", ", ".join(state)],
        ["id", card["id"]],
    ]
    lines = [f"{card['reference']}  {clean(card['title'])}", *columns([row for row in rows if row[1]])]
    return lines + (["", *map(clean, card["description"].splitlines())] if card["description"] else [])


@verb(
    "add",
    "make cards in a list, the first one of the board unless told",
    argument("titles", nargs="+", metavar="title"),
    BOARD,
    argument("--list", help="its id, or its name with --board"),
    DESCRIPTION,
    DUE,
    START,
    several("--label", "a label, by id or name"),
    several("--member", "somebody of the board, by id or name; or me"),
    *PLACES,
)
def _add(api, options):
    given = _given(options)
    place = position(options, lambda reference: api.get("cards", reference))
    if options.board is None and (options.label or options.member or not naming.is_id(options.list or "")):
        raise Misuse("on which --board? Only a list that is given by its id, without --label and --member, tells it")
    whole = naming.whole_board(api, options.board) if options.board else None
    list_id = naming.list_id(api, options.list, lambda: whole) if options.list else _first_list(whole)
    extras = _extras(api, options, lambda: whole)
    told = api.act("POST", "lists", list_id, "cards", sent={"titles": options.titles, "position": place})
    told = _changed(api, [card["id"] for card in told["cards"]], given, extras) or told
    return told, cards(told["cards"])


@verb(
    "edit",
    "change a card",
    CARD,
    argument("--title"),
    DESCRIPTION,
    DUE,
    START,
    several("--label", "a label to put on it, by id or name"),
    several("--no-label", "a label to take off"),
    several("--member", "somebody of the board to put on it, by id or name; or me"),
    several("--no-member", "somebody to take off"),
)
def _edit(api, options):
    given = _given(options)
    extras = _extras(api, options, lambda: api.get("boards", api.get("cards", options.card)["board_id"]))
    if not given and not extras:
        raise Misuse("change what of the card?")
    told = _changed(api, [options.card], given, extras)
    return told, cards(told["cards"])


def _given(options):
    """What goes with one act for each card; the description first, so that nothing is made if it cannot be read."""
    given = {"title": options.title} if getattr(options, "title", None) is not None else {}
    if options.description is not None:
        given["description"] = sys.stdin.read() if options.description == "-" else options.description
    if options.due is not None:
        given |= dates.due(options.due)
    if options.start is not None:
        given |= dates.start(options.start)
    return given


def _extras(api, options, whole):
    """What goes with one act for all cards: [(address, what is sent)], every name found before anything is done."""
    on, off = options.label, getattr(options, "no_label", [])
    people, gone = options.member, getattr(options, "no_member", [])
    if not (on or off or people or gone):
        return []
    board, extras = whole(), []
    if on or off:
        extras.append(("label", {"add": naming.label_ids(board, on), "remove": naming.label_ids(board, off)}))
    if people or gone:
        add, remove = (naming.person_ids(api, board, some) for some in (people, gone))
        extras.append(("assign", {"add": add, "remove": remove}))
    return extras


def _changed(api, ids, given, extras):
    """What the last act answered; None if there was nothing to do."""
    told = {"cards": [api.act("PATCH", "cards", id, sent=given) for id in ids]} if given else None
    for address, sent in extras:
        told = api.act("POST", "cards", address, sent={"card_ids": ids} | sent)
    return told


def _first_list(whole):
    if not whole["lists"]:
        raise Misuse(f"« {whole['board']['name']} » has no list yet: add one with projets list add")
    return whole["lists"][0]["id"]


@verb(
    "move",
    "put cards in a list, at its end unless told; of another board too",
    CARDS,
    argument("--list", required=True, help="its id, or its name on the cards' board, or on --board"),
    argument("--board", help="another board, by its id or name"),
    *PLACES,
)
def _move(api, options):
    place = position(options, lambda reference: api.get("cards", reference))

    def board():
        wanted = options.board or api.get("cards", options.cards[0])["board_id"]
        return naming.whole_board(api, wanted)

    sent = {"list_id": naming.list_id(api, options.list, board), "position": place}
    return _chosen(api, options, "move", **sent)


@verb("finish", "tick cards as done", CARDS)
def _finish(api, options):
    return _chosen(api, options, "finish", done=True)


@verb("reopen", "cards are no longer done", CARDS)
def _reopen(api, options):
    return _chosen(api, options, "finish", done=False)


@verb("archive", "out of the board, where they can still be found", CARDS)
def _archive(api, options):
    return _chosen(api, options, "archive")


@verb("delete", "put cards in the bin for 30 days, with all they hold", CARDS)
def _delete(api, options):
    return _chosen(api, options, "bin")


@verb("restore", "bring cards back, out of the bin or of the archive", CARDS)
def _restore(api, options):
    """Those of the bin first: one that was archived before comes back as it was."""
    found = {reference: api.get("cards", reference) for reference in options.cards}
    binned = [reference for reference, card in found.items() if card["binned_at"]]
    away = [reference for reference, card in found.items() if not card["binned_at"]]
    told = []
    for address, references in (("restore", binned), ("unarchive", away)):
        if references:
            told += api.act("POST", "cards", address, sent={"card_ids": references})["cards"]
    return {"cards": told}, cards(told)


@verb("comment", "say something on a card", CARD, argument("text", help="in Markdown; - reads it from standard input"))
def _comment(api, options):
    text = sys.stdin.read() if options.text == "-" else options.text
    told = api.act("POST", "cards", options.card, "comments", sent={"text": text}, undoable=False)
    return told, [f"{told['id']}  {clean(told['text'])}"]


def _chosen(api, options, address, **sent):
    told = api.act("POST", "cards", address, sent={"card_ids": options.cards} | sent)
    return told, cards(told["cards"])
