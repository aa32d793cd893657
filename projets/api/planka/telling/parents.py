"""What goes with a webhook's payload: the rows around what it tells of, as they are now, each kind in a list."""

from projets.accounts.models import User
from projets.api.planka.content import items, read
from projets.api.planka.items.boards import board_item
from projets.api.planka.items.labels import label
from projets.api.planka.items.lists import list_item
from projets.api.planka.items.projects import project_item
from projets.api.planka.items.tasks import task_list
from projets.api.planka.items.users import public
from projets.boards.models import Board, Card, Label, List, Project, TaskList


def of_user(id):
    return {"users": [public(one) for one in User.objects.filter(pk=id)]}


def of_project(id):
    return {"projects": [project_item(one) for one in Project.objects.filter(pk=id)]}


def of_board(id):
    found = Board.objects.filter(pk=id).first()
    return of_project(found.project_id) | {"boards": [board_item(found)]} if found else {}


def of_list(id):
    found = List.objects.filter(pk=id).first()
    return of_board(found.board_id) | {"lists": [list_item(found)]} if found else {}


def of_card(id):
    found = Card.objects.filter(pk=id).select_related("board").first()
    if found is None:
        return {}
    shown = items(found.board, read(Card.objects.filter(pk=id)))
    return of_list(found.list_id) | {"cards": shown}


def of_task_list(id):
    found = TaskList.objects.filter(pk=id).first()
    return of_card(found.card_id) | {"taskLists": [task_list(found)]} if found else {}


def of_label(id):
    return {"labels": [label(one) for one in Label.objects.filter(pk=id)]}
