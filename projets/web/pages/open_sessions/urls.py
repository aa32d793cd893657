from django.urls import path

from projets.web.pages.open_sessions import views

urlpatterns = [
    path("administration/sessions/", views.open_sessions, name="open_sessions"),
    path("administration/sessions/<int:user_id>/fin/", views.end, name="end_session_of"),
]
