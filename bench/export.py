"""A board as Trello exports it, as large as one wishes: the same each time but for its ids."""

import json
import secrets
from random import Random

BEGAN = 0x65920080  # 1 January 2024: the first eight digits of an id are seconds
LISTS = ("Idées", "À faire", "En cours", "À vérifier", "En recette", "En attente", "Terminé", "Abandonné")
VERBS = ("Préparer", "Relire", "Publier", "Corriger", "Vérifier", "Envoyer", "Rédiger", "Mettre à jour")
THINGS = (
    "la page d’accueil",
    "le marché",
    "la note de cadrage",
    "le budget",
    "les droits d’accès",
    "l’étude d’impact",
)
LABELS = (("Urgent", "red"), ("Usagers", "blue"), ("Juridique", "purple"), ("Technique", "green"), ("", "yellow"))
PEOPLE = ("Alice Martin", "Bruno Lefèvre", "Chloé N’Diaye", "David Le Goff", "Émilie Roussel", "Farid Benali")


def written(cards, *, comments=0.5, tasks=0.3, name=None):
    """The bytes of an export; `comments` a card on average, `tasks` the share of cards that have a list of five."""
    made = _Board(cards, comments, tasks, name or f"Banc d’essai, {cards} cartes")
    return json.dumps(made.export, ensure_ascii=False).encode()


class _Board:
    def __init__(self, cards, comments, tasks, name):
        self.random = Random(cards)  # noqa: S311 (the same board each time)
        self.series = secrets.token_hex(4)  # of its ids: one that was imported before would only get what is new
        self.made = 0
        members = [{"id": self._id(), "fullName": one, "username": f"p{at}"} for at, one in enumerate(PEOPLE)]
        labels = [{"id": self._id(), "name": name, "color": color} for name, color in LABELS]
        lists = [{"id": self._id(), "name": one, "closed": False, "pos": at} for at, one in enumerate(LISTS)]
        board = {"id": self._id(), "name": name, "desc": "", "closed": False, "shortUrl": ""}
        made = [self._card(at, lists, labels, members) for at in range(cards)]
        self.export = board | {
            "lists": lists,
            "labels": labels,
            "members": members,
            "cards": made,
            "checklists": [self._checklist(one) for one in made if self.random.random() < tasks],
            "actions": [self._comment(self.random.choice(made), members) for _ in range(round(cards * comments))],
            "customFields": [],
        }

    def _id(self):
        self.made += 1
        return f"{BEGAN + self.made:08x}{self.series}{self.made:08x}"

    def _card(self, at, lists, labels, members):
        pick = self.random
        due = f"2024-{pick.randint(1, 12):02}-{pick.randint(1, 28):02}T10:00:00.000Z" if pick.random() < 0.4 else None
        return {
            "id": self._id(),
            "idList": lists[at % len(lists)]["id"],
            "name": f"{pick.choice(VERBS)} {pick.choice(THINGS)} ({at})",
            "desc": "Une description de quelques lignes.\n\n* un point\n* un autre\n" * pick.randint(0, 4),
            "closed": False,
            "pos": at,
            "due": due,
            "dueComplete": bool(due) and pick.random() < 0.5,
            "idLabels": [one["id"] for one in pick.sample(labels, pick.choice((0, 1, 1, 2)))],
            "idMembers": [one["id"] for one in pick.sample(members, pick.choice((0, 1, 1, 2)))],
        }

    def _checklist(self, card):
        names = [f"{self.random.choice(VERBS)} {self.random.choice(THINGS)}" for _ in range(5)]
        items = [
            {"id": self._id(), "name": one, "pos": at, "state": self.random.choice(("complete", "incomplete"))}
            for at, one in enumerate(names)
        ]
        return {"id": self._id(), "idCard": card["id"], "name": "À faire", "pos": 1, "checkItems": items}

    def _comment(self, card, members):
        return {
            "id": self._id(),
            "type": "commentCard",
            "date": "2024-03-02T08:00:00.000Z",
            "idMemberCreator": self.random.choice(members)["id"],
            "data": {"text": "C’est fait de mon côté, à relire.", "card": {"id": card["id"]}},
        }
