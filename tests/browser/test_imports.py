"""A Trello file becomes a board, in a browser: every page as it is seen, and the worker beside it."""

import json
import threading

import pytest
from django.db import connection

from projets.exchange.importing import import_file
from projets.exchange.models import ImportJob
from tests.browser.axe import faults
from tests.exchange.trello_files import ALICE, LABEL, a_board, a_card, a_comment, oid


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "tableau.json"
    long = "Une carte dont le titre est bien plus long que ce que la largeur d’un téléphone laisse voir " * 3
    cards = [a_card(name=long, idMembers=[ALICE], badges={"comments": 3}, idLabels=[LABEL])]
    cards.append(a_card(id=oid(90), attachments=[{"id": oid(50), "name": "x", "url": "ftp://x"}]))
    board = a_board(cards=cards, labels=[{"id": LABEL, "name": "", "color": "sky"}], actions=[a_comment(1)])
    path.write_text(json.dumps(board), encoding="utf-8")
    return path


@pytest.fixture
def wrong(tmp_path):
    path = tmp_path / "cartes.json"
    path.write_text("[]")
    return path


def looks_right(page):
    assert faults(page) == [], page.url


def test_from_the_file_to_the_board(browsers, agent, file, wrong):
    page = browsers.context(agent()).new_page()
    page.goto("/imports/")
    looks_right(page)
    page.set_input_files("#import-file", wrong)
    page.click("text=Examiner le fichier")
    page.wait_for_selector("#import-file-error")
    looks_right(page)
    page.set_input_files("#import-file", file)
    page.click("text=Examiner le fichier")
    page.wait_for_selector("h1:text-is('Essai')")
    looks_right(page)
    page.click("text=Importer le tableau")
    page.wait_for_selector("import-progress")
    looks_right(page)
    in_another_thread(import_file, ImportJob.objects.get().pk)
    page.wait_for_selector("text=Ouvrir le tableau")
    looks_right(page)
    page.click("text=Ouvrir le tableau")
    page.wait_for_selector(".card__title >> visible=true")
    browsers.forgive("422 (Unprocessable")


def in_another_thread(do, *what):
    """As the worker is one."""
    failed = []

    def run():
        try:
            do(*what)
        except Exception as error:  # noqa: BLE001 (told by the test)
            failed.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(60)
    assert not failed
