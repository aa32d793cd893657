from django.urls import path

from projets.web.pages.table import views

urlpatterns = [path("tableaux/<int:board_id>/liste/", views.table_page, name="table")]
