"""What Planka's clients show as activity."""

from projets.boards.actions.tasks import create_task_list, create_tasks, finish_tasks
from projets.boards.models import Task, TaskList
from tests.api.planka.client import Planka


def test_a_deleted_card_takes_its_actions_along(boards, editor):
    """Those of its tasks too, as in Planka; our log has them all."""
    card = boards.card("A")
    create_task_list(editor, card, "Étapes")
    create_tasks(editor, TaskList.objects.get(), ["Relire"])
    finish_tasks(editor, [Task.objects.get()])
    planka, of_board = Planka.of(editor), f"/api/boards/{boards.board.pk}/actions"
    assert [one["type"] for one in planka.get(of_board)[1]["items"]] == ["completeTask"]
    assert planka.delete(f"/api/cards/{card.pk}")[0] == 200
    assert planka.get(of_board)[1]["items"] == []
