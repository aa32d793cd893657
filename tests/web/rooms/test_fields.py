"""Groups of fields: in the settings of a project and of a board, on a card, and on a page of their own."""

import pytest

from projets.boards.actions.field_groups import bin_field_group, create_field_group
from projets.boards.actions.fields import bin_field, create_field
from projets.boards.models import Field, FieldGroup


@pytest.fixture
def manager(both_roles):
    """Manages the project and edits the board."""
    return both_roles


def group(name):
    return FieldGroup.objects.get(name=name)


def card_page(client):
    return client.get("/cartes/PORT-1/")


def test_a_base_is_made_filled_and_put_on_a_board(boards, manager, send, browser):
    settings = f"/projets/{boards.project.pk}/reglages/"
    assert send(manager, f"/projets/{boards.project.pk}/groupes-de-champs/", name="Marché").status_code == 200
    base = group("Marché")
    answer = send(manager, f"/groupes-de-champs/{base.pk}/champs/", name="Coût", kind="euros", on_front="1")
    assert answer.status_code == 200
    client = browser(manager)
    shown = client.get(settings).content.decode()
    assert ("Marché" in shown, "Coût" in shown) == (True, True)
    assert send(manager, f"/tableaux/{boards.board.pk}/groupes-de-champs/", base=base.pk).status_code == 200
    here = client.get(f"/tableaux/{boards.board.pk}/reglages/").content.decode()
    assert here.count("Marché") > 1
    face = card_page(client).content.decode()
    assert '<h3 class="side-title" dir="auto">Marché</h3>' in face
    (made,) = FieldGroup.objects.filter(base=base)
    field = Field.objects.get()
    send(manager, f"/selection/champs/{field.pk}/", card=boards.card("A").pk, group=made.pk, value="12")
    assert "12,00\xa0€" in card_page(client).content.decode()


def test_a_card_gets_a_group_of_its_own(boards, editor, send, browser):
    card = boards.card("A")
    answer = send(editor, f"/cartes/{card.pk}/groupes-de-champs/", name="À part")
    assert answer.status_code == 200
    assert {"refresh": f"card-side:{card.pk}"} in answer.json()["messages"][0]["patches"]
    client = browser(editor)
    side = client.get("/cartes/PORT-1/", headers={"X-Fragment": f"card-side:{card.pk}"}).content.decode()
    assert ("À part" in side, "Pas encore de champ." in side) == (True, True)
    send(editor, f"/groupes-de-champs/{group('À part').pk}/champs/", name="Remarque", kind="text")
    send(editor, f"/selection/champs/{Field.objects.get().pk}/", card=card.pk, value="relire")
    side = client.get("/cartes/PORT-1/", headers={"X-Fragment": f"card-side:{card.pk}"}).content.decode()
    assert ("Remarque" in side, 'value="relire"' in side) == (True, True)
    other = client.get("/cartes/PORT-2/").content.decode()
    assert "Remarque" not in other


def test_who_only_reads_is_offered_nothing(boards, editor, browser):
    create_field_group(editor, boards.card("A"), "À part")
    create_field(editor, group("À part"), "Remarque")
    client = browser(boards.member("reader", name="Lou Roy"))
    page = card_page(client).content.decode()
    assert ("Remarque" in page, "groupes-de-champs" in page) == (True, False)
    here = client.get(f"/tableaux/{boards.board.pk}/reglages/").content.decode()
    assert "groupes-de-champs" not in here
    assert client.get(f"/groupes-de-champs/{group('À part').pk}/").status_code == 403


def test_a_group_has_a_page(boards, manager, editor, stranger, send, browser):
    create_field_group(manager, boards.project, "Marché")
    create_field(manager, group("Marché"), "Coût", "euros")
    create_field_group(editor, boards.board, "Suivi", group("Marché"))
    create_field_group(editor, boards.card("A"), "À part")
    for name, holder in (("Marché", "Portail"), ("Suivi", "Feuille de route"), ("À part", "PORT-1")):
        answer = browser(manager).get(f"/groupes-de-champs/{group(name).pk}/")
        page = answer.content.decode()
        assert (answer.status_code, name in page, holder in page) == (200, True, True)
        assert browser(stranger).get(f"/groupes-de-champs/{group(name).pk}/").status_code == 404
    suivi = group("Suivi")
    page = browser(editor).get(f"/groupes-de-champs/{suivi.pk}/")
    assert [one.name for one in page.context["base_fields"]] == ["Coût"]
    assert send(editor, f"/groupes-de-champs/{suivi.pk}/nom/", name="").status_code == 200
    assert FieldGroup.objects.get(pk=suivi.pk).called == "Marché"
    answer = send(editor, f"/groupes-de-champs/{suivi.pk}/corbeille/")
    assert answer.json()["redirect"] == f"/tableaux/{boards.board.pk}/reglages/"
    assert browser(editor).get(f"/groupes-de-champs/{2**63}/").status_code == 404


def test_groups_are_put_in_order(boards, editor, send, browser):
    for name in ("un", "deux"):
        create_field_group(editor, boards.board, name)
    here = f"/tableaux/{boards.board.pk}/reglages/"
    second = browser(editor).get(here).context["groups"][1]
    send(editor, f"/groupes-de-champs/{second.pk}/place/", position=second.up)
    assert [one.called for one in browser(editor).get(here).context["groups"]] == ["deux", "un"]


def test_what_is_in_the_bin_comes_back(boards, manager, editor, send, browser):
    create_field_group(manager, boards.project, "Marché")
    create_field_group(editor, boards.board, "Suivi")
    create_field(editor, group("Suivi"), "Taille")
    bin_field_group(manager, group("Marché"))
    bin_field(editor, Field.objects.get())
    bin_field_group(editor, group("Suivi"))
    for address, name in (
        (f"/projets/{boards.project.pk}/corbeille/", "Marché"),
        (f"/tableaux/{boards.board.pk}/archives/", "Suivi"),
    ):
        assert name in browser(manager).get(address).content.decode()
        assert send(manager, f"/groupes-de-champs/{group(name).pk}/restauration/").status_code == 200
    assert "Taille" in browser(editor).get(f"/tableaux/{boards.board.pk}/archives/").content.decode()
    send(editor, f"/champs/{Field.objects.get().pk}/restauration/")
    assert not FieldGroup.objects.exclude(binned_at=None).exists()
    assert Field.objects.get().binned_at is None
