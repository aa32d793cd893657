from django.urls import path

from projets.web.pages.state import views

urlpatterns = [path("administration/etat/", views.state, name="state")]
