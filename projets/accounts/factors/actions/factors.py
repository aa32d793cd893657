"""Second factors: what somebody adds, uses and removes."""

from django.utils.translation import gettext_lazy as _

from projets.accounts import wording
from projets.accounts.factors import events, numbers
from projets.accounts.factors.models import Authenticator, Passkey, RecoveryCode
from projets.usecase.action import action
from projets.usecase.errors import Invalid
from projets.usecase.log import moment, record

MOST_PASSKEYS = 20
WRONG = _("This code is not right, or has served already. Wait for the next one and type it.")


class WrongCode(Invalid):
    def __init__(self):
        super().__init__(WRONG, "code")


@action("user")
def add_authenticator(actor, user, secret, typed, codes):
    """`typed` is what the application shows with this secret: only one that works is kept. `codes` are shown once."""
    step = numbers.step_of(secret, typed or "")
    if step is None:
        raise WrongCode
    Authenticator.objects.filter(user=user).delete()
    made = Authenticator(user=user, secret=numbers.sealed(secret), last_step=step, made_at=moment())
    made.save(force_insert=True)
    record(user.stream, events.AuthenticatorAdded(None, events.FactorState.of(made)))
    _give_codes(user, codes)


@action("user")
def remove_authenticator(actor, user):
    there = Authenticator.objects.filter(user=user).first()
    if there:
        state = events.FactorState.of(there)
        there.delete()
        record(user.stream, events.AuthenticatorRemoved(state, state))
        _drop_codes_of_nothing(user)


@action("user")
def use_number(actor, user, typed):
    """What the application shows, once; nothing is recorded of it but that it has served."""
    there = Authenticator.objects.filter(user=user).first()
    step = there and numbers.step_of(numbers.unsealed(there.secret), typed, there.last_step)
    if not step:
        raise WrongCode
    there.last_step = step
    there.save(update_fields=["last_step"])


@action("user")
def make_recovery_codes(actor, user, codes):
    """Instead of those there were."""
    if not Authenticator.objects.filter(user=user).exists() and not Passkey.objects.filter(user=user).exists():
        raise Invalid(_("Recovery codes stand in for a second factor: add one first."))
    _give_codes(user, codes)


@action("user")
def use_recovery_code(actor, user, typed):
    unused = RecoveryCode.objects.filter(user=user, used_at=None)
    there = unused.filter(digest=numbers.digest_of_code(typed)).first()
    if there is None:
        raise WrongCode
    there.used_at = moment()
    there.save(update_fields=["used_at"])
    record(user.stream, events.RecoveryCodeUsed(None, events.SecurityState(user.pk, recovery_codes=unused.count())))


@action("user")
def add_passkey(actor, user, name, verified, codes=()):
    """`verified` is what factors/passkeys.py has checked of a new key; `codes` if there are none yet."""
    if Passkey.objects.filter(user=user).count() >= MOST_PASSKEYS:
        raise Invalid(
            _("You have %(most)s passkeys already: remove those you no longer use.") % {"most": MOST_PASSKEYS}
        )
    if Passkey.objects.filter(credential=verified.credential).exists():
        raise Invalid(_("This passkey is registered already."), "name")
    made = Passkey(
        user=user,
        name=wording.line(name, "name", most=64, least=1),
        credential=verified.credential,
        public_key=verified.public_key,
        sign_count=verified.sign_count,
        transports=verified.transports,
        made_at=moment(),
    )
    made.save(force_insert=True)
    record(user.stream, events.PasskeyAdded(None, events.FactorState.of(made)))
    if codes:
        _give_codes(user, codes)


@action("passkey")
def rename_passkey(actor, passkey, name):
    """What it is called is nobody else's matter: no fact."""
    passkey.name = wording.line(name, "name", most=64, least=1)
    passkey.save(update_fields=["name"])


@action("passkey")
def remove_passkey(actor, passkey):
    state = events.FactorState.of(passkey)
    stream, user = passkey.stream, passkey.user
    passkey.delete()
    record(stream, events.PasskeyRemoved(state, state))
    _drop_codes_of_nothing(user)


@action("passkey")
def use_passkey(actor, passkey, sign_count):
    """It has signed; one whose count goes back is a copy."""
    if passkey.sign_count and sign_count <= passkey.sign_count:
        raise Invalid(_("This passkey looks like a copy: use another way, and remove it."), "code")
    passkey.sign_count, passkey.used_at = sign_count, moment()
    passkey.save(update_fields=["sign_count", "used_at"])


@action("user")
def remove_factors(actor, user):
    """All of somebody who has lost them; they sign in by their password alone until they add one."""
    remove_all = [
        (Authenticator, events.AuthenticatorRemoved),
        (Passkey, events.PasskeyRemoved),
    ]
    for model, fact in remove_all:
        for there in model.objects.filter(user=user).order_by("pk"):
            state = events.FactorState.of(there)
            there.delete()
            record(user.stream, fact(state, state))
    RecoveryCode.objects.filter(user=user).delete()


def _give_codes(user, codes):
    RecoveryCode.objects.filter(user=user).delete()
    digests = {numbers.digest_of_code(code) for code in codes}
    RecoveryCode.objects.bulk_create([RecoveryCode(user=user, digest=digest) for digest in sorted(digests)])
    record(user.stream, events.RecoveryCodesMade(None, events.SecurityState(user.pk, recovery_codes=len(digests))))


def _drop_codes_of_nothing(user):
    if not Authenticator.objects.filter(user=user).exists() and not Passkey.objects.filter(user=user).exists():
        RecoveryCode.objects.filter(user=user).delete()
