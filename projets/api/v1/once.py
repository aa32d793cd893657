"""Acts: done once however often they are sent, and only if the row is still as it was read."""

from contextlib import nullcontext

from projets.accounts.organisations.models import Organisation
from projets.accounts.organisations.queries import administers_instance, looked_after_by
from projets.api.v1.answers import send
from projets.api.v1.shapes import item, row_part, tag
from projets.api.v1.states import STATES, state
from projets.boards.audiences import audiences_of
from projets.boards.models import Board, Project
from projets.boards.queries import find
from projets.usecase.errors import NotFound
from projets.usecase.log import first_answer
from projets.usecase.models import Row
from projets.usecase.unchanged import only_if


def once(request, actions, find, do, tag_of=None, require_seeing=None):
    """The act: `do(actor, found)` with what `find(actor)` found, or what the same key did before.

    `actions` are those that `do` may call, one or several. What is done to the row of an address minds `If-Match`
    (`document.minds_if_match`). For rows whose public columns are no state: `tag_of(row)` is the tag of one, and
    `require_seeing(actor, act)` refuses who has lost sight of it (`of_what_is_unseen`: they never saw it).
    """
    actor = request.actor
    names = [action.__name__ for action in (actions if isinstance(actions, tuple) else (actions,))]
    if before := first_answer(actor, *names):
        (require_seeing or _require_seeing)(actor, before)
        return before
    found = find(actor)
    wanted = request.headers.get("If-Match", "").strip()
    with _still(found, wanted, tag_of or _tag_of) if wanted and isinstance(found, Row) else nullcontext():
        return do(actor, found)


def became(act, model, id):
    """The state that the act left a row in; as it is now if that found nothing to change; NotFound once gone."""
    id = int(id)
    for fact in reversed(act.facts):
        if isinstance(fact.after, STATES[model]) and fact.after.id == id:
            return fact.after
    rows = model.objects.to_act_on() if hasattr(model.objects, "to_act_on") else model.objects
    return state(find(rows, id)[0])


def made(act, *kinds):
    """The states of what the act created, of these kinds of fact, in order; each once."""
    found = {fact.after.id: fact.after for fact in act.facts if isinstance(fact, kinds) and fact.before is None}
    return list(found.values())


def acted(act, content, status=200):
    """The answer to an act; the header names it, so that it can be undone."""
    return send(content, status, {"Projets-Act": str(act.pk)})


def acted_on(act, model, id, shape=item, status=200):
    """The answer to an act about one row: how it left it, with its tag."""
    return acted_to(act, became(act, model, id), shape, status)


def acted_to(act, after, shape=item, status=201):
    """The answer to an act that left a row like this, a new one perhaps: the row, with its tag."""
    response = acted(act, shape(after), status)
    response.headers["ETag"] = tag(after)
    return response


def _still(row, wanted, tag_of):
    tags = {row_part(one) for one in wanted.split(",")}

    def holds(now):
        return now == row and ("*" in tags or row_part(tag_of(now)) in tags)

    return only_if(holds)


def _tag_of(row):
    return tag(state(row))


def of_what_is_unseen(actor, act):
    """Who may change what they may not see is told nothing of it, the first time neither."""


def _require_seeing(actor, act):
    """Who has lost sight of what they did is told nothing of it by sending it again."""
    if act.told and not told_to(actor, act):
        raise NotFound


def told_to(actor, act):
    """The events of an act of theirs that lie where they may look, as they may now."""
    ids = {"board": set(), "project": set(), "organisation": set()}
    for event in act.told:
        kind, _colon, id = event.stream_id.partition(":")
        ids.setdefault(kind, set()).add(int(id or 0))
    boards = Board.objects.of_boards_seen_by(actor).filter(pk__in=ids["board"]).order_by()
    projects = Project.objects.of_projects_seen_by(actor).filter(pk__in=ids["project"]).order_by()
    seen = {f"board:{pk}" for pk in boards.values_list("pk", flat=True)}
    seen |= {f"project:{pk}" for pk in projects.values_list("pk", flat=True)}
    if ids["organisation"]:
        organisations = Organisation.objects.visible_to(actor).filter(pk__in=ids["organisation"]).order_by()
        seen |= {f"organisation:{pk}" for pk in organisations.values_list("pk", flat=True)}
    if actor.projects is None:
        seen.add(f"user:{actor.user_id}")
        seen |= {f"user:{pk}" for pk in looked_after_by(actor, ids.get("user", ()))}
        if "instance" in ids and administers_instance(actor.user_id):
            seen.add("instance")
    told = [event for event in act.told if event.stream_id in seen]
    narrow = audiences_of(told)
    return [event for event in told if event.pk not in narrow or actor.user_id in narrow[event.pk].inside]
