from django.urls import path

from projets.web.pages.visibility import views

urlpatterns = [
    path("tableaux/<int:board_id>/visibilite/", views.board_audience, name="board_audience"),
    path("cartes/<str:reference>/visibilite/", views.card_audience, name="card_audience"),
]
