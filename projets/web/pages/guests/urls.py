from django.urls import path

from projets.web.pages.guests import acts, views

urlpatterns = [
    path("tableaux/<int:board_id>/invites/", acts.invite, name="invite"),
    path("invites/<int:guest_id>/lettre/", acts.send_again, name="invite_again"),
    path("invites/<int:guest_id>/fin/", acts.prolong, name="prolong_guest"),
    path("invites/<int:guest_id>/retrait/", acts.end, name="end_guest"),
    path("invitation/<str:secret>/", views.invitation, name="invitation"),
    path("connexion/invite/", views.ask, name="guest_sign_in"),
    path("connexion/invite/<str:key>/", views.come_in, name="guest_link"),
]
