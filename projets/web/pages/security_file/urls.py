from django.urls import path

from projets.web.pages.security_file import views

urlpatterns = [path("administration/dossier-de-securite/", views.security_file, name="security_file")]
