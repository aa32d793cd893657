from django.urls import path

from projets.web.pages.announcements import views

urlpatterns = [
    path("administration/annonces/", views.announcements, name="announcements"),
    path("administration/annonces/<int:announcement_id>/retrait/", views.remove, name="remove_announcement"),
    path("annonces/masquage/", views.hide, name="hide_announcement"),
]
