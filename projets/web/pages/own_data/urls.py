from django.urls import path

from projets.web.pages.own_data import views

urlpatterns = [
    path("profil/donnees/", views.own_data, name="own_data"),
    path("profil/donnees/archive/", views.download, name="download_own_data"),
    path("profil/donnees/effacement/", views.erase, name="erase_me"),
]
