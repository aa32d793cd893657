"""A client of Planka's API, as scripts are: it has a token and sends JSON.

Every answer it gets must be one that the document promises.
"""

import json
from dataclasses import dataclass

from django.test import Client

from projets.accounts.models import User
from projets.api.planka.authentication import open_session
from projets.api.planka.document import document
from tests.api.promised import Promised

promised = Promised(document)


@dataclass
class Planka:
    token: str = ""
    address: str = "127.0.0.1"

    @classmethod
    def of(cls, actor):
        """Signed in as this person."""
        return cls(open_session(User.objects.get(pk=actor.user_id)).token)

    def ask(self, method, path, sent=None, **headers):
        """(status, body)"""
        if self.token:
            headers.setdefault("Authorization", f"Bearer {self.token}")
        answer = Client(headers=headers, REMOTE_ADDR=self.address).generic(
            method, path, "" if sent is None else json.dumps(sent), "application/json"
        )
        promised.require_answer(method, path.partition("?")[0], answer)
        return answer.status_code, answer.json()

    def send(self, path, form):
        """A multipart form, with files; (status, body)"""
        answer = Client(headers={"Authorization": f"Bearer {self.token}"}).post(path, form)
        promised.require_answer("POST", path, answer)
        return answer.status_code, answer.json()

    def fetch(self, path, **headers):
        """A file, as a browser asks for it: its answer."""
        client = Client(headers=headers)
        if self.token:
            client.cookies["accessToken"] = self.token
        return client.get(path)

    def get(self, path, **headers):
        return self.ask("GET", path, **headers)

    def post(self, path, sent=None, **headers):
        return self.ask("POST", path, sent, **headers)

    def patch(self, path, sent=None, **headers):
        return self.ask("PATCH", path, sent, **headers)

    def delete(self, path, **headers):
        return self.ask("DELETE", path, **headers)
