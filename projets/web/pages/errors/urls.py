from django.urls import path

from projets.web.pages.errors import views

urlpatterns = [
    path("hors-connexion/", views.offline, name="offline"),
    path("sw.js", views.worker, name="worker"),
]
