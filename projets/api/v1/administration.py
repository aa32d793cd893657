"""What is for administrators alone: those of the instance, or of one organisation."""

from projets.accounts.organisations.models import Organisation
from projets.accounts.organisations.queries import inside, manages
from projets.boards.queries import find, number_of
from projets.usecase.errors import Refused, Why


def organisation(id):
    """What finds an organisation that one sees: `organisation("12")(actor)`."""
    return lambda actor: find(Organisation.objects.visible_to(actor), id)[0]


def administered(actor, id):
    """An organisation that one administers; Refused to its other people."""
    found = organisation(id)(actor)
    if not manages(actor, found):
        raise Refused("edit_organisation", Why.ROLE_TOO_LOW)
    return found


def within(model, id):
    """What finds a row inside an organisation that one sees."""
    return lambda actor: find(inside(actor, model), id)[0]


def unseen(rows, id, action):
    """What finds a row that one may do `action` to without seeing it; the action itself judges.

    One that is not there is answered as one that they may not touch.
    """

    def found(actor):
        row = rows.filter(pk=number_of(id)).first()
        if row is None:
            raise Refused(action.__name__, Why.UNSEEN)
        return row

    return found
