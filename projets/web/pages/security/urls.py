from django.urls import path

from projets.web.pages.security import entering, views

urlpatterns = [
    path("connexion/second-facteur/", entering.second_factor, name="second_factor"),
    path("connexion/cle/", entering.passkey_sign_in, name="passkey_sign_in"),
    path("connexion/cle/defi/", entering.passkey_challenge, name="passkey_challenge"),
    path("connexion/secours/", entering.rescue, name="rescue"),
    path("profil/mot-de-passe/", views.change_password, name="change_password"),
    path("profil/confirmation/", views.confirm, name="confirm"),
    path("profil/confirmation/defi/", views.confirmation_challenge, name="confirmation_challenge"),
    path("profil/securite/", views.security, name="security"),
    path("profil/securite/application/", views.authenticator, name="authenticator"),
    path("profil/securite/application/retrait/", views.remove_authenticator, name="remove_authenticator"),
    path("profil/securite/codes/", views.recovery_codes, name="recovery_codes"),
    path("profil/securite/cles/", views.add_passkey, name="add_passkey"),
    path("profil/securite/cles/defi/", views.passkey_to_be, name="passkey_to_be"),
    path("profil/securite/cles/<int:passkey_id>/nom/", views.rename_passkey, name="rename_passkey"),
    path("profil/securite/cles/<int:passkey_id>/retrait/", views.remove_passkey, name="remove_passkey"),
    path("profil/securite/sessions/", views.end_sessions, name="end_sessions"),
]
