"""Addresses of the APIs, and of the files and pictures that their clients show."""

from django.urls import include, path, re_path

from projets.api.planka import files, pictures
from projets.api.planka.http import planka
from projets.api.v1.urls import nobody

urlpatterns = [
    path("api/v1", nobody),
    path("api/v1/", include("projets.api.v1.urls")),
    re_path(r"^api/(?!v1(?:/|$))", planka),
    path("swagger.json", planka),  # not there: the document is at /api/
    path("attachments/<str:id>/download/<str:name>", files.download),
    path("attachments/<str:id>/download/thumbnails/<str:name>", files.thumbnail),
    path("background-images/<uuid:name>/<slug:form>.<slug:ending>", pictures.background),
    path("favicons/<str:host>.png", pictures.favicon),
    path("user-avatars/<uuid:name>/<slug:form>.png", pictures.portrait),
]
