from django.urls import path

from projets.web.pages.people import views

urlpatterns = [
    path("administration/personnes/", views.people, name="all_people"),
    path("administration/personnes/<int:user_id>/role/", views.role, name="set_role"),
]
