from django.urls import path

from projets.web.pages.services import views

urlpatterns = [
    path("services/", views.mine, name="services"),
    path("services/ajout/", views.add_mine),
    path("services/<int:service_id>/essai/", views.attempt),
    path("services/<int:service_id>/suppression/", views.remove),
    path("tableaux/<int:board_id>/services/", views.of_board, name="board_services"),
    path("tableaux/<int:board_id>/services/ajout/", views.add_to_board),
]
