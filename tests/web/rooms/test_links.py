"""Links in Planka's form."""


def test_they_lead_to_ours(boards, editor, browser):
    client = browser(editor)
    card = boards.card("A")
    assert client.get(f"/cards/{card.pk}")["Location"] == "/cartes/PORT-1/"
    assert client.get(f"/boards/{boards.board.pk}")["Location"] == f"/tableaux/{boards.board.pk}/"
    assert client.get(f"/projects/{boards.project.pk}")["Location"] == f"/projets/{boards.project.pk}/"


def test_not_for_who_does_not_see_it(boards, stranger, browser, client):
    card = boards.card("A")
    assert browser(stranger).get(f"/cards/{card.pk}").status_code == 404
    assert browser(stranger).get(f"/boards/{boards.board.pk}").status_code == 404
    assert browser(stranger).get("/cards/" + "9" * 30).status_code == 404
    assert client.get(f"/cards/{card.pk}")["Location"].startswith("/connexion/?next=")
