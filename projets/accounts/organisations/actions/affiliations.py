"""Who works in an organisation by an administrator's word, in which service, and with which role there."""

from django.utils.translation import gettext_lazy as _

from projets.accounts.organisations import events
from projets.accounts.organisations.actions.places import leave
from projets.accounts.organisations.actions.writing import create, edit
from projets.accounts.organisations.models import Affiliation
from projets.usecase.action import action
from projets.usecase.errors import Conflict, Invalid


@action("organisation", "user")
def affiliate(actor, organisation, user, role=Affiliation.Role.MEMBER):
    """By hand: it stays until it is taken back by hand, wherever the person signs in from."""
    if not user.is_active:
        raise Invalid(_("This account is closed: choose somebody else."), "who")
    if user.is_guest:
        raise Invalid(
            _("This person is a guest, of no organisation here: an account must be opened for them first."), "who"
        )
    if Affiliation.objects.filter(organisation=organisation, user=user).exists():
        raise Conflict(_("This person works in this organisation already."))
    by_hand = Affiliation.Source.MANUAL
    create(
        events.AffiliationAdded, Affiliation(organisation=organisation, user=user, source=by_hand, role=_role(role))
    )


@action("affiliation", "service")
def edit_affiliation(actor, affiliation, service=None, no_service=False, role=None, creates_projects=None):
    """What is None stays as it is; `no_service`: of the organisation as a whole."""
    changed = {}
    if service is not None:
        if service.organisation_id != affiliation.organisation_id:
            raise Invalid(_("This service belongs to another organisation."), "service")
        changed["service_id"] = service.pk
    elif no_service:
        changed["service_id"] = None
    if role is not None:
        changed["role"] = _role(role)
    if creates_projects is not None:
        changed["creates_projects"] = bool(creates_projects)
    edit(events.AffiliationEdited, affiliation, **changed)


@action("affiliation")
def remove_affiliation(actor, affiliation):
    """The account, and what the person works on, stay; their teams here do not."""
    if affiliation.source == Affiliation.Source.SIGN_IN:
        raise Conflict(_("This person signs in from this organisation: they leave it when they no longer do."))
    leave(affiliation)


def _role(role):
    if role not in Affiliation.Role.values:
        raise Invalid(_("This role does not exist: choose among those shown."), "role")
    return role
