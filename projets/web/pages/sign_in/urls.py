from django.urls import path

from projets.web.pages.sign_in import views

urlpatterns = [
    path("connexion/", views.sign_in, name="sign_in"),
    path("connexion/demonstration/", views.sign_in_as_demo_person, name="sign_in_as_demo_person"),
    path("connexion/jeton/", views.token, name="token"),
    path("deconnexion/", views.sign_out, name="sign_out"),
]
