from django.urls import path

from projets.web.pages.settings import views

urlpatterns = [
    path("tableaux/<int:board_id>/reglages/", views.settings_page, name="board_settings"),
    path("tableaux/<int:board_id>/modification/", views.edit),
    path("tableaux/<int:board_id>/mention/", views.mark),
    path("tableaux/<int:board_id>/suivi/", views.subscribe),
    path("tableaux/<int:board_id>/archive/", views.archive),
    path("tableaux/<int:board_id>/retour/", views.unarchive),
    path("tableaux/<int:board_id>/corbeille/", views.bin_it),
    path("tableaux/<int:board_id>/restauration/", views.restore),
]
