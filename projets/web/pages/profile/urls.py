from django.urls import path

from projets.web.pages.profile import views

urlpatterns = [
    path("profil/", views.profile, name="profile"),
    path("profil/identite/", views.edit_profile, name="edit_profile"),
    path("profil/portrait/", views.change_picture, name="change_picture"),
    path("profil/preferences/", views.edit_preferences, name="edit_preferences"),
    path("profil/adresse/", views.change_email, name="change_email"),
    path("profil/theme/", views.choose_theme, name="theme"),
    path("profil/langue/", views.choose_language, name="language"),
    path("portraits/<slug:name>.webp", views.portrait, name="portrait"),
]
