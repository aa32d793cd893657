from django.urls import path

from projets.web.pages.sharing import administration, views

urlpatterns = [
    path("tableaux/<int:board_id>/partage/", views.sharing, name="sharing"),
    path("liens/<int:link_id>/revocation/", views.revoke, name="revoke_link"),
    path("administration/invites-et-liens/", administration.shared, name="guests_and_links"),
]
