"""Keys that people make for their programs, and take back."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projets.accounts import events, wording
from projets.accounts.models import Token
from projets.usecase.action import action
from projets.usecase.errors import Invalid
from projets.usecase.log import record
from projets.usecase.years import require_near

MOST = 100  # that still open, of one person
SCOPES = Token.Scope.values  # each contains the one before


@action("user", "projects")
def make_token(actor, user, name, secret, scope=Token.Scope.READ, projects=None, expires_at=None):
    """Let a program act in somebody's name with `secret` (see accounts/tokens.py), which the door shows them once.

    `projects` are those that it sees, None all of them; `expires_at` is when it ends, None never. What a token makes
    may no more than itself, and ends when it does at the latest; one for some projects makes none (see `permissions`).
    """
    if scope not in Token.Scope.values:
        raise Invalid(_("This scope does not exist: choose read, write or admin."), field="scope")
    parent = Token.objects.get(pk=actor.token) if actor.token else None
    if parent:
        expires_at = _within(parent, scope, expires_at)
    if projects is not None and not projects:
        raise Invalid(_("Choose at least one project, or leave them out for all of yours."), field="projects")
    if expires_at is not None and expires_at <= timezone.now():
        raise Invalid(_("This moment is past: choose a later one."), field="expires_at")
    if expires_at is not None:
        require_near(expires_at, "expires_at")
    if sum(token.holds for token in Token.objects.filter(user=user, revoked_at=None)) >= MOST:
        raise Invalid(_("You have %(most)s tokens already: revoke those you no longer use.") % {"most": MOST})
    token = Token(
        user=user,
        name=wording.line(name, "name", least=1),
        prefix=secret.prefix,
        digest=secret.digest,
        scope=scope,
        project_ids=None if projects is None else sorted(project.pk for project in projects),
        expires_at=expires_at,
        parent=parent,
    )
    token.save(force_insert=True)
    record(token.stream, events.TokenMade(None, events.TokenState.of(token)))


def _within(parent, scope, expires_at):
    """When what it makes ends; Invalid for more than it has itself."""
    if not parent.holds:
        raise Invalid(_("The token that you ask with has ended: ask with another one."))
    if SCOPES.index(scope) > SCOPES.index(parent.scope):
        raise Invalid(_("A token makes none that may more than itself: choose a lesser scope."), field="scope")
    if parent.expires_at and expires_at and expires_at > parent.expires_at:
        said = _("A token makes none that outlasts it: choose a moment before its own end, or leave it out.")
        raise Invalid(said, field="expires_at")
    return expires_at or parent.expires_at


@action("token")
def revoke_token(actor, token):
    """It opens nothing any more from now on, nor do those that it made; one that has ended stays as it is."""
    now, ended = timezone.now(), [token]
    while ended:
        for one in ended:
            _revoke(one, now)
        ended = list(Token.objects.filter(parent__in=ended).order_by("pk"))


def _revoke(token, now):
    if token.revoked_at is not None:
        return
    was = events.TokenState.of(token)
    token.revoked_at = now
    token.save(update_fields=["revoked_at"])
    record(token.stream, events.TokenRevoked(was, events.TokenState.of(token)))
