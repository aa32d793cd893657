from django.urls import path

from projets.web.pages.help import views

urlpatterns = [path("aide/", views.guide, name="help")]
