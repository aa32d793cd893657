"""A program that asks our API; every answer it gets must be one that the document promises."""

import re

from django.test import Client

from projets.api.v1.document import document, names_of_body
from tests.api.promised import Promised


class Asking:
    def __init__(self, secret=None, language="en"):
        self.secret = secret
        self.client = Client()
        self.language = language

    def __call__(self, method, path, body=None, **headers):
        address = path if path.startswith("/") else f"/api/v1/{path}"
        sent = {"accept-language": self.language} | {name.replace("_", "-"): value for name, value in headers.items()}
        if self.secret:
            sent["authorization"] = f"Bearer {self.secret}"
        kind = {} if body is None else {"content_type": "application/json", "data": body}
        answer = getattr(self.client, method)(address, headers=sent, **kind)
        require_promised(method, address.partition("?")[0], answer)
        require_known_pointers(method, address.partition("?")[0], body, answer)
        return answer

    def get(self, path, **headers):
        return self("get", path, **headers)

    def post(self, path, body=None, **headers):
        return self("post", path, body, **headers)

    def patch(self, path, body=None, **headers):
        return self("patch", path, body, **headers)

    def put(self, path, body=None, **headers):
        return self("put", path, body, **headers)

    def delete(self, path, **headers):
        return self("delete", path, **headers)


promised = Promised(document)


def require_known_pointers(method, path, body, answer):
    """What is wrong lies in what was sent, or in what might have been."""
    if answer.status_code < 400 or not isinstance(body, dict) or "errors" not in (said := answer.json()):
        return
    templates = (one for one in document()["paths"] if method in document()["paths"][one])
    (template,) = [one for one in templates if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", one), path)][:1]
    known = {*body, *names_of_body(template)[method.upper()]}
    assert {one["pointer"].split("/")[1] for one in said["errors"] if one.get("pointer", "#") != "#"} <= known


def require_promised(method, path, answer):
    """The status, the kind of content and its shape are in the document."""
    if answer.status_code != 304:
        promised.require_answer(method, path, answer)
