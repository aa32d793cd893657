"""Every trap met in exports from 2012 to 2026."""

from dataclasses import astuple
from datetime import UTC, date, datetime

import pytest

from tests.exchange.trello_files import (
    ALICE,
    BOB,
    CARD,
    CHECKLIST,
    DONE,
    LABEL,
    LIST,
    a_board,
    a_card,
    a_comment,
    a_list,
    adds_up,
    as_file,
    left,
    oid,
    only_card,
    plan_of,
    read,
)

MARCH = datetime(2022, 3, 1, 10, 0, tzinfo=UTC)


def names(things):
    return [one.name for one in things]


def test_a_whole_card():
    plan = plan_of(
        lists=[a_list(softLimit=3)],
        labels=[{"id": LABEL, "name": "Urgent", "color": "red_dark"}],
        cards=[
            a_card(
                desc="**Texte**\r\nici ",
                start="2022-03-26T23:30:00.000Z",
                due="2022-04-01T10:00:00.000Z",
                dueComplete=True,
                idMembers=[ALICE, ALICE],
                idLabels=[LABEL],
                idShort=12,
                shortLink="abcdEFGH",
            )
        ],
        actions=[{"type": "createCard", "idMemberCreator": ALICE, "data": {"card": {"id": CARD}}}],
    )
    card = plan.cards[0]
    assert (card.list, card.title, card.description) == (LIST, "Écrire", "**Texte**\nici")
    assert (card.start, card.due) == (date(2022, 3, 27), datetime(2022, 4, 1, 10, 0, tzinfo=UTC))
    assert (card.done, card.archived, card.number, card.key) == (True, False, 12, "abcdEFGH")
    assert (card.labels, card.members, card.creator, card.created_at) == ((LABEL,), (ALICE,), ALICE, MARCH)
    assert [(one.name, one.hue) for one in plan.labels] == [("Urgent", "rouge")]
    assert [(one.name, one.wip_limit, one.archived) for one in plan.lists] == [("À faire", 3, False)]
    assert (plan.by_address("abcdEFGH"), plan.by_address("autre")) == (CARD, "")
    assert (plan.board.name, plan.board.address) == ("Essai", "https://trello.com/b/abcdefgh")
    assert plan.left_out == plan.announced == plan.warnings == ()


def test_the_secret_address_is_nowhere():
    assert "secret" not in repr(plan_of())


def test_order_by_position_equal_and_missing_ones_as_in_the_file():
    positions = [2.0**47, 3, 0.25, 3, None, 1, None]
    cards = [a_card(id=oid(100 + at), name=str(at), pos=pos) for at, pos in enumerate(positions)]
    assert [card.title for card in plan_of(cards=cards).cards] == ["2", "5", "1", "3", "0", "4", "6"]
    lists = [a_list(id=oid(200 + at), name=str(at), pos=pos) for at, pos in enumerate(positions)]
    assert names(plan_of(lists=lists, cards=[]).lists) == ["2", "5", "1", "3", "0", "4", "6"]


def test_cards_follow_their_lists():
    lists = [a_list(pos=2), a_list(id=DONE, name="Fait", pos=1)]
    cards = [a_card(name="a", pos=1), a_card(id=oid(90), name="b", idList=DONE, pos=9)]
    assert [card.title for card in plan_of(lists=lists, cards=cards).cards] == ["b", "a"]


def test_cards_of_an_archived_list_keep_their_own_state():
    plan = plan_of(lists=[a_list(closed=True)], cards=[a_card(), a_card(id=oid(90), closed=True)])
    assert plan.lists[0].archived
    assert [card.archived for card in plan.cards] == [False, True]


def test_cards_whose_list_is_gone_go_to_an_archived_list_that_counts_for_nothing():
    plan = plan_of(cards=[a_card(idList=oid(77)), a_card(id=oid(90), idList=None), a_card(id=oid(91))])
    assert [(one.name, one.archived, one.listed) for one in plan.lists] == [
        ("À faire", False, True),
        ("Cards without a list", True, False),
    ]
    assert [card.list for card in plan.cards] == [LIST, "no-list", "no-list"]
    assert (plan.found["lists"], plan.imported()["lists"], plan.imported()["cards"]) == (1, 1, 3)


def test_what_is_twice_in_the_file_counts_once():
    card = a_card(attachments=[{"id": oid(50), "url": "https://exemple.fr/a"}])
    comment = a_comment(1)
    plan = plan_of(cards=[card, card], lists=[a_list(), a_list()], actions=[comment, comment])
    assert len(plan.cards) == len(plan.lists) == len(plan.cards[0].comments) == 1
    assert left(plan) == {
        ("lists", "twice in the file"): 1,
        ("cards", "twice in the file"): 1,
        ("comments", "twice in the file"): 1,
        ("attachments", "on a card that is twice in the file"): 1,
    }
    assert adds_up(plan)


def test_checklists_and_items_in_order():
    items = [
        {"id": oid(61), "name": "deux", "state": "incomplete", "pos": 2, "due": "2022-04-01T10:00:00Z"},
        {"id": oid(62), "name": "un", "state": "complete", "pos": 1, "idMember": BOB},
    ]
    checklists = [
        {"id": CHECKLIST, "idCard": CARD, "name": "Seconde", "pos": 5, "checkItems": items},
        {"id": oid(60), "idCard": CARD, "name": "", "pos": 1, "checkItems": []},
    ]
    card = plan_of(checklists=checklists).cards[0]
    assert [(one.name, names(one.tasks)) for one in card.task_lists] == [("Tasks", []), ("Seconde", ["un", "deux"])]
    assert [(one.done, one.assignee) for one in card.task_lists[1].tasks] == [(True, BOB), (False, "")]
    assert card.task_lists[1].tasks[1].due == datetime(2022, 4, 1, 10, 0, tzinfo=UTC)


def test_a_checklist_without_card_is_left_out_with_its_items():
    items = [{"id": oid(61), "name": "un"}, {"id": oid(62), "name": "deux"}]
    plan = plan_of(checklists=[{"id": CHECKLIST, "idCard": oid(99), "name": "x", "checkItems": items}])
    assert left(plan) == {
        ("checklists", "their card is not in the file"): 1,
        ("check_items", "their card is not in the file"): 2,
    }
    assert adds_up(plan)


def test_a_checklist_that_only_its_card_names():
    plan = plan_of(cards=[a_card(idChecklists=[CHECKLIST])], checklists=[{"id": CHECKLIST, "name": "x"}])
    assert names(plan.cards[0].task_lists) == ["x"]


def test_a_task_too_long_stands_whole_in_the_description():
    items = [{"id": oid(61), "name": "t" * 1025}]
    plan = plan_of(checklists=[{"id": CHECKLIST, "idCard": CARD, "name": "x", "checkItems": items}])
    assert plan.cards[0].task_lists[0].tasks[0].name == "t" * 1023 + "…"
    assert plan.cards[0].description == "t" * 1025


def test_labels_without_a_name_have_their_colours():
    colours = ["green", "sky_light", "black_dark", None, "mauve"]
    plan = plan_of(labels=[{"id": oid(70 + at), "name": "", "color": one} for at, one in enumerate(colours)])
    assert [(one.name, one.hue) for one in plan.labels] == [
        ("Green", "vert"),
        ("Light sky blue", "indigo"),
        ("Dark black", "gris"),
        ("No colour", "gris"),
        ("No colour", "gris"),
    ]


def test_labels_before_2015_are_those_of_the_cards():
    board = a_board(
        cards=[
            a_card(labels=[{"color": "green", "name": "Prêt"}, {"color": "red", "name": ""}], idLabels=[oid(99)]),
            a_card(id=oid(90), labels=[{"color": "green", "name": "Prêt"}, {"color": "green", "name": ""}]),
        ],
        labelNames={"red": "Bloqué", "green": ""},
    )
    del board["labels"]
    plan = read(as_file(board))
    assert names(plan.labels) == ["Prêt", "Bloqué", "Green"]
    assert [card.labels for card in plan.cards] == [
        ("label:green/Prêt", "label:red/"),
        ("label:green/Prêt", "label:green/"),
    ]
    assert plan.found["labels"] == plan.imported()["labels"] == 3


def test_a_label_that_only_a_card_shows_is_made_and_counts_for_nothing():
    plan = plan_of(
        labels=[{"id": LABEL, "name": "Urgent", "color": "red"}],
        cards=[
            a_card(idLabels=[oid(99)], labels=[{"color": "red", "name": "Urgent"}, {"color": "pink", "name": "x"}])
        ],
    )
    assert plan.cards[0].labels == (LABEL, "label:pink/x")
    assert plan.found["labels"] == plan.imported()["labels"] == 1
    assert len(plan.labels) == 2


def test_people_who_left_are_known_from_what_they_did():
    actions = [
        a_comment(1, memberCreator={"id": BOB, "fullName": "Bob Durand", "username": "bobd"}, idMemberCreator=BOB),
        a_comment(2, idMemberCreator=oid(88)),
    ]
    plan = plan_of(actions=actions)
    assert [(one.name, one.username, one.listed) for one in plan.people] == [
        ("Alice Martin", "alicem", True),
        ("Unknown person 1", "", False),
        ("Bob Durand", "bobd", False),
    ]
    assert plan.found["members"] == plan.imported()["members"] == 1


def test_comments_oldest_first_those_without_card_or_text_left_out():
    actions = [
        a_comment(5, date="2022-03-05T08:00:00Z", data={"text": "Dernier", "card": {"id": CARD}}),
        a_comment(4, type="copyCommentCard", date="2022-03-04T08:00:00Z"),
        a_comment(3, data={"text": " ", "card": {"id": CARD}}),
        a_comment(2, card=oid(99)),
        a_comment(1, card=None),
        {"id": oid(80), "type": "updateCard", "data": {"card": {"id": CARD}}},
    ]
    plan = plan_of(actions=actions)
    assert [(one.text, one.author) for one in plan.cards[0].comments] == [("Commentaire 4", ALICE), ("Dernier", ALICE)]
    assert left(plan) == {("comments", "no text in them"): 1, ("comments", "their card is not in the file"): 2}
    assert plan.found["comments"] == 5
    assert adds_up(plan)


def test_what_badges_announce_beyond_the_file():
    plan = plan_of(
        cards=[
            a_card(badges={"comments": 5, "attachments": 0, "checkItems": 1}),
            a_card(id=oid(90), badges={"comments": 0, "attachments": 1, "checkItems": 0}),
        ],
        actions=[a_comment(1), a_comment(2), a_comment(3, card=oid(90))],
    )
    assert [astuple(one) for one in plan.announced] == [
        ("comments", 5, 2, "2 of the 5 announced comments"),
        ("attachments", 1, 0, "0 of the 1 announced attachment"),
        ("check_items", 1, 0, "0 of the 1 announced checklist item"),
    ]


def test_attachments_become_links():
    attachments = [
        {
            "id": oid(51),
            "name": "plan.pdf",
            "url": "https://trello.com/1/cards/x/plan.pdf",
            "isUpload": True,
            "pos": 2,
        },
        {"id": oid(52), "name": "", "url": "http://intranet.exemple.fr/a", "isUpload": False, "pos": 1},
        {"id": oid(53), "name": "x", "url": "javascript:alert(1)", "pos": 3},
        {"id": oid(54), "name": "x", "url": None, "pos": 4},
        {"id": oid(55), "name": "x", "url": "https://exemple.fr/" + "a" * 2048, "pos": 5},
    ]
    plan = plan_of(cards=[a_card(attachments=attachments, idAttachmentCover=oid(51))])
    assert [(one.name, one.fetched_from_source) for one in plan.cards[0].attachments] == [
        ("http://intranet.exemple.fr/a", False),
        ("plan.pdf", True),
    ]
    assert plan.cards[0].cover == oid(51)
    assert left(plan) == {("attachments", "no web address that a link can hold"): 3}
    assert adds_up(plan)


@pytest.mark.parametrize("cover", [{"idAttachment": oid(99), "color": "sky"}, {"color": "sky"}])
def test_a_cover_that_is_a_colour(cover):
    card = only_card(cover=cover)
    assert (card.cover, card.cover_hue) == ("", "indigo")


FIELDS = [
    {"id": oid(31), "name": "Texte", "type": "text", "pos": 5},
    {"id": oid(32), "name": "Nombre", "type": "number", "pos": 4, "display": {"cardFront": True}},
    {"id": oid(33), "name": "Date", "type": "date", "pos": 3},
    {"id": oid(34), "name": "Fait", "type": "checkbox", "pos": 2},
    {
        "id": oid(35),
        "name": "Choix",
        "type": "list",
        "pos": 1,
        "options": [
            {"id": oid(37), "value": {"text": "B"}, "pos": 2},
            {"id": oid(36), "value": {"text": "A"}, "pos": 1},
        ],
    },
]


def test_fields():
    assert [(one.name, one.kind, one.on_front, names(one.options)) for one in plan_of(customFields=FIELDS).fields] == [
        ("Choix", "one_of", False, ["A", "B"]),
        ("Fait", "yes_no", False, []),
        ("Date", "date", False, []),
        ("Nombre", "number", True, []),
        ("Texte", "text", False, []),
    ]


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ({"idCustomField": oid(31), "value": {"text": " Bonjour "}}, "Bonjour"),
        ({"idCustomField": oid(32), "value": {"number": "100.320"}}, "100.32"),
        ({"idCustomField": oid(32), "value": {"number": 1e3}}, "1000"),
        ({"idCustomField": oid(32), "value": {"number": "-0"}}, "0"),
        ({"idCustomField": oid(32), "value": {"number": "1e-999999"}}, "0"),
        ({"idCustomField": oid(32), "value": {"number": "3.33333333"}}, "3.333333"),
        ({"idCustomField": oid(33), "value": {"date": "2022-03-26T23:30:00.000Z"}}, "2022-03-27"),
        ({"idCustomField": oid(34), "value": {"checked": "true"}}, "true"),
        ({"idCustomField": oid(34), "value": {"checked": False}}, "false"),
        ({"idCustomField": oid(35), "value": None, "idValue": oid(37)}, oid(37)),
    ],
)
def test_values_as_canonical_text(item, text):
    plan = plan_of(customFields=FIELDS, cards=[a_card(customFieldItems=[{"id": oid(40), **item}])])
    assert [(one.field, one.text) for one in plan.cards[0].values] == [(item["idCustomField"], text)]
    assert adds_up(plan)


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ({"idCustomField": oid(31), "value": None}, "no value in them"),
        ({"idCustomField": oid(32), "value": {"number": "douze"}}, "not a number, not a date: “douze”"),
        ({"idCustomField": oid(32), "value": {"number": "1e999999"}}, "not a number, not a date: “1e999999”"),
        ({"idCustomField": oid(32), "value": {"number": "1e15"}}, "not a number, not a date: “1e15”"),
        ({"idCustomField": oid(32), "value": {"number": "1" * 30}}, f"not a number, not a date: “{'1' * 30}”"),
        ({"idCustomField": oid(32), "value": {"number": "NaN"}}, "not a number, not a date: “NaN”"),
        ({"idCustomField": oid(33), "value": {"date": "demain"}}, "not a number, not a date: “demain”"),
        ({"idCustomField": oid(34), "value": {"checked": ""}}, "no value in them"),
        ({"idCustomField": oid(35), "idValue": oid(99)}, "their choice is not in the file"),
        ({"idCustomField": oid(35), "value": None, "idValue": None}, "no value in them"),
        ({"idCustomField": oid(99), "value": {"text": "x"}}, "their field is not in the file"),
    ],
)
def test_values_left_out(item, reason):
    plan = plan_of(customFields=FIELDS, cards=[a_card(customFieldItems=[{"id": oid(40), **item}])])
    assert left(plan) == {("field_values", reason): 1}
    assert adds_up(plan)


def test_a_title_too_long_stands_whole_in_the_description():
    card = only_card(name="é" * 1500, desc="Suite")
    assert card.title == "é" * 1023 + "…"
    assert card.description == "é" * 1500 + "\n\nSuite"


def test_a_title_of_1024_characters_stays():
    assert only_card(name="é" * 1024).title == "é" * 1024


def test_texts_over_the_limit_are_cut():
    assert len(only_card(desc="x" * 1_048_577).description) == 1_048_576


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("", "Untitled"),
        (" \u0000 ", "Untitled"),
        (None, "Untitled"),
        ("a\u0007b\nc", "ab c"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("coupé \ud83d", "coupé \ufffd"),
        ("\\ud83d 😀", "\\ud83d 😀"),
        ("שלום 👩‍💻", "שלום 👩‍💻"),
    ],
)
def test_titles(written, title):
    assert only_card(name=written).title == title


def test_names_too_long_are_shortened_and_said():
    plan = plan_of(lists=[a_list(name="l" * 201)])
    assert plan.lists[0].name == "l" * 199 + "…"
    assert plan.warnings == (f"Names that are too long here are shortened: “{'l' * 59}…”",)


@pytest.mark.parametrize("due", ["demain", "0001-01-01T00:00:00Z", "2022-13-45", "99999-01-01"])
def test_odd_dates_are_left_empty_and_said(due):
    plan = plan_of(cards=[a_card(due=due)])
    assert plan.cards[0].due is None
    assert plan.warnings == (f"Dates that cannot be read are left empty: “Écrire ({due})”",)


def test_done_without_a_due_date():
    card = only_card(due=None, dueComplete=True)
    assert (card.due, card.done) == (None, True)


def test_ids_that_tell_no_date():
    plan = plan_of(
        cards=[a_card(id="fakecardid"), a_card(id="anothercard")],
        actions=[{"type": "createCard", "date": "2021-01-02T03:04:05Z", "data": {"card": {"id": "fakecardid"}}}],
    )
    assert [card.created_at for card in plan.cards] == [datetime(2021, 1, 2, 3, 4, 5, tzinfo=UTC), None]


def test_nothing_but_lists_and_cards():
    plan = read(as_file({"lists": [{}], "cards": [{}]}))
    assert (plan.board.name, names(plan.lists), [card.title for card in plan.cards]) == (
        "Untitled board",
        ["Untitled", "Cards without a list"],
        ["Untitled"],
    )
