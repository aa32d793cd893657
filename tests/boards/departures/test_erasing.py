"""E-05: what somebody made stays under a pseudonym, and nothing says any more who it was."""

import shutil
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage

from projets.accounts.actions.people import activate_user, create_user, set_email
from projets.accounts.audit import chain
from projets.accounts.erasing import Gone
from projets.accounts.models import User
from projets.accounts.queries import instance
from projets.boards.actions.attachments import rename_attachment
from projets.boards.actions.cards import describe_card, rename_card
from projets.boards.actions.comments import write_comment
from projets.boards.departures.actions.departures import hand_over_board, settle_names
from projets.boards.departures.actions.erasing import delete_user, erase_person
from projets.boards.departures.models import Departure, NamedAt
from projets.boards.departures.queries import board_lines, places, project_lines
from projets.boards.models import Attachment, Card, Comment, Project, Unclaimed
from projets.boards.queries import people
from projets.exchange.models import ImportJob
from projets.operations import cli
from projets.usecase.actor import Actor
from projets.usecase.dispatch import dispatch
from projets.usecase.errors import Conflict, Invalid, Refused
from projets.usecase.models import Event
from tests.boards.departures.somebody import EMAIL, NAME, TOLD, somebody, traces

COMMAND = Actor(None, "command")
FORMER = "Former agent no. 1"


@pytest.fixture(autouse=True)
def _english(settings):
    settings.LANGUAGE_CODE = "en"
    for folder in ("avatars", "imports"):  # of tests that are rolled back before their files go
        shutil.rmtree(Path(default_storage.location) / folder, ignore_errors=True)


@pytest.fixture
def administrator(boards):
    return boards.member("administrator", name="Ada Min")


def row(actor):
    return User.objects.get(pk=actor.user_id)


def erased(by, actor, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        return erase_person(by, row(actor))


def test_nothing_in_tables_and_files_says_who_it_was(boards, administrator, django_capture_on_commit_callbacks):
    actor, client = somebody(boards)
    before = traces(*TOLD)
    assert {"accounts_user.email", "identities_identity.sub", "factors_opensession.address"} <= before.keys()
    assert {"webhooks_message.body", "exchange_importjob.analysis", "boards_unclaimed.name"} <= before.keys()
    figures = Card.objects.count(), Comment.objects.count(), Attachment.objects.count()
    board = client.get(f"/tableaux/{boards.board.pk}/")
    assert board.status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(administrator, row(actor))
    assert traces(*TOLD) == {}
    assert not [
        one for one in Session.objects.all() if NAME in str(one.get_decoded()) or EMAIL in str(one.get_decoded())
    ]
    assert client.get("/").url.startswith("/connexion/")
    assert (Card.objects.count(), Comment.objects.count(), Attachment.objects.count()) == figures
    dispatch()
    chain.verify()
    assert traces(*TOLD) == {}


def test_what_they_made_is_the_pseudonyms(boards, administrator, browser, django_capture_on_commit_callbacks):
    actor, _client = somebody(boards)
    act = erased(administrator, actor, django_capture_on_commit_callbacks)
    assert people([actor.user_id])[actor.user_id].name == FORMER
    card = Card.objects.get(title="Rédiger la note")
    assert card.creator_id == actor.user_id
    page = browser(administrator).get(f"/cartes/{boards.card('A').reference}/").content.decode()
    assert f"@{FORMER}" in page
    assert FORMER in page.replace(f"@{FORMER}", "")
    assert [fact.kind for fact in act.facts] == ["departure.opened", "user.deleted", "user.deleted"]
    # what they held waits to be handed over, as after every departure
    assert [one.project.name for one in project_lines([actor.user_id])[actor.user_id]] == ["Le mien"]
    (line,) = [one for one in board_lines([actor.user_id], administrator)[actor.user_id] if one.board == boards.board]
    assert (line.role, line.cards, line.tasks) == ("editor", 1, 1)
    hand_over_board(administrator, Departure.objects.get(), boards.board)
    assert ImportJob.objects.get().balance  # stays with its board
    assert Unclaimed.objects.filter(name=FORMER, username="").count() == 1


def test_numbers_are_stable_and_never_given_again(boards, administrator):
    for name in ("Luce Un", "Zoé Deux"):
        erase_person(administrator, boards.person(name))
    names = User.objects.exclude(pseudonym=None).order_by("pseudonym").values_list("name", "email", "is_active")
    assert list(names) == [
        ("Former agent no. 1", "ancien-agent-1@efface.invalid", False),
        ("Former agent no. 2", "ancien-agent-2@efface.invalid", False),
    ]


def test_nobody_has_the_account_again(boards, administrator):
    user = boards.person("Luce Un")
    address = user.email
    erase_person(administrator, user)
    for act in (activate_user, erase_person, lambda by, one: set_email(by, one, address)):
        with pytest.raises(Conflict):
            act(administrator, User.objects.get(pk=user.pk))
    with pytest.raises(Invalid):  # nor takes the address of the next one
        create_user(COMMAND, instance(), "ancien-agent-2@efface.invalid", "Mal Veillant")
    new = create_user(COMMAND, instance(), address, "Luce Un")
    assert new.facts[0].after.id != user.pk


def test_who_may_and_who_may_not(boards, administrator, editor):
    manager, other = boards.member("project manager"), boards.person("Luce Un")
    facts = Event.objects.count()
    for actor in (editor, manager):
        with pytest.raises(Refused):
            erase_person(actor, other)
    with pytest.raises(Conflict, match="last administrator"):
        erase_person(administrator, row(administrator))
    assert (row(administrator).pseudonym, User.objects.get(pk=other.pk).name) == (None, "Luce Un")
    assert Event.objects.count() == facts
    erase_person(editor, row(editor))
    assert (row(editor).name, Departure.objects.get().reason) == (FORMER, "asked")


def test_deleting_an_account_ends_in_the_same(boards, administrator, django_capture_on_commit_callbacks):
    actor, _client = somebody(boards)
    with django_capture_on_commit_callbacks(execute=True):
        delete_user(administrator, row(actor))
    assert traces(*TOLD) == {}
    assert Project.objects.get(name="Le mien").binned_at
    assert (row(actor).name, project_lines([actor.user_id])[actor.user_id]) == (FORMER, [])


def test_texts_of_others_that_name_them_are_listed(boards, administrator, editor):
    """E-05: listed for whoever may change them, with what they see alone."""
    actor, _client = somebody(boards)
    manager, stranger = boards.member("project manager", name="Max Deux"), boards.member(None, name="Ève")
    rename_card(editor, boards.card("B"), f"Rappeler {NAME.upper()}")
    describe_card(editor, boards.card("C"), f"Voir {EMAIL}.")
    describe_card(editor, boards.card("C"), "Voir avec elle.", 1)
    write_comment(editor, boards.card("D"), f"Merci {NAME} !")
    rename_attachment(editor, Attachment.objects.get(name="note.txt"), f"Note de {NAME}.txt")
    erase_person(administrator, row(actor))
    found = {(one.named.what, one.card and one.card.title) for one in places(manager)[actor.user_id]}
    assert found == {
        ("card", f"Rappeler {NAME.upper()}"),
        ("description", "C"),  # of a former version
        ("comment", "D"),
        ("attachment", "A"),
    }
    assert len(places(administrator)[actor.user_id]) == 4
    assert not places(editor)
    assert not places(stranger)
    named = places(manager)[actor.user_id][0].named
    with pytest.raises(Refused):
        settle_names(editor, [named])
    settle_names(manager, [named])
    assert NamedAt.objects.count() == 3


@pytest.mark.parametrize(
    ("text", "blotted"),
    [
        ("Zélie Quatrefages a écrit", "X a écrit"),
        ("ZÉLIE QUATREFAGES", "X"),
        ("de Zélie Quatrefages-Roux", "de X-Roux"),
        ("Zélie Quatrefagesse", "Zélie Quatrefagesse"),
        ("zq", "X"),  # a user name by itself, short as it is
        ("azq zq", "azq zq"),
    ],
)
def test_what_counts_as_their_name(text, blotted):
    assert Gone(1, NAME, "X", ("zq",)).blot({"a": [text, 1]}) == {"a": [blotted, 1]}


@pytest.mark.django_db(transaction=True)
def test_from_the_command_line(boards, capsys):
    user = boards.person("Luce Un")
    assert cli.main(["user", "erase", user.email]) == 0
    assert capsys.readouterr().out == f"{FORMER}: what they wrote stays under this name, and nothing says who it was\n"
    assert cli.main(["user", "list", "--json"]) == 0
    assert user.email not in capsys.readouterr().out
