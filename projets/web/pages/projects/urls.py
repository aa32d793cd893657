from django.urls import path

from projets.web.pages.projects import views

urlpatterns = [
    path("projets/", views.projects, name="projects"),
    path("projets/nouveau/", views.new_project, name="new_project"),
    path("projets/prefixe/", views.prefix),
    path("projets/creation/", views.found, name="found_project"),
    path("projets/<int:project_id>/favori/", views.favor),
]
