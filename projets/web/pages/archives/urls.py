from django.urls import path

from projets.web.pages.archives import views

urlpatterns = [
    path("tableaux/<int:board_id>/archives/", views.archives_page, name="archives"),
    path("contenus/<str:kind>/<int:row_id>/restauration/", views.restore),
    path("corbeille/", views.bin_page, name="bin"),
]
