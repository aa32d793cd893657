from django.urls import path

from projets.web.pages.departures import views

urlpatterns = [
    path("departs/", views.departures, name="departures"),
    path("departs/<int:departure_id>/tableaux/<int:board_id>/", views.hand_over_board_to),
    path("departs/<int:departure_id>/projets/<int:project_id>/", views.hand_over_project_to),
]
