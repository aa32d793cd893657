from django.urls import path

from projets.web.pages.tokens import views

urlpatterns = [
    path("profil/jetons/", views.tokens, name="tokens"),
    path("profil/jetons/<int:token_id>/revocation/", views.revoke, name="revoke_token"),
]
