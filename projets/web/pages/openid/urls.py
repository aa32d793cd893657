from django.urls import path

from projets.web.pages.openid import joining, views

urlpatterns = [
    path("connexion/openid/", views.sign_in_elsewhere, name="openid"),
    path("connexion/openid/retour/", views.callback, name="openid_callback"),
    path("connexion/openid/rattachement/", joining.ask, name="openid_ask_to_join"),
    path("connexion/openid/rattachement/<str:token>/", joining.join, name="openid_join"),
    path("connexion/openid/fin/", views.end_from_elsewhere, name="openid_backchannel_logout"),
    path("deconnexion/retour/", views.signed_out, name="openid_signed_out"),
]
