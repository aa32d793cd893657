"""Addresses of our own API; whatever else begins like it is told so in the same words."""

from django.urls import path, re_path

from projets.api.v1 import routes
from projets.api.v1.document import openapi, page, parameters_of
from projets.api.v1.door import answering, api, nobody_there

routes.load()


class Allowed:
    """What an address takes: names of parameters by method."""

    def __init__(self, address):
        self.address = address

    @property
    def methods(self):
        return sorted(parameters_of(self.address))

    def __call__(self, method):
        return parameters_of(self.address).get("GET" if method == "HEAD" else method)


def _wrapped():
    for one in sorted(api.urls[0], key=lambda one: str(one.pattern).replace("<", "~")):  # /lists/archive is no id
        address = "/api/v1/" + str(one.pattern).replace("<", "{").replace(">", "}")
        if address != "/api/v1/":
            yield path(str(one.pattern), answering(one.callback, Allowed(address)), name=one.name)


urlpatterns = [
    path("openapi.json", openapi, name="openapi"),
    path("docs", page, name="api_reference"),
    *_wrapped(),
    re_path(r"^(?P<rest>.*)$", answering(nobody_there, None)),
]
