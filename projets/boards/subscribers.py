"""Who joins or leaves a team joins or leaves the boards that it is on: an act of its own, on streams of its own."""

from projets.boards.actions.teams import follow_teams_of
from projets.usecase.dispatch import subscribe

JOINED = {"team_member.added", "team_member.edited", "team_member.removed"}


def _concerned(events):
    return [event for event in events if event.kind in JOINED or _came_back(event)]


def _came_back(event):
    return event.kind == "user.activated" and event.stream_id.startswith("user:")


@subscribe(concerned=_concerned)
def follow_members_of_teams(event):
    user = event.fact.after.id if _came_back(event) else event.fact.after.user_id
    follow_teams_of.enqueue(str(user))
