"""Projects, who manages them, the pictures behind their boards."""

from projets.accounts.models import User
from projets.api.planka.items.projects import background_image, manager_item, project_item
from projets.api.planka.items.users import public
from projets.api.planka.telling import audience, parents
from projets.api.planka.telling.told import Told, teller
from projets.boards import events


@teller(events.ProjectFact)
def tell(it):
    """On the project's own stream. Administrators that may no longer look in are told that it is private, no more."""
    if it.stream != f"project:{it.now.id}":
        return
    to = audience.of_managers(it.now.id, and_administrators=True) if it.was is None else audience.of_project(it.now.id)
    yield from it.told("project", project_item, to)
    if it.was and it.was.is_shared and not it.now.is_shared:
        item = project_item(it.now, it.at)
        private = {name: item[name] for name in ("id", "ownerProjectManagerId")}
        yield Told("projectUpdate", private, audience.of_overseers_gone(it.now.id), hooked=False)


@teller(events.ManagerFact)
def tell_manager(it):
    if it.stream != f"project:{it.now.project_id}" or it.among("project.created"):
        return
    person = User.objects.filter(pk=it.now.user_id).first()
    included = {"users": [public(person)]} if it.was is None and person else {}

    def around():
        return parents.of_user(it.now.user_id) | parents.of_project(it.now.project_id)

    to = audience.of_project(it.now.project_id, and_also={it.now.user_id})
    yield from it.told("projectManager", manager_item, to, around, included=included)


@teller(events.BackgroundFact)
def tell_background(it):
    more = it.request_id() if it.was is None else {}
    around = parents.of_project
    to = audience.of_project(it.now.project_id)
    yield from it.told("backgroundImage", background_image, to, lambda: around(it.now.project_id), more=more)
