"""The headers of Standard Webhooks, so that receivers verify with a library that exists in their language.

Signed are the delivery's id, the time of sending and the body, with HMAC-SHA256.
"""

import base64
import hashlib
import hmac
import secrets

PREFIX = "whsec_"


def new_secret():
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def headers(secret, delivery_id, sent_at, body):
    """`sent_at` in whole seconds since 1970, `body` in bytes; the id stays the same from try to try."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    digest = hmac.digest(key, f"{delivery_id}.{sent_at}.".encode() + body, hashlib.sha256)
    return {
        "webhook-id": str(delivery_id),
        "webhook-timestamp": str(sent_at),
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }
