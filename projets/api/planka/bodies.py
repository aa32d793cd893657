"""What webhooks are sent: an event of Planka's with the rows around it, as they were too, and who did it."""

from projets.accounts.models import User
from projets.api.planka.items.users import public
from projets.api.planka.telling import tell


def bodies(event):
    """[(name, body)] of one event of the log. The public view of people, whoever reads it."""
    told = [one for one in tell(event) if one.hooked]
    if not told:
        return []
    people = User.objects.in_bulk({one.who or event.act.user_id for one in told} - {None})
    return [(one.name, _body(one, people.get(one.who or event.act.user_id))) for one in told]


def _body(told, who):
    body = {"event": told.name, "data": _data(told.item, told.parents())}
    if told.former is not None:
        body["prevData"] = _data(told.former, told.former_parents())
    return body | {"user": who and public(who)}


def _data(item, included):
    return {"item": item} | ({"included": included} if included else {})
