"""Passkeys (WebAuthn): what a browser is asked, and whether what it answers is true. No attestation is asked for."""

import json
from dataclasses import dataclass
from importlib import import_module

from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from projets.accounts.factors.models import Passkey
from projets.usecase.errors import Invalid

# Five megabytes that a server takes up when somebody first uses a passkey, not before.
webauthn = SimpleLazyObject(lambda: import_module("webauthn"))
structs = SimpleLazyObject(lambda: import_module("webauthn.helpers.structs"))
REFUSALS = (KeyError, TypeError, ValueError)


class NotThatKey(Invalid):
    def __init__(self):
        super().__init__(_("This passkey was not recognised. Try again, or sign in another way."), "code")


@dataclass(frozen=True)
class Site:
    """Whom a passkey is made for: browsers give it to no other site."""

    host: str
    origin: str


@dataclass(frozen=True)
class Verified:
    credential: str
    public_key: bytes
    sign_count: int
    transports: list


def asked_to_register(site, user):
    """(what the browser is asked as JSON, the challenge to be kept until it answers)."""
    made = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name="Projets",
        user_id=str(user.pk).encode(),
        user_name=user.email,
        user_display_name=user.name,
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.PREFERRED,
            user_verification=structs.UserVerificationRequirement.PREFERRED,
        ),
        exclude_credentials=_described(Passkey.objects.filter(user=user)),
    )
    return json.loads(webauthn.options_to_json(made)), webauthn.helpers.bytes_to_base64url(made.challenge)


def registered(site, challenge, answered):
    try:
        checked = webauthn.verify_registration_response(
            credential=_read(answered),
            expected_challenge=webauthn.helpers.base64url_to_bytes(challenge),
            expected_rp_id=site.host,
            expected_origin=site.origin,
        )
    except (webauthn.helpers.exceptions.WebAuthnException, *REFUSALS):
        raise NotThatKey from None
    transports = _read(answered).get("response", {}).get("transports") or []
    return Verified(
        webauthn.helpers.bytes_to_base64url(checked.credential_id),
        checked.credential_public_key,
        checked.sign_count,
        [one for one in transports if one in {known.value for known in structs.AuthenticatorTransport}],
    )


def asked_to_sign(site, user=None):
    """By one of somebody's; without `user` by any of the browser's, whose owner it verifies (a finger, a code)."""
    needed = structs.UserVerificationRequirement.PREFERRED if user else structs.UserVerificationRequirement.REQUIRED
    made = webauthn.generate_authentication_options(
        rp_id=site.host,
        allow_credentials=_described(Passkey.objects.filter(user=user)) if user else [],
        user_verification=needed,
    )
    return json.loads(webauthn.options_to_json(made)), webauthn.helpers.bytes_to_base64url(made.challenge)


def signed(site, challenge, answered, user=None):
    """(the passkey that has signed this challenge, its count); NotThatKey for anything else."""
    read = _read(answered)
    credential = read.get("id") if isinstance(read.get("id"), str) else ""
    found = Passkey.objects.select_related("user").filter(credential=credential, user__is_active=True).first()
    if found is None or (user and found.user_id != user.pk):
        raise NotThatKey
    try:
        checked = webauthn.verify_authentication_response(
            credential=read,
            expected_challenge=webauthn.helpers.base64url_to_bytes(challenge),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=bytes(found.public_key),
            credential_current_sign_count=0,  # compared by the action, under its lock
            require_user_verification=user is None,
        )
    except (webauthn.helpers.exceptions.WebAuthnException, *REFUSALS):
        raise NotThatKey from None
    return found, checked.new_sign_count


def _described(keys):
    return [
        structs.PublicKeyCredentialDescriptor(
            id=webauthn.helpers.base64url_to_bytes(key.credential),
            transports=[structs.AuthenticatorTransport(one) for one in key.transports],
        )
        for key in keys
    ]


def _read(answered):
    try:
        read = json.loads(answered)
    except ValueError:
        raise NotThatKey from None
    if not isinstance(read, dict):
        raise NotThatKey
    return read
