"""The programme and what is invented around it, as plans: who does what on which board. No database, no clock."""

import re
from dataclasses import dataclass, field
from functools import cache
from itertools import cycle
from pathlib import Path

import yaml

HERE = Path(__file__).parent
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

COMING, DOING, CHECKING, DONE = LISTS = ["À venir", "En cours", "À valider", "Terminé"]
_BEFORE_SIGN, _AFTER_QUOTE = re.compile(r" (?=[:;!?»%€])"), re.compile(r"« ")
_WITHIN_NUMBER, _BEFORE_HOUR = re.compile(r"(?<=\d) (?=\d{3}\b)"), re.compile(r"(?<=\d) (?=h\b)")


@dataclass
class Card:
    """What becomes of one card. Days are counted as `days` says; people are short names."""

    title: str
    list: str
    by: str
    text: str = ""
    begins: str = ""  # the list in which it was made, when that is another one
    people: list = field(default_factory=list)  # the first is responsible
    labels: list = field(default_factory=list)
    start: int | None = None
    due: int | str | None = None
    time: str | None = None
    fields: dict = field(default_factory=dict)
    tasks: list = field(default_factory=list)
    comments: list = field(default_factory=list)
    files: list = field(default_factory=list)
    links: list = field(default_factory=list)
    cover: bool = False  # its first file
    done: bool = False
    fate: str = ""  # archived, binned


@dataclass
class Board:
    name: str
    lists: list
    members: dict
    labels: dict
    cards: list
    shows_age: bool = False


@dataclass
class Project:
    code: str
    name: str
    prefix: str
    description: str
    background: str
    managers: list
    favorite_of: list
    fields: list
    boards: list


def people():
    """{short name: name, email, service, role}."""
    return _content("people.yaml")


def projects():
    return [_project(given) for given in _content("projects.yaml")]


def _project(given):
    mission = next(one for one in _programme()["missions"] if one["code"] == given["mission"])
    says = f"Mission {mission['code']} : {_small(mission['name'])}. Objectif : {_small(mission['objective'])}."
    return Project(
        code=mission["code"],
        name=given["name"],
        prefix=given["prefix"],
        description=_typeset(says),
        background=given["background"],
        managers=given["managers"],
        favorite_of=given.get("favorite_of", []),
        fields=_content("fields.yaml") + given.get("fields", []),
        boards=[_board(board, given) for board in given["boards"]],
    )


def _board(given, project):
    members = dict.fromkeys(project["managers"], "editor") | project["members"]
    if "content" in given:
        given = given | _content(given["content"])
        cards = [_card(card, column["name"], project) for column in given["lists"] for card in column["cards"]]
        return Board(given["name"], given["lists"], members, given["labels"], cards, given.get("shows_age", False))
    cards = _spread(given, project, members)
    labels = {_action(code)["title"]: hue for code, hue in zip(given["actions"], _HUES, strict=False)}
    lists = [{"name": name, "kind": "closed" if name == DONE else "active"} for name in LISTS]
    return Board(given["name"], lists, members, labels, cards)


_HUES = ("bleu", "sarcelle", "violet", "orange")


def _card(given, list_name, project):
    """One that the content describes; « of » says which sub-action of the programme it is."""
    given = {"list": list_name, "by": project["managers"][0], **given}
    if of := given.pop("of", None):
        code, _slash, rank = of.partition("/")
        given = _told(_action(code), int(rank)) | given
    for file in given.get("files", ()):
        if "text" in file:
            file["text"] = _typeset(file["text"])
    given["comments"] = [one | {"text": _typeset(one["text"])} for one in given.get("comments", ())]
    for list_of_tasks in given.get("tasks", ()):
        list_of_tasks["items"] = [_typeset(item) for item in list_of_tasks["items"]]
    return Card(**given | {"title": _typeset(given["title"]), "text": _typeset(given.get("text", ""))})


def _told(action, rank):
    """A sub-action, counted from 1; 0 is the action itself."""
    if not rank:
        return {"title": action["goal"], "text": _source(action), "fields": _known(action)}
    title = re.sub(r"[\s;.]+$", "", action["sub_actions"][rank - 1])
    text = f"{action['goal']}.\n\n{_source(action)}"
    return {"title": title[0].upper() + title[1:], "text": text, "fields": _known(action)}


def _source(action):
    return f"*Programme TECH.GOUV, action {action['code']} « {action['title']} ».*"


def _known(action):
    return {"Porteur": action["lead_text"], "Calendrier initial": _typeset(action["calendar"]["text"])}


def _spread(given, project, members):
    """The sub-actions of a board nobody has written in detail, over its lists as one expects them to stand."""
    hands = [one for one, role in members.items() if role in ("editor", "contributor")]
    turn, notes = _Turn(hands), given.get("notes", {})
    return [
        _card(_standing(action, rank, state, turn) | notes.get(f"{action['code']}/{rank}", {}), state, project)
        for action in map(_action, given["actions"])
        for rank, state in _states(action)
    ]


class _Turn:
    """What falls to each card in turn, so that no two neighbours look the same."""

    def __init__(self, hands):
        self.hands, self.late = cycle(hands), cycle([6, -2, 11, 4, 17, -4, 9])
        self.coming, self.charge = cycle([18, 25, None, 33]), cycle([5, 8, 3, 13, 20, 2])
        self.checking = cycle([2, 5, 3, 8])
        self.priority, self.budget = cycle(["Moyenne", "Haute", "Basse"]), cycle([None, 18000, None, 45000])


def _standing(action, rank, state, turn):
    card = {"of": f"{action['code']}/{rank}", "people": [next(turn.hands)], "labels": [action["title"]]}
    fields = _known(action) | {"Priorité": next(turn.priority), "Charge": next(turn.charge)}
    if budget := next(turn.budget):
        fields["Budget"] = budget
    card["fields"] = fields
    if state == DONE:
        return card | {"done": True, "begins": DOING}
    if state == CHECKING:
        return card | {"due": next(turn.checking), "begins": DOING}
    if state == DOING:
        card["people"].append(next(turn.hands))
        return card | {"due": next(turn.late), "begins": COMING}
    return card | {"due": next(turn.coming)}


def _states(action):
    """(rank, list): what ended long ago is done but for its last step, what goes on has just begun."""
    ranks = range(1, len(action["sub_actions"]) + 1) or [0]
    end = action["calendar"]["end"]
    if action["calendar"]["open_ended"] or end is None or end >= "2021":
        done, doing = len(ranks) // 3, (len(ranks) + 2) // 3
    elif end >= "2020":
        done, doing = len(ranks) // 2, 1
    else:
        done, doing = len(ranks) - 1, 0
    for place, rank in enumerate(ranks):
        if place < done:
            yield rank, DONE
        elif place < done + doing:
            yield rank, DOING
        else:
            yield rank, CHECKING if end and end < "2021" else COMING


def _action(code):
    return next(one for one in _programme()["actions"] if one["code"] == code)


@cache
def _programme():
    return yaml.load((HERE / "techgouv.yaml").read_text(encoding="utf-8"), LOADER)  # noqa: S506 (a safe one)


def _content(name):
    return yaml.load((HERE / "content" / name).read_text(encoding="utf-8"), LOADER)  # noqa: S506 (a safe one)


def _small(text):
    return text[0].lower() + text[1:]


def _typeset(text):
    """French typography: what does not break stands before double signs and inside quotes."""
    text = _WITHIN_NUMBER.sub("\u202f", _BEFORE_HOUR.sub("\xa0", text))
    return _AFTER_QUOTE.sub("«\xa0", _BEFORE_SIGN.sub("\xa0", text)).replace("'", "’").strip()
