from django.urls import path

from projets.web.pages.home import views

urlpatterns = [path("", views.home, name="home")]
