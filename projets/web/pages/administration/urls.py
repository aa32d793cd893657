from django.urls import path

from projets.web.pages.administration import views

urlpatterns = [path("administration/", views.administration, name="administration")]
