from django.urls import path

from projets.web.pages.departures import views

urlpatterns = [
    path("departs/", views.departures, name="departures"),
    path("departs/<int:departure_id>/tableaux/<int:board_id>/", views.hand_over_board_to),
    path("departs/<int:departure_id>/effacement/", views.erase_now, name="erase_now"),
    path("departs/noms/<int:named_id>/", views.see_to_name, name="see_to_name"),
    path("departs/<int:departure_id>/projets/<int:project_id>/", views.hand_over_project_to),
]
