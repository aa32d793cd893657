"""Keys that scripts send in a person's name: eight letters that may be shown, a stroke, and the secret."""

import secrets
import string
from hashlib import sha256

LETTERS = string.ascii_letters + string.digits
SHOWN, SECRET = 8, 32  # 190 bits: nobody finds the key of a digest


def new_key():
    shown, secret = ("".join(secrets.choice(LETTERS) for _letter in range(length)) for length in (SHOWN, SECRET))
    return f"{shown}_{secret}"


def prefix_of(key):
    return key[:SHOWN]


def hash_of(key):
    return sha256(key.encode()).hexdigest()
