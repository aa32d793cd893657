"""What stands in an address and opens: made by chance, shown once, known here by its digest."""

from hashlib import sha256
from secrets import token_urlsafe

LONGEST = 64  # characters; what is longer is nobody's


def new_secret():
    """256 bits, so a plain digest cannot be guessed back."""
    return token_urlsafe(32)


def digest_of(secret):
    return sha256(secret.encode(errors="replace")).hexdigest()
