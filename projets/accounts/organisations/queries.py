"""Reads that doors and other parts share."""

import unicodedata

from projets.accounts.models import User
from projets.accounts.organisations.models import Affiliation, Organisation, Service
from projets.accounts.organisations.permissions import ADMINISTRATOR, HEAD, grounds


def affiliations_of(user_id):
    """Where somebody works: what sign-in says first, then the oldest."""
    theirs = Affiliation.objects.filter(user=user_id).select_related("organisation", "service")
    return sorted(theirs, key=lambda one: (one.source != Affiliation.Source.SIGN_IN, one.pk))


def creates_projects(affiliation):
    """Does the organisation let this person create projects of its own?"""
    if affiliation.role == Affiliation.Role.ADMINISTRATOR:
        return True
    allowed = affiliation.organisation.project_creators
    if allowed == Organisation.Creators.NAMED:
        return affiliation.creates_projects
    return allowed == Organisation.Creators.EVERYBODY


def manages(actor, organisation):
    return bool(grounds(actor, [organisation])[organisation] & {ADMINISTRATOR, HEAD})


def inside(actor, model):
    """The services, teams, people, rules (`model`) of the organisations that somebody sees."""
    return model.objects.filter(organisation__in=Organisation.objects.visible_to(actor).order_by())


def administers_instance(user_id):
    return User.objects.administrators().filter(pk=user_id).exists()


def looked_after_by(actor, user_ids):
    """Of these people, those whose account is a matter of who administers the instance, or where they work."""
    if administers_instance(actor.user_id):
        return set(user_ids)
    administered = Affiliation.objects.filter(user=actor.user_id, role=Affiliation.Role.ADMINISTRATOR).order_by()
    theirs = Affiliation.objects.filter(user__in=user_ids, organisation__in=administered.values("organisation"))
    return set(theirs.order_by().values_list("user", flat=True))


def brings_outsiders(actor, organisation):
    """May whoever acts bring people of elsewhere to this organisation's projects?"""
    rule = organisation.inviting_outside
    if rule == Organisation.Inviting.ADMINISTRATORS:
        return manages(actor, organisation)
    return rule == Organisation.Inviting.ALLOWED


def of_its_own(organisation, user_ids):
    """Of these people of an organisation, those whom nobody else may call theirs: sign-in places them here, or they
    work nowhere else. How they sign in is for nobody else's eyes; see A-09 and E-10.
    """
    signs_in = Affiliation.Source.SIGN_IN
    found = Affiliation.objects.filter(user__in=user_ids).order_by()
    here, elsewhere = set(), set()
    for user, place, source in found.values_list("user", "organisation", "source"):
        if place != organisation.pk:
            elsewhere.add(user)
        elif source == signs_in:
            here.add(user)
    return here | (set(user_ids) - elsewhere)


def works_in(user_id, organisation_id):
    return Affiliation.objects.filter(user=user_id, organisation=organisation_id).exists()


def _letters(row):
    """Rows are sorted here, for databases do not agree on where « É » stands."""
    return unicodedata.normalize("NFKD", row.name).casefold()


def tree_of(organisation):
    """[(service, how deep)], each followed by what is inside it, by name."""
    inside = {}
    for service in sorted(Service.objects.filter(organisation=organisation).order_by("pk"), key=_letters):
        inside.setdefault(service.parent_id, []).append(service)

    def walk(parent, depth):
        for service in inside.get(parent, ()):
            yield service, depth
            yield from walk(service.pk, depth + 1)

    return list(walk(None, 1))
