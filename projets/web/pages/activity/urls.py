from django.urls import path

from projets.web.pages.activity import views

urlpatterns = [path("tableaux/<int:board_id>/historique/", views.activity_page, name="activity")]
