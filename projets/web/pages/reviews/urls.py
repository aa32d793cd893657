from django.urls import path

from projets.web.pages.reviews import views

urlpatterns = [
    path("projets/<int:project_id>/revue/", views.review, name="review"),
    path("administration/revues/", views.reviews, name="reviews"),
    path("administration/revues/export/", views.export, name="export_reviews"),
]
