"""Signing in by a real provider, over HTTP, as a browser does it: what tests of it share."""

from urllib.parse import parse_qs, urlsplit

import requests
from django.test import Client

from projets.operations.openid_demo.serving import Serving

CLIENT, SECRET = "projets", "un secret de trente-deux signes ou plus"
PRO = {
    "OIDC_RP_CLIENT_ID": CLIENT,
    "OIDC_RP_CLIENT_SECRET": SECRET,
    "OIDC_CONTACT": "aide@sante.example",
}


class Journey:
    """A browser, signed in nowhere yet: at the site by Django's client, at the provider by its own cookies."""

    def __init__(self, provider, site):
        self.provider = provider
        self.site = Client(headers={"host": urlsplit(site).netloc})
        self.there = requests.Session()

    def go(self, **query):
        """To the provider; the address asked there."""
        answer = self.site.get("/connexion/openid/", query)
        assert answer.status_code == 302, answer.content.decode()
        return answer["Location"]

    def choose(self, person, address):
        """Signed in there; the address of ours to come back to."""
        answer = self.there.post(address, data={"person": person}, allow_redirects=False, timeout=10)
        assert answer.status_code == 303, answer.text
        return answer.headers["Location"]

    def follow(self, address):
        """There again: with a session, nobody is asked anything."""
        answer = self.there.get(address, allow_redirects=False, timeout=10)
        assert answer.status_code == 303, answer.text
        return answer.headers["Location"]

    def back(self, address):
        parts = urlsplit(address)
        return self.site.get(parts.path, {name: values[0] for name, values in parse_qs(parts.query).items()})

    def sign_in(self, person="camille", **query):
        return self.back(self.choose(person, self.go(**query)))

    @property
    def person(self):
        return self.site.get("/connexion/jeton/").json()["person"]

    def close(self):
        self.there.close()


def serving(site):
    return Serving(site, CLIENT, SECRET)
