"""Addresses of our own API; whatever else begins like it is told so in the same words."""

from django.urls import path, re_path

from projets.api.v1 import routes
from projets.api.v1.document import minds_if_match, names_of_body, openapi, page, parameters_of
from projets.api.v1.door import answering, api, nobody_there, read_only

routes.load()
nobody = answering(nobody_there, None)


class Allowed:
    """What an address takes, by method: its parameters, the names of its body, and whether an act minds If-Match.

    Called, it says of its parameters whether they may come several times; None if the method is not done here.
    """

    def __init__(self, address):
        self.address = address

    @property
    def methods(self):
        found = parameters_of(self.address)
        return sorted({*found, *(["HEAD"] if "GET" in found else [])})

    def __call__(self, method):
        return parameters_of(self.address).get(method)

    def in_body(self, method):
        return names_of_body(self.address)[method]

    def minds_if_match(self, method):
        return minds_if_match(self.address, method.lower())


def _wrapped():
    for one in sorted(api.urls[0], key=lambda one: str(one.pattern).replace("<", "~")):  # /lists/archive is no id
        address = "/api/v1/" + str(one.pattern).replace("<", "{").replace(">", "}")
        if address != "/api/v1/":
            yield path(str(one.pattern), answering(one.callback, Allowed(address)), name=one.name)


urlpatterns = [
    path("openapi.json", read_only(openapi), name="openapi"),
    path("docs", read_only(page), name="api_reference"),
    *_wrapped(),
    re_path(r"^(?P<rest>.*)$", nobody),
]
