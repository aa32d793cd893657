"""What this instance knows of somebody (E-04): what they see or made themselves, and nobody else's data but what they
wrote. Names of columns are those of the API."""

from functools import partial

from django.core.files.storage import default_storage
from django.db.models import Q
from django.utils.translation import gettext as _

from projets.accounts.events import UserState
from projets.accounts.factors.models import Authenticator, Passkey, RecoveryCode
from projets.accounts.factors.opened import sessions_of
from projets.accounts.identities.models import Identity
from projets.accounts.models import Token
from projets.accounts.organisations.models import Affiliation, TeamMember
from projets.boards import prose
from projets.boards.models import (
    Attachment,
    Board,
    BoardSubscription,
    Card,
    CardMember,
    CardSubscription,
    Comment,
    Favorite,
    Membership,
    ProjectManager,
    Task,
    TextVersion,
)
from projets.boards.queries import people
from projets.boards.shapes import moment
from projets.exchange.exporters.archive import FORMAT, Archive
from projets.notifications.models import Notification
from projets.notifications.services.models import Service
from projets.usecase.ids import made_at
from projets.usecase.models import Event

SIGN_INS = ("identity.", "security.", "rescue.", "authenticator.", "passkey.", "token.", "user.password", "user.email")
PREFERENCES = [name for name in UserState.__dataclass_fields__ if name not in ("id", "role", "is_active")]


def own_archive(actor, user, now):
    """An open file, from its beginning: the ZIP of `user`, who is the actor."""
    with Archive() as archive:
        data = {"format": FORMAT, "made_at": moment(now), **_who(user), **_work(archive, actor, user)}
        if user.avatar:
            data["account"]["picture"] = archive.add_file(
                "portrait.webp", partial(default_storage.open, user.avatar), 0
            )
        archive.add_json("donnees.json", data)
        _sheets(archive, data)
        archive.add_text("LISEZ-MOI.txt", _said())
        return archive.done()


def _who(user):
    columns = ("email", "username", "name", "phone", "organization", "role", "is_active", "is_sso_user")
    account = {"id": str(user.pk), "made_at": moment(made_at(user.pk))} | {
        name: getattr(user, name) for name in columns
    }
    authenticator = Authenticator.objects.filter(user=user).first()
    return {
        "account": account,
        "preferences": {name: getattr(user, name) for name in PREFERENCES},
        "identities": [
            _columns(one, "issuer", "sub", "linked_by", "idp_id", "siret", "organization_label", "acr", "amr")
            | {"made_at": moment(one.made_at), "seen_at": moment(one.seen_at)}
            for one in Identity.objects.filter(user=user).order_by("pk")
        ],
        "organisations": [
            {"name": one.organisation.name, "service": one.service and one.service.name, "role": one.role}
            for one in Affiliation.objects.filter(user=user).select_related("organisation", "service").order_by("pk")
        ],
        "teams": [
            {"name": one.team.name, "is_lead": one.is_lead}
            for one in TeamMember.objects.filter(user=user).select_related("team").order_by("pk")
        ],
        "security": {
            "authenticator_since": moment(authenticator and authenticator.made_at),
            "recovery_codes": RecoveryCode.objects.filter(user=user, used_at=None).count(),
            "passkeys": [
                {"name": one.name, "made_at": moment(one.made_at), "used_at": moment(one.used_at)}
                for one in Passkey.objects.filter(user=user)
            ],
            "tokens": [
                _columns(one, "name", "prefix", "scope")
                | {"made_at": moment(made_at(one.pk)), "expires_at": moment(one.expires_at)}
                for one in Token.objects.filter(user=user).order_by("pk")
            ],
            "sessions": [
                _columns(one, "browser", "address")
                | {"opened_at": moment(one.opened_at), "seen_at": moment(one.seen_at)}
                for one in sessions_of(user)
            ],
        },
        "sign_ins": list(_sign_ins(user)),
        "services": [_columns(one, "url", "format") for one in Service.objects.filter(user=user, removed_at=None)],
        "notifications": [
            {"at": moment(made_at(one.pk)), "kind": one.kind, "reason": one.reason, "read_at": moment(one.read_at)}
            for one in Notification.objects.filter(user=user).order_by("pk")
        ],
    }


def _sign_ins(user):
    """And what else the log knows of how they prove who they are; the log has no address of the network."""
    told = Q()
    for beginning in SIGN_INS:
        told |= Q(kind__startswith=beginning)
    for event in Event.objects.filter(told, stream=user.stream).select_related("act").order_by("pk"):
        after = event.columns["after"]
        how = {name: after[name] for name in ("acr", "amr") if after.get(name)}
        yield {"at": moment(event.act.done_at), "kind": event.kind, "via": event.act.via} | how


def _work(archive, actor, user):
    me = user.pk
    boards = Board.objects.visible_to(actor).select_related("project")
    seen = {board.pk: board for board in boards}
    cards = Card.objects.visible_to(actor).select_related("board__project", "list")
    theirs = list(cards.filter(Q(creator_id=me) | Q(card_members__person_id=me)).distinct().order_by("pk"))
    on = dict(CardMember.objects.filter(person_id=me).order_by().values_list("card", "is_responsible"))
    written = set(
        TextVersion.objects.filter(author_id=me, owner_id__in=[one.pk for one in theirs])
        .order_by()
        .values_list("owner_id", "version")
    )
    comments = list(Comment.objects.filter(author_id=me, binned_at=None).select_related("card__board__project"))
    files = list(Attachment.objects.filter(creator_id=me, binned_at=None).select_related("card__board__project"))
    shown = {one.card_id for one in (*comments, *files)}
    shown = set(Card.objects.visible_to(actor).filter(pk__in=shown).order_by().values_list("pk", flat=True))
    mentioned = {id for one in comments for id in prose.mentioned(one.text)}
    mentioned |= {id for one in theirs for id in prose.mentioned(one.description)}
    names = {id: one.name for id, one in people(mentioned).items()}
    tasks = Task.objects.visible_to(actor).filter(assignee_id=me).order_by("pk")
    return {
        "memberships": [
            _place(one.board) | {"role": one.role}
            for one in Membership.objects.filter(user=user, board__in=seen)
            .select_related("board__project")
            .order_by("pk")
        ],
        "manages": _projects(ProjectManager, user),
        "favorites": _projects(Favorite, user),
        "follows": {
            "boards": [
                _place(seen[id])
                for id in BoardSubscription.objects.filter(user=user).order_by("pk").values_list("board", flat=True)
                if id in seen
            ],
            "cards": [
                one.reference
                for one in cards.filter(pk__in=CardSubscription.objects.filter(user=user).values("card")).order_by(
                    "pk"
                )
            ],
        },
        "cards": [
            _place(one.board)
            | {"reference": one.reference, "list": one.list.name, "title": one.title}
            | {"description": _own_text(one, written, names)}
            | {"made_by_you": one.creator_id == me, "given_to_you": one.pk in on, "responsible": on.get(one.pk, False)}
            | {"made_at": moment(one.made_at), "due_at": moment(one.due_at), "done_at": moment(one.done_at)}
            for one in theirs
        ],
        "tasks": [{"name": one.name, "due_at": moment(one.due_at), "done_at": moment(one.done_at)} for one in tasks],
        "comments": [
            _card(one, shown)
            | {"text": prose.told(one.text, names)}
            | {"written_at": moment(one.written_at), "edited_at": moment(one.edited_at)}
            for one in comments
        ],
        "files": [
            _card(one, shown)
            | {"name": one.name, "url": one.url, "size": one.size, "added_at": moment(made_at(one.pk))}
            | {"file": archive.add_attachment(one) if one.key and one.card_id in shown else None}
            for one in files
        ],
    }


def _own_text(card, written, names):
    """A description that somebody else wrote last is that person's."""
    return prose.told(card.description, names) if (card.pk, card.description_version) in written else None


def _card(row, shown):
    """Of a card that they no longer see, only what they put there."""
    return {"card": row.card.reference if row.card_id in shown else None}


def _place(board):
    return {"project": board.project.name, "board": board.name}


def _projects(model, user):
    rows = model.objects.filter(user=user, project__binned_at=None).select_related("project").order_by("pk")
    return [{"project": one.project.name} for one in rows]


def _columns(row, *names):
    return {name: getattr(row, name) for name in names}


def _sheets(archive, data):
    archive.add_csv(
        "appartenances.csv",
        [_("Project"), _("Board"), _("Role")],
        [(one["project"], one["board"], one["role"]) for one in data["memberships"]],
    )
    archive.add_csv(
        "cartes.csv",
        [
            _("Reference"),
            _("Title"),
            _("Project"),
            _("Board"),
            _("List"),
            _("Made by you"),
            _("Given to you"),
            _("Due"),
        ],
        [
            (
                *(one[name] for name in ("reference", "title", "project", "board", "list")),
                _("yes") if one["made_by_you"] else _("no"),
                _("yes") if one["given_to_you"] else _("no"),
                one["due_at"],
            )
            for one in data["cards"]
        ],
    )
    archive.add_csv(
        "commentaires.csv",
        [_("Card"), _("Written"), _("Text")],
        [(one["card"], one["written_at"], one["text"]) for one in data["comments"]],
    )
    archive.add_csv(
        "fichiers.csv",
        [_("Card"), _("Name"), _("Address"), _("Size"), _("Added"), _("File")],
        [tuple(one[name] for name in ("card", "name", "url", "size", "added_at", "file")) for one in data["files"]],
    )
    archive.add_csv(
        "connexions.csv",
        [_("When"), _("What"), _("Door")],
        [(one["at"], one["kind"], one["via"]) for one in data["sign_ins"]],
    )


def _said():
    said = [
        _("Your data on this site."),
        _(
            "donnees.json holds all of it, for programs; the .csv files hold the same for spreadsheets, and fichiers/ "
            "the files that you sent to cards that you see. Moments are in UTC."
        ),
        _(
            "Not in it: what others wrote, what lies in the bin, and the security log (moments and addresses of "
            "sign-ins, kept 6 to 12 months by whoever runs the site): ask the data protection officer."
        ),
    ]
    return "\n\n".join(said) + "\n"
