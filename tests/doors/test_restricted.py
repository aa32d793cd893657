"""Every address that can be read, asked by an editor of the board for whom a card is not: no byte of it comes.

What is looked for are the card's words, its number and its ids, at pages, both APIs, and what they keep or list.
"""

import json
from io import BytesIO

import pytest
from django.db import transaction
from django.test import override_settings

from projets.accounts.models import User
from projets.api.planka import calling
from projets.api.v1.door import limiter
from projets.boards import uploads
from projets.boards.actions.attachments import attach_file
from projets.boards.actions.cards import archive_cards, bin_cards, create_cards, rename_card
from projets.boards.actions.comments import write_comment
from projets.boards.actions.details import assign_cards
from projets.boards.actions.lists import archive_lists, bin_lists
from projets.boards.actions.restricting import restrict_cards
from projets.boards.actions.subscribing import subscribe_card
from projets.boards.actions.tasks import create_task_list, create_tasks, edit_task_list, link_cards
from projets.boards.models import Attachment, Card, Comment, Task, TaskList
from projets.boards.queries import seen
from projets.usecase.dispatch import dispatch
from tests.api.planka.client import Planka
from tests.api.v1.conftest import asking
from tests.doors.test_api_walk import ROOT, STANDS_FOR
from tests.doors.test_api_walk import addresses as api_addresses
from tests.doors.walk import addresses, build

SECRET, WORDS = "Zanzibar", "Quetzalcoatl"


@pytest.fixture(autouse=True)
def without_limits():
    limiter.cache_clear()
    with override_settings(RATE_LIMITS={}):
        yield
    limiter.cache_clear()


@pytest.fixture
def hidden(boards):
    """(the world of the walk, the secret card, its editor, who is outside): all that may hold something of it does."""
    world = build(boards)
    editor = boards.member("editor", name="Inès Dedans")
    outsider = boards.member("editor", name="Olga Dehors")
    create_cards(editor, boards.todo, [f"{SECRET} un"])
    secret = boards.card(f"{SECRET} un")
    subscribe_card(outsider, secret)  # from when it was everybody's
    write_comment(editor, secret, f"{WORDS} @[Olga Dehors]({outsider.user_id})")
    attach_file(editor, secret, uploads.receive(BytesIO(b"Tout est dit."), f"{WORDS}.txt"))
    create_task_list(editor, secret, f"{WORDS} étapes", on_front=True)
    create_tasks(editor, TaskList.objects.get(card=secret), [f"{WORDS} tâche"])
    # a card that everybody sees has it among its tasks, and shows them on its face
    with transaction.atomic():
        edit_task_list(editor, TaskList.objects.get(card=boards.card("A")), on_front=True)
        link_cards(editor, TaskList.objects.get(card=boards.card("A")), [secret])
    dispatch()
    client = world.clients["editor"]
    client.force_login(_user(outsider))
    client.get(f"/tableaux/{boards.board.pk}/")  # kept from before
    restrict_cards(editor, [seen(editor, Card, secret.pk)[0]])
    rename_card(editor, seen(editor, Card, secret.pk)[0], f"{SECRET} deux")
    dispatch()
    assert not Card.objects.visible_to(outsider).filter(pk=secret.pk).exists()
    assert Card.objects.visible_to(editor).filter(pk=secret.pk).exists()
    return world, secret, editor, outsider


def _user(actor):
    return User.objects.get(pk=actor.user_id)


def traces(secret):
    """What gives it away. Its number, as people write it: digits alone are everywhere."""
    ids = [secret.pk]
    for model, way in ((TaskList, "card"), (Task, "task_list__card"), (Comment, "card"), (Attachment, "card")):
        ids += model.objects.filter(**{way: secret}).order_by().values_list("pk", flat=True)
    ids += Task.objects.filter(linked_card_id=secret.pk).order_by().values_list("pk", flat=True)
    return [SECRET, WORDS, f"PORT-{secret.number}", *map(str, ids)]


def told(answer):
    content = answer.getvalue() if answer.streaming else answer.content
    return content.decode("utf-8", "replace") + str(dict(answer.headers))


def found_in(text, asked, gives_away):
    """What of it is there beside what whoever asks has said themselves."""
    return [one for one in gives_away if one in text and one not in asked]


def ids_of(world, secret):
    """The ids of the walk, and again with those of the secret card."""
    own = {
        "card": str(secret.pk),
        "reference": f"PORT-{secret.number}",
        "comment": str(Comment.objects.get(card=secret).pk),
        "attachment": str(Attachment.objects.get(card=secret).pk),
        "task_list": str(TaskList.objects.get(card=secret).pk),
        "task": str(Task.objects.get(task_list__card=secret).pk),
    }
    return [world.ids, world.ids | own]


def put_away(how, editor, boards, secret):
    card = seen(editor, Card, secret.pk)[0]
    if how == "archived":
        archive_cards(editor, [card])
    elif how == "binned":
        bin_cards(editor, [card])
    elif how == "in an archived list":
        archive_lists(editor, [boards.todo])
    elif how == "in a binned list":
        bin_lists(editor, [boards.todo])


PLACES = ["shown", "archived", "binned", "in an archived list", "in a binned list"]


@pytest.mark.parametrize("how", PLACES)
def test_no_page_says_anything_of_it(boards, hidden, how):
    world, secret, editor, outsider = hidden
    put_away(how, editor, boards, secret)
    gives_away, client = traces(secret), world.clients["editor"]
    leaks, asked = {}, 0
    for ids in ids_of(world, secret):
        for address in sorted(set(addresses())):
            for extra in ("", "?toutes", "?q=zanzibar"):
                path = address.format(**ids | {"mine": "1"}) + extra
                answer = client.get(path)
                asked += answer.status_code == 200
                if leak := found_in(told(answer), path, gives_away):
                    leaks[path] = leak
    assert leaks == {}
    assert asked > 40


@pytest.mark.parametrize("how", PLACES)
def test_no_link_says_anything_of_it(boards, hidden, how):
    """Whoever holds one sees what is everybody's on the board, hence not that there is such a card (E-25)."""
    world, secret, editor, _outsider = hidden
    put_away(how, editor, boards, secret)
    client, gives_away, asked = world.clients["link-holder"], traces(secret), 0
    for ids in ids_of(world, secret):
        for address in sorted({one for one in addresses() if one.startswith("/partage/")}):
            answer = client.get(address.format(**ids))
            asked += answer.status_code == 200
            assert found_in(told(answer), address.format(**ids), gives_away) == []
    assert asked > 1


@pytest.mark.parametrize("fragment", ["board", "board-head", "board-data", "card:{id}", "archives", "members"])
def test_no_fragment_says_anything_of_it(boards, hidden, fragment):
    world, secret, _editor, _outsider = hidden
    name = fragment.format(id=secret.pk)
    for path in (
        f"/tableaux/{boards.board.pk}/",
        f"/tableaux/{boards.board.pk}/liste/",
        f"/tableaux/{boards.board.pk}/archives/",
    ):
        answer = world.clients["editor"].get(path, headers={"X-Fragment": name})
        assert found_in(told(answer), name, traces(secret)) == []


@pytest.mark.parametrize("how", PLACES)
def test_our_own_api_says_nothing_of_it(boards, hidden, asking, how):
    world, secret, editor, outsider = hidden
    put_away(how, editor, boards, secret)
    program, gives_away, leaks, good = asking(outsider), traces(secret), {}, 0
    for ids in ids_of(world, secret):
        for method, path in api_addresses():
            if method != "GET":
                continue
            noun = path.split("/")[1]
            address = ROOT + path.replace("{id}", ids.get(STANDS_FOR.get(noun), "12"))
            for extra in ("", "?since=0", "?search=zanzibar"):
                answer = program.client.get(address + extra, headers={"authorization": f"Bearer {program.secret}"})
                good += answer.status_code == 200
                if leak := found_in(told(answer), address, gives_away):
                    leaks[address + extra] = leak
    assert leaks == {}
    assert good > 20


@pytest.mark.parametrize("how", PLACES)
def test_plankas_api_says_nothing_of_it(boards, hidden, how):
    world, secret, editor, outsider = hidden
    put_away(how, editor, boards, secret)
    client, gives_away, leaks, good = Planka.of(outsider), traces(secret), {}, 0
    endless = {"archive": boards.board.archive_list_id, "trash": boards.board.trash_list_id}
    for ids in ids_of(world, secret):
        named = ids | {"user": str(outsider.user_id), "board_membership": "1"}
        for route in calling.routes:
            if route.method != "GET":
                continue
            lists = [named["list"], *map(str, endless.values())] if "{list}" in route.path else [named["list"]]
            for one in lists:
                path = "/api" + _filled(route.path, named | {"list": one})
                status, body = client.get(path)
                good += status == 200
                if leak := found_in(json.dumps(body, ensure_ascii=False), path, gives_away):
                    leaks[path] = leak
    assert leaks == {}
    assert good > 10


def _filled(path, ids):
    for name, id in ids.items():
        path = path.replace(f"{{{name}}}", id)
    return path.replace("{", "").replace("}", "")


def test_who_is_inside_finds_all_of_it_again(boards, hidden):
    """The walk can fail: the same addresses give it to its people."""
    world, secret, editor, outsider = hidden
    assign_cards(editor, [seen(editor, Card, secret.pk)[0]], add=[outsider.user_id])
    client = world.clients["editor"]
    for path in (
        f"/tableaux/{boards.board.pk}/",
        f"/tableaux/{boards.board.pk}/liste/",
        f"/cartes/PORT-{secret.number}/",
    ):
        assert f"{SECRET} deux" in told(client.get(path))
    status, body = Planka.of(outsider).get(f"/api/boards/{boards.board.pk}")
    assert status == 200
    assert SECRET in json.dumps(body)


def test_a_write_at_its_addresses_is_as_if_there_were_none(boards, hidden):
    world, secret, _editor, _outsider = hidden
    client, was = world.clients["editor"], Card.objects.get(pk=secret.pk).version
    for path, form in (
        (f"/cartes/{secret.pk}/acces/", {"restricted": "0"}),
        (f"/cartes/{secret.pk}/membres/", {"add": "1"}),
        (f"/cartes/{secret.pk}/commentaires/", {"text": "Bonjour"}),
        ("/selection/titre/", {"card": secret.pk, "title": "Pris"}),
        ("/selection/corbeille/", {"card": secret.pk}),
    ):
        answer = client.post(path, form, headers={"accept": "application/json"})
        assert answer.status_code in (404, 422), path
        assert found_in(told(answer), path, [SECRET, WORDS]) == []
    now = Card.objects.get(pk=secret.pk)
    assert (now.version, now.is_restricted, now.binned_at) == (was, True, None)


__all__ = ["asking"]
