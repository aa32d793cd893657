"""Who may do what to cards, and why the others may not."""

from datetime import UTC, datetime

import pytest

from projets.accounts.models import User
from projets.boards.actions import attachments, cards, comments, copying, details, leaving, subscribing, tasks, undoing
from projets.boards.actions.editing import edit_card
from projets.boards.models import Card, Comment, Field, Task, TaskList
from projets.usecase import rights
from projets.usecase.actor import Actor
from projets.usecase.errors import Refused, Why
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Act, Event

YES, UNSEEN, STRANGER, LOW = None, Why.UNSEEN, Why.NOT_A_MEMBER, Why.ROLE_TOO_LOW
DUE = datetime(2027, 3, 12, 16, tzinfo=UTC)


def steps():
    return TaskList.objects.get()


WORK = {
    "edit_card": lambda actor, boards, card: edit_card(actor, card, title="Autre"),
    "rename_card": lambda actor, boards, card: cards.rename_card(actor, card, "Autre"),
    "describe_card": lambda actor, boards, card: cards.describe_card(actor, card, "Texte"),
    "schedule_cards": lambda actor, boards, card: details.schedule_cards(actor, [card], due_at=DUE),
    "finish_cards": lambda actor, boards, card: details.finish_cards(actor, [card]),
    "label_cards": lambda actor, boards, card: details.label_cards(actor, [card], remove=[boards.urgent]),
    "assign_cards": lambda actor, boards, card: details.assign_cards(actor, [card], responsible=None),
    "value_cards": lambda actor, boards, card: details.value_cards(actor, [card], Field.objects.get(), "12"),
    "cover_card": lambda actor, boards, card: details.cover_card(actor, card, None),
    "move_cards": lambda actor, boards, card: cards.move_cards(actor, [card], boards.doing),
    "archive_cards": lambda actor, boards, card: cards.archive_cards(actor, [card]),
    "unarchive_cards": lambda actor, boards, card: cards.unarchive_cards(actor, [card]),
    "bin_cards": lambda actor, boards, card: cards.bin_cards(actor, [card]),
    "restore_cards": lambda actor, boards, card: cards.restore_cards(actor, [card]),
    "create_task_list": lambda actor, boards, card: tasks.create_task_list(actor, card, "Autres"),
    "create_tasks": lambda actor, boards, card: tasks.create_tasks(actor, steps(), ["deux"]),
    "finish_tasks": lambda actor, boards, card: tasks.finish_tasks(actor, [Task.objects.get()]),
    "attach_link": lambda actor, boards, card: attachments.attach_link(actor, card, "https://exemple.fr/"),
}
ADD = {
    "create_cards": lambda actor, boards, card: cards.create_cards(actor, boards.todo, ["G"]),
    "duplicate_cards": lambda actor, boards, card: copying.duplicate_cards(actor, [card], boards.todo),
}
TALK = {
    "write_comment": lambda actor, boards, card: comments.write_comment(actor, card, "Bonjour"),
    "react": lambda actor, boards, card: comments.react(actor, Comment.objects.get(), "thanks"),
}
SEE = {"subscribe_card": lambda actor, boards, card: subscribing.subscribe_card(actor, card)}

OTHERS = {"project manager": STRANGER, "administrator": STRANGER, None: UNSEEN}
MATRIX = (
    (WORK, OTHERS | {"editor": YES, "contributor": LOW, "commenter": LOW, "reader": LOW}),
    (ADD, OTHERS | {"editor": YES, "contributor": YES, "commenter": LOW, "reader": LOW}),
    (TALK, OTHERS | {"editor": YES, "contributor": YES, "commenter": YES, "reader": LOW}),
    (SEE, dict.fromkeys(["editor", "contributor", "commenter", "reader", "project manager"], YES) | {None: UNSEEN}),
)
CASES = [
    pytest.param(name, act, ground, why, id=f"{name}-{ground}")
    for acts, grounds in MATRIX
    for name, act in acts.items()
    for ground, why in grounds.items()
]


@pytest.fixture
def furnished(boards):
    """Card A with a bit of everything."""
    card = boards.card("A")
    boards.field("Charge", "number")
    with writes_allowed():
        task_list = TaskList.objects.create(card=card, name="Étapes", position=1.0)
        Task.objects.create(task_list=task_list, name="un", position=1.0)
        Comment.objects.create(card=card, text="Bonjour", written_at=DUE)
    return boards


@pytest.mark.parametrize(("name", "act", "ground", "why"), CASES)
def test_matrix(furnished, name, act, ground, why):
    actor, card = furnished.member(ground), furnished.card("A")
    if why is None:
        act(actor, furnished, card)
        assert Act.objects.get().action == name
    else:
        with pytest.raises(Refused) as refused:
            act(actor, furnished, card)
        assert (refused.value.why, refused.value.action, Act.objects.count()) == (why, name, 0)


@pytest.mark.parametrize("how", ["made", "on it", "responsible"])
@pytest.mark.parametrize("name", WORK)
def test_a_contributor_works_on_their_own(furnished, name, how):
    contributor, card = furnished.member("contributor"), furnished.card("A")
    with writes_allowed():
        if how == "made":
            Card.objects.filter(pk=card.pk).update(creator_id=contributor.user_id)
        else:
            card.card_members.create(person_id=contributor.user_id, is_responsible=how == "responsible")
    WORK[name](contributor, furnished, card)
    assert Act.objects.get().action == name


def test_while_they_are_members(boards):
    contributor = boards.member("contributor")
    mine = Card.objects.get(pk=cards.create_cards(contributor, boards.todo, ["G"]).facts[0].after.id)
    boards.leave(contributor)
    for role, why in ((None, UNSEEN), ("reader", LOW)):
        if role:
            boards.join(contributor, role, boards.board)
        with pytest.raises(Refused) as refused:
            cards.rename_card(contributor, mine, "Encore")
        assert (refused.value.why, boards.card("G").version) == (why, 1)


def test_a_contributor_sends_their_own_where_they_may_add(boards):
    contributor = boards.member("contributor")
    mine = Card.objects.get(pk=cards.create_cards(contributor, boards.todo, ["G"]).facts[0].after.id)
    with pytest.raises(Refused):
        leaving.transfer_cards(contributor, [mine], boards.elsewhere)
    boards.join(contributor, "contributor", boards.elsewhere.board)
    leaving.transfer_cards(contributor, [mine], boards.elsewhere)
    assert boards.titles(boards.elsewhere) == "G"


def test_nobody_undoes_what_they_may_no_longer_do(boards):
    contributor = boards.member("contributor")
    cards.create_cards(contributor, boards.todo, ["G"])
    act = cards.rename_card(contributor, boards.card("G"), "H")
    boards.leave(contributor)
    boards.join(contributor, "commenter", boards.board)
    with pytest.raises(Refused):
        undoing.undo_act(contributor, act)
    assert (boards.card("H").version, Event.objects.count()) == (2, 2)


def test_somebody_whose_account_is_shut(boards, editor):
    with writes_allowed():
        User.objects.filter(pk=editor.user_id).update(is_active=False)
    with pytest.raises(Refused) as refused:
        cards.rename_card(editor, boards.card("A"), "Autre")
    assert refused.value.why == UNSEEN


def test_nobody_at_all(boards):
    with pytest.raises(Refused) as refused:
        cards.bin_cards(Actor(None, "web"), [boards.card("A")])
    assert refused.value.why == UNSEEN


def test_what_no_table_grants_is_refused(boards, editor, monkeypatch):
    monkeypatch.delitem(rights.table, "bin_cards")
    with pytest.raises(Refused):
        cards.bin_cards(editor, [boards.card("A")])
