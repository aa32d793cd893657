from django.urls import path

from projets.web.pages.members import views

urlpatterns = [
    path("tableaux/<int:board_id>/membres/", views.members, name="members"),
    path("tableaux/<int:board_id>/depart/", views.leave),
    path("tableaux/<int:board_id>/equipes/", views.put),
    path("equipes/presences/<int:on_board_id>/retrait/", views.take_off),
    path("membres/<int:membership_id>/role/", views.change),
    path("membres/<int:membership_id>/retrait/", views.remove),
    path("personnes/", views.colleagues),
]
