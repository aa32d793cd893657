"""The numbers that an application shows (RFC 6238), its secret, and the codes that stand in for it."""

import base64
import hmac
import secrets
import struct
import time
from hashlib import sha1, sha256
from urllib.parse import quote, urlencode

import segno
from cryptography.fernet import Fernet
from django.conf import settings

STEP = 30  # seconds
DIGITS = 6
DRIFT = 1  # steps by which a telephone's clock may be wrong, before or after
CODES = 10
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # what nobody mistakes for another when copying from paper


def new_secret():
    return base64.b32encode(secrets.token_bytes(20)).decode()


def number(secret, step):
    mac = hmac.digest(base64.b32decode(secret), struct.pack(">Q", step), sha1)
    place = mac[-1] & 0xF
    (cut,) = struct.unpack(">I", mac[place : place + 4])
    return str((cut & 0x7FFFFFFF) % 10**DIGITS).zfill(DIGITS)


def step_of(secret, typed, after=0):
    """The half minute whose number this is, later than `after`; None for a wrong one, or one used before."""
    typed = "".join(typed.split())
    now = int(time.time()) // STEP
    found = [
        step
        for step in range(now - DRIFT, now + DRIFT + 1)
        if hmac.compare_digest(number(secret, step).encode(), typed.encode(errors="replace"))
    ]
    return next((step for step in found if step > after), None)


def address(secret, account):
    """What the picture holds: applications read it."""
    label = quote(f"Projets:{account}")
    return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': 'Projets'})}"


def picture(secret, account):
    """An SVG without style attributes, to stand in a page; always dark on light, as cameras want it."""
    return segno.make(address(secret, account), error="m").svg_inline(scale=4, border=4, light="#fff", dark="#000")


def sealed(secret):
    return _fernet().encrypt(secret.encode()).decode()


def unsealed(kept):
    return _fernet().decrypt(kept.encode()).decode()


def new_codes():
    """Ten codes of 50 bits each: « k3mv9-x7q2d »."""
    return [
        "-".join("".join(secrets.choice(LETTERS) for _letter in range(5)) for _half in "ab") for _code in range(CODES)
    ]


def digest_of_code(typed):
    """Bound to the instance's key: a stolen database alone does not give them back."""
    plain = "".join(letter for letter in typed.lower() if letter.isalnum())
    return hmac.digest(_key(), plain.encode(errors="replace"), sha256).hex()


def _key():
    return sha256(f"second factors:{settings.SECRET_KEY}".encode()).digest()


def _fernet():
    return Fernet(base64.urlsafe_b64encode(_key()))
