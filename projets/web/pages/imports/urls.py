from django.urls import path

from projets.web.pages.imports import views

urlpatterns = [
    path("imports/", views.imports, name="imports"),
    path("imports/<int:id>/", views.job, name="import"),
    path("imports/<int:id>/abandon/", views.drop, name="drop_import"),
    path("imports/<int:id>/lancer/", views.start, name="start_import"),
]
