"""Whatever is sent to any address of Planka's API, it is answered as its document promises, never by an error of ours:
by an administrator who may do everything, and by somebody who only works on the board.
"""

import pytest

from projets.accounts.models import User
from projets.api.planka.authentication import open_session
from projets.api.planka.document import ROOT, document
from tests.api import any_request
from tests.doors import planka
from tests.doors.test_extra_columns import ids, without_limits, world

LANES = 2  # one for each hand that tests
# What stands in the ids of bodies; the others are called like their rows
IN_BODIES = {
    "assigneeUserId": "me",
    "backgroundImageId": "image",
    "baseCustomFieldGroupId": "base",
    "coverAttachmentId": "attachment",
    "labelId": "other_label",
    "linkedCardId": "other_card",
    "listId": "other_list",
    "ownerProjectManagerId": "manager",
    "taskListId": "task_list",
    "userId": "free",
}
one_connection = pytest.fixture(any_request.one_connection)


@pytest.mark.parametrize("lane", range(LANES))
@pytest.mark.parametrize("who", ["me", "member"])
def test_any_request(who, lane, ids, one_connection):
    token = open_session(User.objects.get(pk=ids[who])).token
    headers = {"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"}

    def put_in(case):
        key = f"{case.method} {case.operation.path.removeprefix(ROOT)}"
        for name in case.path_parameters or {}:
            case.path_parameters[name] = ids[planka.part(name, key)]
        if isinstance(case.body, dict):
            for name in case.body.keys() & IN_BODIES.keys():
                case.body[name] = ids[IN_BODIES[name]]

    answered = any_request.ask_everything(document(), headers, put_in, lane, LANES)
    assert answered[200] > 20, answered
    assert answered[400] + answered[404] > 20, answered


__all__ = ["ids", "without_limits", "world"]
